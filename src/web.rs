//! The client on the web: the flows by [`WebHost`]. What Rust users call, and what bindings/ exports.

use wasm_bindgen::JsValue;

use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::options::{ConnectOptions, DigestOptions};
use crate::core::protocol::base_url::BaseUrl;
use crate::flow;
use crate::platform::{WebHost, address_of};

pub use crate::platform::UserFunctions;

/// A connection to MetaDefender. Cheap to clone.
pub type MetaDefender = flow::MetaDefender<WebHost>;

/// Files in a group.
pub type Batch = flow::Batch<WebHost>;

/// Who makes a call: the signal by which it can be aborted, and who hears of its progress.
pub type Caller = flow::Caller<WebHost>;

/// A list that is asked for page by page.
pub type Pages = flow::Pages<WebHost>;

/// What a scan comes to.
pub type Scan = flow::Scan<JsValue>;

/// What scanning many files comes to.
pub type BatchScan = flow::BatchScan<WebHost>;

/// What became of one of many files.
pub type FileScan = flow::FileScan<WebHost>;

/// The report of an analysis.
pub type Report = flow::Report<JsValue>;

/// How a call ends that does not succeed.
pub type Failure = flow::Failure<JsValue>;

impl MetaDefender {
    /// Makes a connection. Nothing is sent yet.
    ///
    /// # Errors
    /// `invalid-input`, where an option cannot be.
    pub fn connect(options: ConnectOptions) -> Result<Self, Failure> {
        Self::connect_by(options, UserFunctions::default())
    }

    /// The same, with functions of JavaScript that the connection calls.
    ///
    /// # Errors
    /// `invalid-input`, where an option cannot be.
    pub fn connect_by(
        mut options: ConnectOptions,
        functions: UserFunctions,
    ) -> Result<Self, Failure> {
        let base_url = BaseUrl::parse(&options.base_url)?;
        options.base_url = address_of(&base_url.join("/")).ok_or_else(|| not_here(&base_url))?;
        let host = WebHost::new(options.timeout, options.response_timeout(), functions);
        Self::with_host(host, options)
    }
}

/// Why no request can be sent to this address.
fn not_here(base_url: &BaseUrl) -> Error {
    Error::invalid_input(match base_url.is_relative() {
        true => {
            "baseUrl is a path, but here is no page whose origin it could be on: write the whole address, https://host/path"
        }
        false => "baseUrl is not an address that a request can be sent to",
    })
}

/// Hashes a file of any size, flat in memory: a `Blob`, `File`, `ArrayBuffer`, view,
/// `ReadableStream`, `Request`, `Response` or `file:` URL.
///
/// # Errors
/// `invalid-input` where it is none of these or cannot be read; `unsupported` where the engine cannot hash it.
pub async fn digest(
    source: &JsValue,
    options: &DigestOptions,
    caller: Caller,
) -> Result<Digests, Failure> {
    flow::digest(&WebHost::default(), source, options, caller).await
}
