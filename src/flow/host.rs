//! The interface between the flows, which decide, and the host, which acts.

use std::fmt::Debug;
use std::rc::Rc;

use serde::de::DeserializeOwned;

use super::Result;
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::model::Field;
use crate::core::options::Engine;
use crate::core::protocol::request::{ContentEncoding, Credentials, Subject};

/// A listener for the number of bytes read or sent so far.
pub type OnBytes = Rc<dyn Fn(f64)>;

/// Everything that a flow needs from its environment: requests, files, time, random numbers, JSON.
///
/// The real one is `platform::WebHost`; the tests of the flows use one with scripted responses and a virtual clock.
/// A host is bound to the signal of one call: on an abort, every pending wait fails with
/// [`Failure::Aborted`](super::Failure::Aborted).
pub trait Host: Clone + 'static {
    /// A JSON value as the server sent it, lossless.
    type Json: Clone + 'static;
    /// A file as the user passes it.
    type Source: 'static;
    /// A file that was opened.
    type File: File + 'static;
    /// The caller's signal to abort a call.
    type Signal: Clone + 'static;
    /// A thrown value: the reason of an abort, or the cause of a failure.
    type Thrown: Clone + Debug + 'static;
    /// A successful response with its body unread.
    type Download: 'static;

    /// The same host for a call with this signal, or without one.
    fn bound_to(&self, signal: Option<Self::Signal>) -> Self;

    /// Fails if the signal is aborted already.
    fn check_abort(&self) -> Result<(), Self>;

    /// Sends a request without a file and reads the response, whatever its status. Fails as `network` or `timeout`
    /// without a response.
    fn send(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse<Self::Json>, Self>>;

    /// The same, but leaves the body of a successful response to the user.
    fn download(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<Downloaded<Self>, Self>>;

    /// Sends a file of `length` bytes, and hashes a stream by `algorithms` while it is sent. Fails as `invalid-input` if
    /// the file cannot be read or has another length, and as a final `timeout` if the whole file may have arrived.
    fn upload(
        &self,
        request: &HttpRequest,
        file: &Self::File,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
    ) -> impl Future<Output = Result<Uploaded<Self::Json>, Self>>;

    /// The headers that a function of the caller's returns for one request; empty if there is no such function. Fails as
    /// `invalid-input` if the function fails.
    fn user_headers(&self) -> impl Future<Output = Result<Vec<(String, String)>, Self>>;

    /// The header `Cookie` of a request: the cookies that earlier responses have set for the same subject, or the session.
    fn cookies(&self, subject: &Subject, url: &str) -> Option<String>;

    /// Keeps the cookies that a response sets for `subject`. They are sent to that server only, expire, and are kept for
    /// a limited number of subjects.
    fn keep_cookies(&self, subject: &Subject, url: &str, set_cookies: &str);

    /// Lets an analysis share the cookies of its batch.
    fn share_cookies(&self, data_id: &str, batch_id: &str);

    /// Forgets the cookies of the session.
    fn end_session(&self);

    /// Whether a stream can be sent with a stated length.
    fn sends_streams(&self) -> bool;

    /// Whether a large stream is kept on disk when it is collected, as browsers do.
    fn keeps_on_disk(&self) -> bool;

    /// Opens a file. `content_length` is the length of a stream, if the caller knows it. Fails as `invalid-input` if the
    /// source is not a file.
    fn open(
        &self,
        source: &Self::Source,
        content_length: Option<f64>,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// The name of a file that is not open yet, if it has one.
    fn file_name(&self, source: &Self::Source) -> Option<String>;

    /// Reads a stream to its end, so that it has a length and can be read again. Fails as `length-required` if it has
    /// more than `limit` bytes.
    fn collect(
        &self,
        stream: Self::File,
        limit: Option<f64>,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// Encodes the bytes of a file. Fails as `unsupported` if the host cannot compress.
    fn encode(
        &self,
        file: &Self::File,
        encoding: ContentEncoding,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// Reads a file to its end and hashes it, by this engine or else by the fastest one.
    fn hash(
        &self,
        file: &Self::File,
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: OnBytes,
    ) -> impl Future<Output = Result<Hashed, Self>>;

    /// Waits for `ms` milliseconds.
    fn sleep(&self, ms: f64) -> impl Future<Output = Result<(), Self>>;

    /// ms on a clock that only moves forward.
    fn now(&self) -> f64;

    /// ms since 1970.
    fn wall_clock(&self) -> f64;

    /// Parses a date in the format of HTTP: ms since 1970.
    fn parse_date(&self, text: &str) -> Option<f64>;

    /// A number in 0..1.
    fn random(&self) -> f64;

    /// The thrown value without these secrets. `secrets` has each of them in every spelling, the longest first.
    fn redacted(&self, thrown: Self::Thrown, secrets: &[String]) -> Self::Thrown;

    /// A JSON value as a `T`; `None` if it has another shape altogether.
    fn view<T: DeserializeOwned>(&self, json: &Self::Json) -> Option<T>;

    /// The member of an object, lossless.
    fn member(&self, json: &Self::Json, name: &str) -> Self::Json;

    /// The elements of an array, lossless.
    fn elements(&self, json: &Self::Json) -> Field<Vec<Self::Json>>;

    /// Runs a task in the background.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
}

/// A file that was opened.
pub trait File {
    /// Its length in bytes, if it is known.
    fn length(&self) -> Option<f64>;

    /// Its current size in bytes: 0 if its memory was transferred since.
    fn size(&self) -> Option<f64>;

    /// Its name, if it has one.
    fn filename(&self) -> Option<String>;

    /// Whether it can be read only once.
    fn is_stream(&self) -> bool;
}

/// A request to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, if it is a text.
    pub body: Option<String>,
    /// Whether a browser sends its cookies too; `None` means the browser's default.
    pub credentials: Option<Credentials>,
    /// Whether the service returned the address. Then the runtime's own `fetch` sends the request, as the user's could add
    /// credentials.
    pub is_foreign: bool,
}

/// A response, read to its end.
#[derive(Clone, Debug)]
pub struct HttpResponse<J> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub text: String,
    /// The JSON of the body, if it is JSON.
    pub json: Option<J>,
    /// `Retry-After`, or else `x-ratelimit-reset-in`, of a failed response.
    pub retry_after: Option<String>,
    /// The headers `Set-Cookie`, one per line; empty if the runtime keeps cookies itself, as browsers do.
    pub set_cookies: String,
}

impl<J> HttpResponse<J> {
    /// Whether the status is a success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The outcome of a download.
pub enum Downloaded<H: Host> {
    /// A success, with the body unread.
    Success(H::Download),
    /// Any other status.
    Refused(HttpResponse<H::Json>),
}

/// The outcome of an upload.
#[derive(Clone, Debug)]
pub struct Uploaded<J> {
    /// The response.
    pub response: HttpResponse<J>,
    /// The hashes of a stream that was sent.
    pub digests: Digests,
}

/// The outcome of hashing a file.
#[derive(Clone, Debug)]
pub struct Hashed {
    /// The hashes.
    pub digests: Digests,
    /// The length of the file in bytes.
    pub length: f64,
}
