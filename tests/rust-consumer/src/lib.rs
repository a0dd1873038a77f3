//! A front end in Rust, which uses the client as an `rlib` and has exports of its own.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use js_sys::Function;
use metadefender_wasm::{
    Algorithm, Analyze, AnalyzeOptions, Caller, ConnectOptions, DigestOptions, Failure,
    MetaDefender, OnProgress, Scan, ScanOptions, Verdict,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortSignal, Blob};

/// What a form knows of the file that it was given.
#[wasm_bindgen(getter_with_clone)]
pub struct Attachment {
    /// Whether it may be sent on.
    pub trusted: bool,
    /// What the user is told.
    pub message: String,
}

/// A form that refuses what is not allowed.
#[wasm_bindgen]
pub struct Form(MetaDefender);

#[wasm_bindgen]
impl Form {
    /// A form that asks the service at this address.
    #[wasm_bindgen(constructor)]
    pub fn new(base_url: String, api_key: Option<String>) -> Result<Form, String> {
        let options = ConnectOptions {
            base_url,
            api_key,
            ..ConnectOptions::default()
        };
        MetaDefender::connect(options)
            .map(Self)
            .map_err(|failure| failure.to_string())
    }

    /// Has a file checked. `on_percentage` is told how far it is.
    pub async fn attach(
        &self,
        file: Blob,
        signal: Option<AbortSignal>,
        on_percentage: Option<Function>,
    ) -> Result<Attachment, JsValue> {
        let options = ScanOptions {
            analyze: AnalyzeOptions {
                analyze: Analyze {
                    filename: Some("attachment".to_owned()),
                    ..Analyze::default()
                },
                ..AnalyzeOptions::default()
            },
            ..ScanOptions::default()
        };
        let caller = Caller {
            signal,
            on_progress: on_percentage.map(listener),
        };
        match self.0.scan(&file, options, caller).await {
            Ok(scan) => Ok(attachment(&scan)),
            Err(Failure::Aborted(reason)) => Err(reason),
            Err(Failure::Failed { error, .. }) => Err(error.code.as_str().into()),
        }
    }
}

/// The SHA-256 of a file.
#[wasm_bindgen]
pub async fn fingerprint(file: Blob) -> Result<Option<String>, String> {
    let options = DigestOptions {
        algorithms: vec![Algorithm::Sha256],
        ..DigestOptions::default()
    };
    let digests = metadefender_wasm::digest(&file, &options, Caller::default()).await;
    digests
        .map(|digests| digests.sha256)
        .map_err(|failure| failure.to_string())
}

fn listener(on_percentage: Function) -> OnProgress {
    Rc::new(move |progress| {
        let _ = on_percentage.call1(&JsValue::UNDEFINED, &progress.percentage.into());
    })
}

fn attachment(scan: &Scan) -> Attachment {
    let judgement = &scan.judgement;
    let threats: Vec<&str> = judgement
        .threats
        .iter()
        .map(|found| found.threat.as_str())
        .collect();
    Attachment {
        trusted: judgement.verdict == Verdict::Allowed,
        message: match threats.as_slice() {
            [] => judgement.reason.to_owned(),
            threats => format!("{}: {}", judgement.reason, threats.join(", ")),
        },
    }
}
