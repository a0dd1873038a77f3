//! Delayed and missing bytes.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::Response;
use futures_util::{StreamExt, stream};
use http_body::Body as _;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::response::Ending;
use crate::connection::Reset;

/// The pause before a reset, so that earlier bytes reach the client: a reset discards bytes in transit.
const IN_FLIGHT: Duration = Duration::from_millis(50);

type Piece = Result<Bytes, std::io::Error>;

/// Reads the first `length` bytes of a request's body.
pub async fn read(body: Body, length: u64) {
    let mut body = body.into_data_stream();
    let mut taken = 0;
    while taken < length
        && let Some(Ok(piece)) = body.next().await
    {
        taken += piece.len() as u64;
    }
}

/// The answer, on its way as the fault says.
pub fn deliver(
    response: Response,
    slow: Option<(Duration, usize)>,
    ending: Option<(Ending, u64)>,
    reset: Reset,
) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(send(body, slow, ending, reset, sender));
    let pieces = stream::unfold(receiver, async |mut receiver| {
        receiver.recv().await.map(|piece: Piece| (piece, receiver))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

async fn send(
    body: Body,
    slow: Option<(Duration, usize)>,
    ending: Option<(Ending, u64)>,
    reset: Reset,
    sender: mpsc::Sender<Piece>,
) {
    let mut body = body.into_data_stream();
    let mut left = ending.map_or(u64::MAX, |(_, length)| length);
    'body: while left > 0
        && let Some(Ok(mut piece)) = body.next().await
    {
        piece.truncate(left.try_into().unwrap_or(usize::MAX));
        left -= piece.len() as u64;
        while !piece.is_empty() {
            let size = slow.map_or(piece.len(), |(_, size)| size.min(piece.len()));
            if sender.send(Ok(piece.split_to(size))).await.is_err() {
                break 'body;
            }
            if let Some((pause, _)) = slow {
                sleep(pause).await;
            }
        }
    }
    match ending {
        None => {}
        Some((Ending::Stall, _)) => sender.closed().await,
        Some((kind, _)) => {
            sleep(IN_FLIGHT).await;
            if kind == Ending::Reset {
                reset.trigger();
            }
            let _ = sender.send(Err(std::io::ErrorKind::Other.into())).await;
        }
    }
}
