//! Text by hand where the standard library's general ways would double the size of the module:
//! `core::fmt` and the searchers of `str`.

use alloc::string::String;

/// The parts in a row.
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        text.push_str(part);
    }
    text
}

/// The parts in a row, with `separator` between them.
pub fn join(parts: &[String], separator: &str) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        text.push_str(part);
    }
    text
}

/// A number in decimal digits.
pub fn decimal(mut number: u64) -> String {
    let mut digits = alloc::vec::Vec::new();
    loop {
        digits.push(b'0' + (number % 10) as u8);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().copied().map(char::from).collect()
}

/// Where `part`, which is not empty, first is in `text`.
pub fn position(text: &str, part: &str) -> Option<usize> {
    let part = part.as_bytes();
    text.as_bytes()
        .windows(part.len())
        .position(|window| window == part)
}

/// Whether `part`, which is not empty, is in `text`.
pub fn contains(text: &str, part: &str) -> bool {
    position(text, part).is_some()
}

/// The text with every `part`, which is not empty, replaced.
pub fn replaced(mut text: &str, part: &str, by: &str) -> String {
    let mut replaced = String::new();
    while let Some(at) = position(text, part) {
        replaced.push_str(&text[..at]);
        replaced.push_str(by);
        text = &text[at + part.len()..];
    }
    replaced.push_str(text);
    replaced
}
