//! The client on the web: the flows on [`WebHost`]. Rust users call it, and `bindings/` exports it.

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

/// A batch of files.
pub type Batch = flow::Batch<WebHost>;

/// The caller of a call: the signal to abort it, and the listener for its progress.
pub type Caller = flow::Caller<WebHost>;

/// A list that is fetched page by page.
pub type Pages = flow::Pages<WebHost>;

/// The result of a scan.
pub type Scan = flow::Scan<JsValue>;

/// The result of scanning many files.
pub type BatchScan = flow::BatchScan<WebHost>;

/// The result of one of many files.
pub type FileScan = flow::FileScan<WebHost>;

/// The report of an analysis.
pub type Report = flow::Report<JsValue>;

/// The failure of a call.
pub type Failure = flow::Failure<JsValue>;

impl MetaDefender {
    /// Creates a connection, without sending a request.
    ///
    /// # Errors
    /// `invalid-input` if an option is invalid.
    pub fn connect(options: ConnectOptions) -> Result<Self, Failure> {
        Self::connect_by(options, UserFunctions::default())
    }

    /// The same with JavaScript functions that the connection calls.
    ///
    /// # Errors
    /// `invalid-input` if an option is invalid.
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

/// Hashes a file of any size in little memory: a `Blob`, `File`, `ArrayBuffer`, a view of one, a `ReadableStream`,
/// `Request`, `Response` or `file:` URL.
///
/// # Errors
/// `invalid-input` if it is none of these or cannot be read; `unsupported` if the engine cannot hash it.
pub async fn digest(
    source: &JsValue,
    options: &DigestOptions,
    caller: Caller,
) -> Result<Digests, Failure> {
    flow::digest(&WebHost::default(), source, options, caller).await
}
