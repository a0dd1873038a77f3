//! What a report may come to, read from the JSON by DESIGN's rules of the protocol and by `tests/core/truth-table.txt`, with
//! nothing of the client's: one misreading cannot hide in both.

mod json;
mod names;
mod reading;
mod table;

pub use json::{Read, object, text};
pub use reading::{deciding, is_finished, is_outdated, result};

use metadefender_wasm::Service;
use serde_json::Value;

/// A verdict as the table writes it: `A` allowed, `b` blocked, `.` undetermined.
pub type Letter = u8;

/// What a report of this service comes to. Several things that it says at once come to allowed only where each by itself
/// does.
pub fn verdict(report: &Value, service: Service) -> Letter {
    if !is_finished(report, service, false) {
        return b'.';
    }
    let letters = reading::cells(report).map(|cell| table::letter(service, &cell));
    letters.reduce(worse).unwrap_or(b'.')
}

fn worse(one: Letter, other: Letter) -> Letter {
    match (one, other) {
        (b'b', _) | (_, b'b') => b'b',
        (b'A', b'A') => b'A',
        _ => b'.',
    }
}
