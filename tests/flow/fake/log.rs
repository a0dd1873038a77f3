//! What the flow did, in order.

use metadefender_wasm::Algorithm;
use metadefender_wasm::flow::HttpRequest;

use super::{BASE_URL, FakeHost};

/// One operation of the host.
#[derive(Clone, Debug)]
pub enum Event {
    Open,
    Collect,
    Encode,
    Hash(String),
    Sleep(f64),
    Request(Request),
}

/// A request that went out.
#[derive(Clone, Debug)]
pub struct Request {
    pub http: HttpRequest,
    /// The bytes of a file.
    pub bytes: Option<Vec<u8>>,
    /// What a file is hashed by on its way.
    pub algorithms: Vec<Algorithm>,
    /// Whether the body of the answer was to be left unread.
    pub is_download: bool,
    /// When it went out.
    pub at: f64,
}

impl Request {
    /// The address without that of the service.
    pub fn path(&self) -> &str {
        self.http
            .url
            .strip_prefix(BASE_URL)
            .unwrap_or(&self.http.url)
    }

    /// Method and path.
    pub fn line(&self) -> String {
        format!("{} {}", self.http.method, self.path())
    }

    pub fn header(&self, wanted: &str) -> Option<&str> {
        let mut headers = self.http.headers.iter();
        let header = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        header.map(|(_, value)| value.as_str())
    }
}

impl Event {
    fn line(&self) -> String {
        match self {
            Self::Open => "open".into(),
            Self::Collect => "collect".into(),
            Self::Encode => "encode".into(),
            Self::Hash(algorithms) => format!("hash {algorithms}"),
            Self::Sleep(ms) => format!("sleep {}", rounded(*ms)),
            Self::Request(request) => request.line(),
        }
    }
}

/// To a thousandth, as products of fractions are not exact.
fn rounded(ms: f64) -> f64 {
    (ms * 1_000.0).round() / 1_000.0
}

impl FakeHost {
    /// Everything that the flow did, a line each.
    pub fn story(&self) -> Vec<String> {
        self.world.log.borrow().iter().map(Event::line).collect()
    }

    /// Every request.
    pub fn requests(&self) -> Vec<Request> {
        let request = |event: &Event| match event {
            Event::Request(request) => Some(request.clone()),
            _ => None,
        };
        self.world.log.borrow().iter().filter_map(request).collect()
    }

    /// The request of this number; the first one is 0.
    pub fn request(&self, index: usize) -> Request {
        self.requests().swap_remove(index)
    }

    /// Method and path of every request.
    pub fn lines(&self) -> Vec<String> {
        self.requests().iter().map(Request::line).collect()
    }

    /// How many requests began like this.
    pub fn count(&self, beginning: &str) -> usize {
        let lines = self.lines();
        lines
            .iter()
            .filter(|line| line.starts_with(beginning))
            .count()
    }

    /// How many requests were exactly this.
    pub fn count_exactly(&self, wanted: &str) -> usize {
        self.lines().iter().filter(|line| *line == wanted).count()
    }

    /// How long each pause was, ms.
    pub fn sleeps(&self) -> Vec<f64> {
        let sleep = |event: &Event| match event {
            Event::Sleep(ms) => Some(rounded(*ms)),
            _ => None,
        };
        self.world.log.borrow().iter().filter_map(sleep).collect()
    }

    pub(super) fn note(&self, event: Event) {
        self.world.log.borrow_mut().push(event);
    }
}
