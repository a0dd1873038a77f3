//! The exports of the npm package: arguments in, values or exceptions out, and no logic. Their types are written by hand
//! in `types/`. With `signatures.ts`, the compiler compares them with those that wasm-bindgen generates.

mod assess;
mod batch;
mod client;
mod digest;
mod errors;
mod options;
mod pages;
mod promise;
mod values;

use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The imports of the types in the signatures.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
import type {
    Algorithm, AnalysisResult, AnalyzeOptions, AssessOptions, Assessment, BatchFile, BatchOptions, BatchScan,
    BatchStatus, CallOptions, CertificateOptions, ConnectOptions, DigestOptions, Digests, ExtractedFile,
    HashLookupOptions, HashLookupResult, Limits, LookupCallOptions, NewBatchOptions, PageOptions, PagesOptions, ResultOptions,
    ResumeOptions, Rule, Scan, ScanOptions, Session, Source, Submission, WaitOptions,
} from './index.js';
import type { Batch as BatchInterface } from './index.js';
";
