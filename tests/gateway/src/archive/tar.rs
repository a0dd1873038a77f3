//! TAR.

use super::{Archive, Budget, Failure, Member, Take};

pub fn extract(archive: &Archive<'_>, budget: &Budget, take: Take<'_>) -> Result<(), Failure> {
    let mut tar = tar::Archive::new(archive.bytes);
    for entry in tar.entries().map_err(Failure::broken)? {
        let entry = entry.map_err(Failure::broken)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        budget.count_file()?;
        budget.check_size(entry.size())?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let declared = entry.size();
        let (file, received) = budget.spool(entry, archive.bytes.len())?;
        if received.size != declared {
            return Err(Failure::broken(format!("{name} is cut short")));
        }
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
