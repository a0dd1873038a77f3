//! Which requests a fault is for.

/// All conditions that are given have to hold.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// `operation=POST /file`: only for this route; for all routes when missing.
    pub operation: Option<String>,
    /// `path=/file/…`: only for requests whose path begins so.
    pub path: Option<String>,
    /// `scan=NAME`: only for requests whose header `x-gateway-scan` is that.
    pub scan: Option<String>,
    /// `times=N`: for this many requests; for all when missing.
    pub times: Option<u32>,
    /// `chance=0.2`: for one request in five, at random.
    pub chance: Option<f64>,
}

impl When {
    /// Whether a request is one of those, by everything but `times`.
    pub fn matches(&self, operation: &str, path: &str, scan: Option<&str>) -> bool {
        self.operation.as_ref().is_none_or(|it| it == operation)
            && self.scan.as_deref().is_none_or(|it| Some(it) == scan)
            && self.path.as_ref().is_none_or(|it| path.starts_with(it))
            && self.strikes()
    }

    /// Whether its `chance` says so.
    pub fn strikes(&self) -> bool {
        self.chance.is_none_or(|chance| fastrand::f64() < chance)
    }
}
