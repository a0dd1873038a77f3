//! The type of a file, by its content.

use std::path::Path;

use infer::MatcherType;
use quick_xml::events::Event;

/// How many bytes are inspected for the type.
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
    /// The extension that files of this type have, without the dot.
    pub extension: &'static str,
}

/// The type of a file with this content.
pub fn detect(bytes: &[u8]) -> FileType {
    let head = &bytes[..bytes.len().min(HEAD)];
    if is_text(head) && is_svg(head) {
        return FileType {
            mime: "image/svg+xml",
            description: "Scalable Vector Graphics".to_owned(),
            category: "G",
            extension: "svg",
        };
    }
    if let Some(kind) = infer::get(head) {
        let mime = kind.mime_type();
        return FileType {
            mime,
            description: describe(mime, kind.extension()),
            category: category(mime, kind.matcher_type()),
            extension: kind.extension(),
        };
    }
    let (mime, description, category, extension) = if head.is_ascii() && is_text(head) {
        ("text/plain", "ASCII text", "T", "txt")
    } else if is_text(head) {
        ("text/plain", "UTF-8 Unicode text", "T", "txt")
    } else {
        ("application/octet-stream", "Unknown", "O", "bin")
    };
    FileType {
        mime,
        description: description.to_owned(),
        category,
        extension,
    }
}

impl FileType {
    /// Whether it can be read as text.
    pub fn is_text(&self) -> bool {
        self.category == "T" || self.mime == "image/svg+xml"
    }

    /// `group_description`: the category in words.
    pub fn group_description(&self) -> &'static str {
        match self.category {
            "A" => "Archive files",
            "D" => "Document",
            "E" => "Executables",
            "G" => "Graphical format",
            "M" => "Audio or video format",
            "P" => "PDF format",
            "T" => "Text",
            _ => "Other",
        }
    }

    /// How the extension of a name does not fit the content, if both types are known.
    pub fn mismatch(&self, name: &str) -> Option<String> {
        let extension = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        let extension = alias(&extension);
        let is_known = infer::is_supported(extension) || extension == "svg";
        // Text files may have any extension, and unknown types can be anything.
        let is_telling = !matches!(self.category, "T" | "O");
        let fits = extension == alias(self.extension)
            || (extension == "xml" || !is_known) && self.is_text()
            || self.mime == "application/zip" && !is_known;
        if fits || !is_known && !is_telling {
            return None;
        }
        Some(format!(
            "The extension is {extension:?}, the content is of the type {}",
            self.mime
        ))
    }
}

/// The main extension of a type with several extensions.
fn alias(extension: &str) -> &str {
    match extension {
        "jpeg" | "jpe" => "jpg",
        "htm" | "xhtml" => "html",
        "tgz" => "gz",
        "tiff" => "tif",
        "dll" | "scr" | "com" => "exe",
        other => other,
    }
}

/// Whether the first element is an `svg`.
fn is_svg(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut reader = quick_xml::Reader::from_str(&head);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                return start.local_name().into_inner() == "svg";
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last character may be cut.
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
            (b"<!-- x --><svg viewBox='0 0 1 1'/>", "image/svg+xml", "G"),
            (b"\0\x01\x02\x03", "application/octet-stream", "O"),
        ] {
            let found = detect(bytes);
            assert_eq!((found.mime, found.category), (mime, category));
        }
    }

    #[test]
    fn an_extension_that_lies_is_told() {
        for (name, content, lies) in [
            ("a.png", &b"\x89PNG\r\n\x1a\n"[..], false),
            ("a.JPG", b"\x89PNG\r\n\x1a\n", true),
            ("a.jpeg", b"\xff\xd8\xff\xe0", false),
            ("a.pdf", b"plain words", true),
            ("a.txt", b"%PDF-1.7\n", true),
            ("a.md", b"plain words", false),
            ("a.dat", b"\0\x01\x02", false),
            ("a.svg", b"<?xml version='1.0'?><svg/>", false),
            ("a.jar", b"PK\x03\x04\x14\0\0\0\0\0", false),
            ("png", b"plain words", false),
        ] {
            assert_eq!(detect(content).mismatch(name).is_some(), lies, "{name}");
        }
    }

    #[test]
    fn text_may_be_cut_within_a_character() {
        let text = "€".repeat(HEAD);
        assert_eq!(detect(text.as_bytes()).description, "UTF-8 Unicode text");
        assert_eq!(detect(b"caf\xe9 au lait").mime, "application/octet-stream");
    }
}
