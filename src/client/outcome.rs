//! What a scan comes to.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::Task;
use super::course::Step;
use super::progress::Reporter;
use super::report::Report;
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::integrity;
use crate::core::verdict::{Judgement, judge};

/// How a result was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The hash was known.
    Lookup,
    /// The file was analysed.
    Analysis,
}

impl Via {
    /// The way as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Analysis => "analysis",
        }
    }
}

/// The outcome of a scan.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Whether the file may be trusted, and why.
    pub judgement: Judgement,
    /// How the result was come by.
    pub via: Via,
    /// The analysis.
    pub data_id: String,
    /// The hashes of the file, computed here or by who took the scan up again.
    pub digests: Digests,
    /// What the server said, whole.
    pub result: JsValue,
}

impl Scan {
    /// What a report that is finished comes to, if it is about the file with these hashes.
    pub(super) fn of(
        report: Report,
        via: Via,
        data_id: &str,
        digests: Digests,
    ) -> Result<Self, Error> {
        integrity::check(&report, &digests).map_err(|error| error.about(data_id))?;
        Ok(Self {
            judgement: judge(&report),
            via,
            data_id: data_id.into(),
            digests,
            result: report.0,
        })
    }
}

/// Where a course leaves the scan that it comes to.
#[derive(Clone, Default)]
pub(super) struct Outcome(Rc<RefCell<Option<Scan>>>);

impl Outcome {
    /// The last step of the course.
    pub fn done(&self, scan: Scan, reporter: &Reporter) -> Step {
        reporter.done();
        self.0.replace(Some(scan));
        Step::Done(JsValue::UNDEFINED)
    }

    /// The scan that the course leaves here.
    pub fn of(self, course: Task<JsValue>) -> Task<Scan> {
        Box::pin(async move {
            course.await?;
            let scan = self.0.take();
            scan.ok_or_else(|| Error::protocol("the scan came to no end").into())
        })
    }
}
