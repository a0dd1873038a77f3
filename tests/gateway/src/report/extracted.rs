//! The report of an archive: `extraction_info` and `extracted_files`.

use serde_json::{Value, json};

use super::{Summary, entry};
use crate::analysis::Analysis;
use crate::archive::Extraction;
use crate::paging::Paging;
use crate::result_code::ResultCode;

/// `extraction_info`.
pub fn extraction_info(extraction: &Extraction) -> Value {
    let locked = ResultCode::EncryptedArchive;
    let failure = extraction.failure.as_ref();
    let mut info = json!({
        "err_category": failure.map_or("", |it| it.code.label()),
        "err_code": failure.map_or(0, |it| it.code.index()),
        "err_details": failure.map_or("", |it| &it.details),
        "is_encrypted_file": extraction.encrypted,
    });
    if extraction.encrypted {
        let failed = failure.is_some_and(|it| it.code == locked);
        info["decrypted_status"] = json!(if failed { "Failed" } else { "Success" });
    }
    info
}

/// `extracted_files`, one page of them.
pub fn extracted_files(archive: &Analysis, paging: Paging) -> Value {
    let files = archive.children();
    let page = paging.of(&files).iter();
    // The first of several equally bad files.
    let worst = files
        .iter()
        .rev()
        .max_by_key(|file| Summary::of(file).code.severity());
    json!({
        "files_extracted_count": files.len(),
        "files_in_archive": page.map(|file| entry(file)).collect::<Vec<_>>(),
        "first_index": paging.first,
        "page_size": paging.size,
        "worst_data_id": worst.map_or("", |file| &file.data_id),
    })
}

/// `scan_results.last_file_scanned`: the name of the file that ended last.
pub fn last_file_scanned(archive: &Analysis) -> Option<String> {
    let files = archive.children();
    let ended = files.iter().rfind(|file| file.finished_at().is_some())?;
    Some(ended.headers.filename.clone())
}
