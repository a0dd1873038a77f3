//! GZIP.

use flate2::bufread::MultiGzDecoder;

use super::{Archive, Budget, Failure, Member, Take};

pub fn extract(archive: &Archive<'_>, budget: &Budget, take: Take<'_>) -> Result<(), Failure> {
    let content = MultiGzDecoder::new(archive.bytes);
    let stored = content.header().and_then(|header| header.filename());
    let name = match stored {
        Some(name) => String::from_utf8_lossy(name).into_owned(),
        None => unpacked_name(archive.name),
    };
    budget.count_file()?;
    let (file, received) = budget.spool(content, archive.bytes.len())?;
    let _ = take(Member {
        name,
        file,
        received,
    });
    Ok(())
}

fn unpacked_name(name: &str) -> String {
    if let Some(stem) = name.strip_suffix(".tgz") {
        return format!("{stem}.tar");
    }
    match name.strip_suffix(".gz") {
        Some(stem) => stem.to_owned(),
        None => format!("{name}.unpacked"),
    }
}
