//! The signed result of a batch: a YAML document, the status report and its signature. Signed is every
//! byte before the line `signature:`.

use ed25519_dalek::pkcs8::EncodePublicKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{Signer, SigningKey};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::batch::Batch;
use crate::batch_report;
use crate::error::ApiError;
use crate::paging::Paging;

/// The gateway's key, which is new at each start.
pub struct Signing(SigningKey);

impl Default for Signing {
    fn default() -> Self {
        // Two UUIDs are 244 random bits of the system's, which is more than the key's strength.
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        seed[16..].copy_from_slice(Uuid::new_v4().as_bytes());
        Self(SigningKey::from_bytes(&seed))
    }
}

impl Signing {
    /// The certificate of a closed batch.
    pub fn certificate(&self, batch: &Batch, with_vul_info: bool) -> Result<String, ApiError> {
        let mut report = batch_report::report(batch, Paging::ALL);
        let files = batch.snapshot().files;
        report["batch_files"]["page_size"] = json!(files.len());
        let entries = report["batch_files"]["files_in_batch"].as_array_mut();
        for (entry, file) in entries.into_iter().flatten().zip(files) {
            entry["sha256"] = Value::from(file.received.digests.sha256.as_str());
            if with_vul_info {
                // The reference has this field; no engine of this gateway provides it.
                entry["vulnerability_info"] = json!({});
            }
        }
        let signed = format!("---\n{}", yaml(&report)?);
        let signature = self.0.sign(signed.as_bytes()).to_bytes();
        let key = self
            .0
            .verifying_key()
            .to_public_key_pem(LineEnding::LF)
            .map_err(ApiError::internal)?;
        let signature = json!({
            "signature": {
                "algorithm": "Ed25519",
                "value": signature.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            },
        });
        let certificate = json!({ "certificate": key });
        Ok(format!(
            "{signed}{}{}",
            yaml(&signature)?,
            yaml(&certificate)?
        ))
    }
}

/// `include_vul_info` of the `metadata` header: percent-encoded JSON.
pub fn include_vul_info(metadata: Option<&str>) -> Result<bool, ApiError> {
    let Some(text) = metadata else {
        return Ok(false);
    };
    let invalid = || ApiError::bad_request("Invalid header: metadata must be a JSON object");
    let text = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| invalid())?;
    let metadata: Value = serde_json::from_str(&text).map_err(|_| invalid())?;
    match metadata
        .as_object()
        .ok_or_else(invalid)?
        .get("include_vul_info")
    {
        None => Ok(false),
        Some(Value::Bool(include)) => Ok(*include),
        Some(_) => Err(ApiError::bad_request(
            "Invalid header: include_vul_info must be true or false",
        )),
    }
}

fn yaml(value: &Value) -> Result<String, ApiError> {
    serde_yaml_ng::to_string(value).map_err(ApiError::internal)
}
