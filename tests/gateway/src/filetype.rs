//! The type of a file, by its content.

use infer::MatcherType;

/// How far into a file the type is looked for.
const HEAD: usize = 8192;

/// A file's type.
#[derive(Clone, Debug, PartialEq)]
pub struct FileType {
    /// `file_type`: the MIME type.
    pub mime: &'static str,
    /// `file_type_description`.
    pub description: String,
    /// `type_category`.
    pub category: &'static str,
}

/// What the file with that content is.
pub fn detect(bytes: &[u8]) -> FileType {
    let head = &bytes[..bytes.len().min(HEAD)];
    if let Some(kind) = infer::get(head) {
        let mime = kind.mime_type();
        return FileType {
            mime,
            description: describe(mime, kind.extension()),
            category: category(mime, kind.matcher_type()),
        };
    }
    let (mime, description, category) = if head.is_ascii() && is_text(head) {
        ("text/plain", "ASCII text", "T")
    } else if is_text(head) {
        ("text/plain", "UTF-8 Unicode text", "T")
    } else {
        ("application/octet-stream", "Unknown", "O")
    };
    FileType {
        mime,
        description: description.to_owned(),
        category,
    }
}

fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The cut may have gone through a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty()
        && !text
            .chars()
            .any(|c| c.is_control() && !"\t\n\r\x0c\x1a\x1b".contains(c))
}

fn category(mime: &str, matcher: MatcherType) -> &'static str {
    match (mime, matcher) {
        ("application/pdf", _) => "P",
        ("application/vnd.sqlite3" | "application/rtf", _) => "D",
        (_, MatcherType::App) => "E",
        (_, MatcherType::Archive) => "A",
        (_, MatcherType::Audio | MatcherType::Video) => "M",
        (_, MatcherType::Book | MatcherType::Doc) => "D",
        (_, MatcherType::Image) => "G",
        (_, MatcherType::Text) => "T",
        (_, MatcherType::Font | MatcherType::Custom) => "O",
    }
}

fn describe(mime: &str, extension: &str) -> String {
    let known = match mime {
        "application/gzip" => "GZIP Compressed Archive",
        "application/pdf" => "Adobe Portable Document Format",
        "application/vnd.microsoft.portable-executable" => "Windows Executable",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => {
            "Microsoft PowerPoint Presentation"
        }
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => {
            "Microsoft Excel Workbook"
        }
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => {
            "Microsoft Word Document"
        }
        "application/x-executable" => "ELF Executable",
        "application/x-tar" => "TAR Archive",
        "application/zip" => "ZIP Archive",
        "image/gif" => "GIF Image",
        "image/jpeg" => "JPEG Image",
        "image/png" => "Portable Network Graphics",
        "text/html" => "Hypertext Markup Language",
        "text/xml" => "Extensible Markup Language",
        _ => return format!("{} file", extension.to_uppercase()),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_signatures() {
        for (bytes, mime, category) in [
            (&b"\x89PNG\r\n\x1a\n"[..], "image/png", "G"),
            (b"%PDF-1.7\n", "application/pdf", "P"),
            (b"PK\x03\x04\x14\0\0\0\0\0", "application/zip", "A"),
            (b"<!DOCTYPE html><p>", "text/html", "T"),
            (b"plain words\n", "text/plain", "T"),
            (b"\0\x01\x02\x03", "application/octet-stream", "O"),
        ] {
            let found = detect(bytes);
            assert_eq!((found.mime, found.category), (mime, category));
        }
    }

    #[test]
    fn text_may_be_cut_within_a_character() {
        let text = "€".repeat(HEAD);
        assert_eq!(detect(text.as_bytes()).description, "UTF-8 Unicode text");
        assert_eq!(detect(b"caf\xe9 au lait").mime, "application/octet-stream");
    }
}
