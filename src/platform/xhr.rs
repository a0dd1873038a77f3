//! An upload by `XMLHttpRequest`, which alone tells how much of a body was sent.

use std::rc::Rc;

use js_sys::Promise;
use js_sys::futures::JsFuture;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::XmlHttpRequest;

use super::body::Body;
use super::failure::Failure;
use super::fetch::no_answer;
use super::http::{Incoming, Outgoing, Wire, retry_after};
use super::listener::Listener;
use super::object::get;
use super::timer::StallTimer;

/// Sends a request and reads its answer.
pub async fn send(outgoing: Outgoing<'_>, wire: &Wire<'_>) -> Result<Incoming, Failure> {
    let xhr = &XmlHttpRequest::new().map_err(no_answer)?;
    xhr.open(outgoing.method, outgoing.url).map_err(no_answer)?;
    for (name, value) in outgoing.headers {
        xhr.set_request_header(name, value).map_err(no_answer)?;
    }
    let stall = Rc::new(StallTimer::new(wire.timeout));
    let _listeners = listeners(xhr, outgoing.body, &stall)?;
    let mut on_end = None;
    let ended = Promise::new(&mut |resolve, _| {
        let resolve = move |_| {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        on_end = Some(Listener::new(xhr.unchecked_ref(), "loadend", resolve));
    });
    // Dropped before the listener, which hears of the abort and settles the promise: the `JsFuture`
    // of one that never settles is never freed.
    let _request = AbortOnDrop(xhr);
    match outgoing.body {
        Body::Empty => xhr.send(),
        Body::Text(text) => xhr.send_with_opt_str(Some(text)),
        Body::File { content, .. } => xhr.send_with_opt_blob(Some(&content.to_blob()?)),
    }
    .map_err(no_answer)?;
    let exchange = async {
        // Never rejects.
        let _ = JsFuture::from(ended).await;
        let status = xhr.status().unwrap_or_default();
        if status == 0 {
            return Err(no_answer(JsValue::UNDEFINED));
        }
        Ok(Incoming {
            status,
            text: xhr.response_text().ok().flatten().unwrap_or_default(),
            retry_after: retry_after(status, |name| xhr.get_response_header(name).ok().flatten()),
        })
    };
    wire.abort.race(stall.watch(exchange)).await
}

/// Ends the request when nobody waits for it any more; one that has ended is left as it is.
struct AbortOnDrop<'a>(&'a XmlHttpRequest);

impl Drop for AbortOnDrop<'_> {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

fn listeners(
    xhr: &XmlHttpRequest,
    body: &Body<'_>,
    stall: &Rc<StallTimer>,
) -> Result<[Listener; 3], Failure> {
    let upload = xhr.upload().map_err(no_answer)?;
    let tap = match body {
        Body::File { tap, .. } => Some(Rc::clone(tap)),
        Body::Empty | Body::Text(_) => None,
    };
    let on_upload = |stall: Rc<StallTimer>| {
        let tap = tap.clone();
        move |event: JsValue| {
            stall.moved();
            if let (Some(tap), Some(loaded)) = (&tap, get(&event, "loaded").as_f64()) {
                tap.sent(loaded);
            }
        }
    };
    let answers = Rc::clone(stall);
    Ok([
        Listener::new(
            upload.unchecked_ref(),
            "progress",
            on_upload(Rc::clone(stall)),
        ),
        // After the last byte the timer begins anew: now the answer is waited for.
        Listener::new(upload.unchecked_ref(), "load", on_upload(Rc::clone(stall))),
        Listener::new(xhr.unchecked_ref(), "progress", move |_| answers.moved()),
    ])
}
