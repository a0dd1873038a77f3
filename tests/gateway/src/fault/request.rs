//! What happens to a request before its call.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};

use super::transport;
use crate::connection::Reset;
use crate::headers;

#[derive(Clone, Debug, Default)]
pub struct RequestFault {
    /// `latency=MS`: delays the call …
    pub latency: Duration,
    /// `jitter=MS`: … and by up to this much more, at random.
    pub jitter: Duration,
    /// `step-delay=MS`: the analysis of the upload pauses after each step.
    pub step_delay: Option<HeaderValue>,
    pub abandoned: Option<Abandoned>,
}

/// The request gets no response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Abandoned {
    /// `hang`: never responds.
    Hang,
    /// `stall-request=N`: after N bytes of the body reads nothing more, and never responds.
    Stall(u64),
    /// `reset-request=N`: resets the connection after N bytes of the body.
    Reset(u64),
}

impl RequestFault {
    /// Waits, and returns the request for the call; none if the connection was reset. It may never return.
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
