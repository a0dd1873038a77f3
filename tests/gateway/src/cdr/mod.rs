//! Content disarm and reconstruction: makes a copy of a file without active content.

mod html;
mod image;
mod svg;

use std::io::Write;
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};

use crate::filetype::FileType;

/// Markup is parsed in memory; what is larger is skipped.
const LARGEST_MARKUP: usize = 32 << 20;

/// The clean content and the actions, or an error.
type Cleaned<T> = Result<(T, Vec<Object>), String>;

/// How a sanitisation ended.
#[derive(Debug)]
pub enum Sanitization {
    /// There is a sanitised file.
    Sanitized(TempPath, Vec<Object>),
    /// There is none, for that reason.
    Failed(String),
    /// None was tried, for that reason.
    Skipped(String),
}

/// A kind of thing that was sanitised or removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// `object_name`.
    pub name: String,
    /// `action`: sanitized or removed.
    pub action: &'static str,
    /// How many.
    pub count: usize,
}

impl Object {
    fn removed(name: &str, count: usize) -> Self {
        Self {
            name: name.to_owned(),
            action: "removed",
            count,
        }
    }
}

/// Sanitises a file, if files of its type can be. Blocks.
pub fn sanitize(file_type: &FileType, bytes: &[u8], spool: &Path) -> Option<Sanitization> {
    let markup = |sanitize: fn(&str) -> Cleaned<String>| {
        if bytes.len() > LARGEST_MARKUP {
            return Ok(Err("The file is too large".to_owned()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        let (text, objects) = sanitize(text)?;
        Ok(Ok((text.into_bytes(), objects)))
    };
    let result = match file_type.mime {
        "image/svg+xml" => markup(svg::sanitize),
        "text/html" => markup(html::sanitize),
        mime => image::sanitize(image::format(mime)?, bytes).map(Ok),
    };
    Some(match result {
        Ok(Ok((content, objects))) => match spooled(&content, spool) {
            Ok(path) => Sanitization::Sanitized(path, objects),
            Err(error) => Sanitization::Failed(error.to_string()),
        },
        Ok(Err(reason)) => Sanitization::Skipped(reason),
        Err(error) => Sanitization::Failed(error),
    })
}

fn spooled(content: &[u8], spool: &Path) -> std::io::Result<TempPath> {
    let mut file = NamedTempFile::new_in(spool)?;
    file.write_all(content)?;
    Ok(file.into_temp_path())
}
