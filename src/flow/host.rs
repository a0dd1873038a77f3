//! The seam between what is decided and what is done.

use std::fmt::Debug;
use std::rc::Rc;

use serde::de::DeserializeOwned;

use super::Result;
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::model::Field;
use crate::core::options::Engine;
use crate::core::protocol::request::{ContentEncoding, Credentials, Subject};

/// Hears how many bytes were read or sent by now.
pub type OnBytes = Rc<dyn Fn(f64)>;

/// Everything that a flow needs of the world: requests, files, time, chance, JSON.
///
/// The real one is `platform::WebHost`; the tests of the flows have one with scripted answers and a virtual
/// clock. A host is bound to the signal of one call: where that is aborted, whatever waits fails with
/// [`Failure::Aborted`](super::Failure::Aborted).
pub trait Host: Clone + 'static {
    /// A JSON value as the server sent it, lossless.
    type Json: Clone + 'static;
    /// What the user calls a file.
    type Source: 'static;
    /// A file that was opened.
    type File: File + 'static;
    /// The caller's means to abort a call.
    type Signal: Clone + 'static;
    /// What is thrown: the reason of an abort, the cause of a failure.
    type Thrown: Clone + Debug + 'static;
    /// A successful answer whose body is not read yet.
    type Download: 'static;

    /// The same host for a call with this signal, or with none.
    fn bound_to(&self, signal: Option<Self::Signal>) -> Self;

    /// Fails if the signal is aborted already.
    fn check_abort(&self) -> Result<(), Self>;

    /// Sends a request without a file and reads its answer, of whatever status. Fails as `network` or
    /// `timeout` where there is none.
    fn send(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse<Self::Json>, Self>>;

    /// The same, but leaves the body of a successful answer to the user.
    fn download(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<Downloaded<Self>, Self>>;

    /// Sends a file of `length` bytes, and hashes a stream on its way out by `algorithms`. Fails as
    /// `invalid-input` where the file cannot be read or has another length, and as a `timeout` that is final where all of it
    /// may have arrived.
    fn upload(
        &self,
        request: &HttpRequest,
        file: &Self::File,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
    ) -> impl Future<Output = Result<Uploaded<Self::Json>, Self>>;

    /// The headers that a function of the caller's gives for one request; none where there is no such function. Fails as
    /// `invalid-input` where it does.
    fn user_headers(&self) -> impl Future<Output = Result<Vec<(String, String)>, Self>>;

    /// The header `Cookie` of a request: what earlier answers have set for the same subject, or the session.
    fn cookies(&self, subject: &Subject, url: &str) -> Option<String>;

    /// Keeps what an answer has set for what belongs to `subject`: to go to that server only, not for ever, and not
    /// for more subjects than a few.
    fn keep_cookies(&self, subject: &Subject, url: &str, set_cookies: &str);

    /// From now on, an analysis has the cookies of its batch.
    fn share_cookies(&self, data_id: &str, batch_id: &str);

    /// Forgets the cookies of the session.
    fn end_session(&self);

    /// Whether a stream can be sent with its length stated.
    fn sends_streams(&self) -> bool;

    /// Whether a stream that is collected is kept on disk where it is large, as browsers do.
    fn keeps_on_disk(&self) -> bool;

    /// Opens a file. `content_length` is what the caller knows of the length of a stream. Fails as
    /// `invalid-input` where it is no file.
    fn open(
        &self,
        source: &Self::Source,
        content_length: Option<f64>,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// The name of a file that is not open yet, if it has one.
    fn file_name(&self, source: &Self::Source) -> Option<String>;

    /// Reads a stream to its end, so that it has a length and can be read again. Fails as `length-required` where
    /// it has more than `limit` bytes.
    fn collect(
        &self,
        stream: Self::File,
        limit: Option<f64>,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// The bytes of a file, encoded. Fails as `unsupported` where the host cannot compress.
    fn encode(
        &self,
        file: &Self::File,
        encoding: ContentEncoding,
    ) -> impl Future<Output = Result<Self::File, Self>>;

    /// Reads a file to its end and hashes it, by this engine or by the fastest one.
    fn hash(
        &self,
        file: &Self::File,
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: OnBytes,
    ) -> impl Future<Output = Result<Hashed, Self>>;

    /// Waits so many ms.
    fn sleep(&self, ms: f64) -> impl Future<Output = Result<(), Self>>;

    /// ms on a clock that only moves forward.
    fn now(&self) -> f64;

    /// ms since 1970.
    fn wall_clock(&self) -> f64;

    /// A date as HTTP writes it, ms since 1970.
    fn parse_date(&self, text: &str) -> Option<f64>;

    /// A number in 0..1.
    fn random(&self) -> f64;

    /// What was thrown, without these secrets, each of which is given in every spelling, the longest first.
    fn redacted(&self, thrown: Self::Thrown, secrets: &[String]) -> Self::Thrown;

    /// What a JSON value says in the terms of `T`; none where it is of another shape altogether.
    fn view<T: DeserializeOwned>(&self, json: &Self::Json) -> Option<T>;

    /// The member of an object, lossless.
    fn member(&self, json: &Self::Json, name: &str) -> Self::Json;

    /// The elements of an array, lossless.
    fn elements(&self, json: &Self::Json) -> Field<Vec<Self::Json>>;

    /// Runs a task that nobody waits for.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
}

/// A file that was opened.
pub trait File {
    /// How many bytes it has, where that is known.
    fn length(&self) -> Option<f64>;

    /// How many bytes are there now: fewer where they were transferred away since.
    fn size(&self) -> Option<f64>;

    /// Its name, where it has one.
    fn filename(&self) -> Option<String>;

    /// Whether it can be read only once.
    fn is_stream(&self) -> bool;
}

/// A request as it goes out.
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
    /// Whether a browser sends its cookies along; by its default where nothing is said.
    pub credentials: Option<Credentials>,
    /// Whether it goes to an address that the service named: by the runtime's own `fetch`, as the user's
    /// could add credentials.
    pub is_foreign: bool,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct HttpResponse<J> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub text: String,
    /// The JSON that the body is, if it is any.
    pub json: Option<J>,
    /// `Retry-After`, or else `x-ratelimit-reset-in`, of a failed answer.
    pub retry_after: Option<String>,
    /// The headers `Set-Cookie`, a line each; none where the runtime keeps cookies itself, as browsers do.
    pub set_cookies: String,
}

impl<J> HttpResponse<J> {
    /// Whether the status is a success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// What came of a download.
pub enum Downloaded<H: Host> {
    /// It succeeded; the body is not read yet.
    Success(H::Download),
    /// Any other status.
    Refused(HttpResponse<H::Json>),
}

/// What came of an upload.
#[derive(Clone, Debug)]
pub struct Uploaded<J> {
    /// The answer.
    pub response: HttpResponse<J>,
    /// The hashes of a stream that was sent.
    pub digests: Digests,
}

/// What came of hashing a file.
#[derive(Clone, Debug)]
pub struct Hashed {
    /// The hashes.
    pub digests: Digests,
    /// How many bytes the file had.
    pub length: f64,
}
