//! The JavaScript side of the client: arguments in, values or exceptions out, and no logic.

mod batch;
mod client;
mod errors;
mod hasher;
mod options;
mod pages;
mod progress;
mod promise;
mod values;

use wasm_bindgen::prelude::wasm_bindgen;

/// The names that the signatures below refer to. They are written by hand, in types/, with the
/// documentation that an editor shows.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
import type {
    Algorithm, AnalysisResult, AnalyzeOptions, BatchFile, BatchOptions, BatchScan, BatchStatus,
    CallOptions, CertificateOptions, ConnectOptions, DigestOptions, Digests, ExtractedFile,
    HashLookupOptions, HashLookupResult, Limits, NewBatchOptions, PageOptions, PagesOptions, ResultOptions, Rule, Scan, ScanOptions,
    Session, Source, Submission, WaitOptions,
} from './index.js';
";
