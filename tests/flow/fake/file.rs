//! Files of several kinds.

use std::cell::Cell;
use std::rc::Rc;

use metadefender_wasm::flow::File;

/// What a test calls a file.
#[derive(Clone)]
pub struct Source(Rc<Spec>);

#[derive(Clone)]
pub(super) struct Spec {
    pub name: Option<String>,
    pub bytes: Vec<u8>,
    pub is_stream: bool,
    /// What a stream says of its length.
    pub stated: Option<f64>,
    pub is_readable: bool,
    pub is_file: bool,
    /// Whether the bytes were transferred to somebody else.
    pub is_gone: Cell<bool>,
}

impl Source {
    /// Bytes without a name.
    pub fn bytes(bytes: &[u8]) -> Self {
        Self(Rc::new(Spec {
            name: None,
            bytes: bytes.into(),
            is_stream: false,
            stated: None,
            is_readable: true,
            is_file: true,
            is_gone: Cell::new(false),
        }))
    }

    /// A file with a name.
    pub fn named(name: &str, bytes: &[u8]) -> Self {
        Self::bytes(bytes).change(|spec| spec.name = Some(name.into()))
    }

    /// The file of most tests.
    pub fn abc() -> Self {
        Self::named("abc.txt", b"abc")
    }

    /// A stream of unknown length.
    pub fn stream(bytes: &[u8]) -> Self {
        Self::bytes(bytes).change(|spec| spec.is_stream = true)
    }

    /// A stream that says how long it is, right or wrong.
    pub fn stream_of_length(bytes: &[u8], length: f64) -> Self {
        Self::stream(bytes).change(|spec| spec.stated = Some(length))
    }

    /// A file that cannot be read.
    pub fn unreadable() -> Self {
        Self::abc().change(|spec| spec.is_readable = false)
    }

    /// What is no file.
    pub fn none() -> Self {
        Self::abc().change(|spec| spec.is_file = false)
    }

    /// Transfers the bytes to somebody else.
    pub fn transfer(&self) {
        self.0.is_gone.set(true);
    }

    pub(super) fn spec(&self) -> &Rc<Spec> {
        &self.0
    }

    fn change(self, change: impl FnOnce(&mut Spec)) -> Self {
        let mut spec = Spec::clone(&self.0);
        change(&mut spec);
        Self(Rc::new(spec))
    }
}

/// A file that was opened.
pub struct FakeFile {
    pub(super) spec: Rc<Spec>,
    pub(super) length: Option<f64>,
    pub(super) was_read: Cell<bool>,
}

impl FakeFile {
    pub(super) fn new(spec: Rc<Spec>, length: Option<f64>) -> Self {
        Self {
            spec,
            length,
            was_read: Cell::new(false),
        }
    }

    /// The bytes, unless they cannot be read. Nobody may read a stream twice.
    pub(super) fn read(&self) -> Option<&[u8]> {
        let was_read = self.was_read.replace(true);
        assert!(!(self.is_stream() && was_read), "a stream was read twice");
        self.spec.is_readable.then_some(self.spec.bytes.as_slice())
    }
}

impl File for FakeFile {
    fn length(&self) -> Option<f64> {
        self.length
    }

    fn size(&self) -> Option<f64> {
        match self.spec.is_gone.get() {
            true => Some(0.0),
            false => self.length,
        }
    }

    fn filename(&self) -> Option<String> {
        self.spec.name.clone()
    }

    fn is_stream(&self) -> bool {
        self.spec.is_stream
    }
}
