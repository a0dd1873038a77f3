//! What becomes of a request before its call.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};

use super::transport;
use crate::connection::Reset;
use crate::headers;

#[derive(Clone, Debug, Default)]
pub struct RequestFault {
    /// `latency=MS`: the call comes so much later …
    pub latency: Duration,
    /// `jitter=MS`: … and up to so much more, at random.
    pub jitter: Duration,
    /// `step-delay=MS`: the analysis that the request begins pauses so long after each step.
    pub step_delay: Option<HeaderValue>,
    pub abandoned: Option<Abandoned>,
}

/// The request is never answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Abandoned {
    /// `hang`: nothing ever comes.
    Hang,
    /// `stall-request=N`: the same, and no more than N bytes of the body are read.
    Stall(u64),
    /// `reset-request=N`: the connection is reset once N bytes of the body have come.
    Reset(u64),
}

impl RequestFault {
    /// Waits, and gives back the request whose call is to be made: none where the connection was reset. It may never end.
    pub async fn apply(&self, mut request: Request, reset: &Reset) -> Option<Request> {
        tokio::time::sleep(self.latency + self.jitter.mul_f64(fastrand::f64())).await;
        match self.abandoned {
            Some(Abandoned::Hang) => std::future::pending().await,
            Some(Abandoned::Stall(length)) => {
                transport::read(request.into_body(), length).await;
                std::future::pending().await
            }
            Some(Abandoned::Reset(length)) => {
                transport::read(request.into_body(), length).await;
                reset.trigger();
                None
            }
            None => {
                if let Some(step_delay) = &self.step_delay {
                    let name = HeaderName::from_static(headers::STEP_DELAY);
                    request.headers_mut().insert(name, step_delay.clone());
                }
                Some(request)
            }
        }
    }
}
