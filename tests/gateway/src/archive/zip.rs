//! ZIP, encrypted or not.

use std::io::Cursor;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Archive, Budget, Failure, Member, Take};
use crate::result_code::ResultCode;

pub fn extract(
    archive: &Archive<'_>,
    budget: &Budget,
    encrypted: &mut bool,
    take: Take<'_>,
) -> Result<(), Failure> {
    let mut zip = ZipArchive::new(Cursor::new(archive.bytes)).map_err(Failure::broken)?;
    // Of two files with the same name only the last would be seen here, but another program may use the first.
    if zip.has_duplicate_names() {
        return Err(Failure::broken(
            "Two of the archive's files have the same name",
        ));
    }
    budget.check_number(zip.len())?;
    // The declared sizes reveal bombs of overlapping files before anything is unpacked.
    let mut declared = 0u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(Failure::broken)?;
        declared = declared.saturating_add(entry.size());
        *encrypted |= entry.encrypted();
    }
    budget.check_size(declared)?;

    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(Failure::broken)?;
        if entry.is_dir() {
            continue;
        }
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let locked = entry.encrypted();
        drop(entry);
        budget.count_file()?;
        let (file, received) = if locked {
            unlock(&mut zip, index, archive, budget)?
        } else {
            let content = zip.by_index(index).map_err(Failure::broken)?;
            budget.spool(content, archive.bytes.len())?
        };
        if take(Member {
            name,
            file,
            received,
        })
        .is_break()
        {
            break;
        }
    }
    Ok(())
}

/// A wrong password can pass the format's own check; the checksum of the content then reveals it.
fn unlock(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    archive: &Archive<'_>,
    budget: &Budget,
) -> Result<(tempfile::TempPath, crate::analysis::Received), Failure> {
    for password in archive.passwords {
        let content = match zip.by_index_decrypt(index, password.as_bytes()) {
            Ok(content) => content,
            Err(ZipError::InvalidPassword) => continue,
            Err(error) => return Err(Failure::broken(error)),
        };
        match budget.spool(content, archive.bytes.len()) {
            Err(failure) if failure.code == ResultCode::ExtractionFailed => {}
            result => return result,
        }
    }
    let details = match archive.passwords.len() {
        0 => "The archive is encrypted and no password was given",
        _ => "The archive is encrypted and no given password fits",
    };
    Err(Failure::new(ResultCode::EncryptedArchive, details))
}
