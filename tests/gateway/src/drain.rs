//! Draining after an error. A client that gets 413 while it is still sending would see a reset connection instead of
//! the response, so the rest of an unread body is read and discarded.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt};
use http_body::Body as _;

/// How long a client may pause before draining stops.
const IDLE: Duration = Duration::from_secs(30);

/// The middleware: drains the rest of the body while the response is sent.
pub async fn unread_body(request: Request, next: Next) -> Response {
    // A client that waits for `100 Continue` sends nothing once it is refused.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    let drained = |body: Body| Body::from_stream(DrainOnDrop(Some(body.into_data_stream())));
    next.run(request.map(drained)).await
}

struct DrainOnDrop(Option<BodyDataStream>);

impl Stream for DrainOnDrop {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let item = ready!(body.poll_next_unpin(context));
        if !matches!(item, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(item)
    }
}

impl Drop for DrainOnDrop {
    fn drop(&mut self) {
        if let (Some(body), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(drain(body));
        }
    }
}

async fn drain(mut body: BodyDataStream) {
    while let Ok(Some(Ok(_))) = tokio::time::timeout(IDLE, body.next()).await {}
}
