//! The steps of one analysis.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::task::{JoinError, spawn_blocking};
use tokio::time::sleep;

use crate::analysis::{Analysis, Processing, State};
use crate::archive::Kind;
use crate::data::Task;
use crate::engine::{Engine, EngineReport, Finding};
use crate::filetype::{self, FileType};
use crate::hash_lists::HashLists;
use crate::outcome::{ArchiveReport, Findings, Outcome};
use crate::queue::Job;
use crate::result_code::ResultCode;
use crate::sample::Sample;
use crate::store::Store;
use crate::unpack::{Nesting, end_children, unpack};
use crate::yara::{YaraReport, YaraRules};

/// The means for analysing files.
pub struct Pipeline {
    /// The anti-virus engines.
    pub engines: Vec<Arc<dyn Engine>>,
    /// The YARA rules.
    pub yara: Arc<YaraRules>,
    /// Files that need no scan.
    pub lists: HashLists,
    /// The pause after each step.
    pub step_delay: Duration,
    /// Where archives are unpacked to.
    pub spool: PathBuf,
}

impl Pipeline {
    /// Analyses a file until the last step, the global timeout, or a cancellation.
    pub async fn process(&self, store: &Store, Job { analysis, file }: Job, nesting: Nesting) {
        let mut run = Run {
            pipeline: self,
            store,
            nesting,
            analysis: &analysis,
            started_at: SystemTime::now(),
            findings: Findings::default(),
        };
        if !store.begin(&analysis, run.processing(1)) {
            return;
        }
        let ended = tokio::select! {
            result = run.steps(file) => result.map_err(|error| {
                tracing::error!(data_id = analysis.data_id, %error, "analysis failed");
                ResultCode::Failed
            }),
            () = global_timeout(&analysis) => Err(ResultCode::GlobalTimeoutExceeded),
            () = analysis.ended() => {
                let code = analysis.codes().first().copied();
                return end_children(store, &analysis, code.unwrap_or(ResultCode::Cancelled));
            }
        };
        let outcome = match ended {
            Ok(()) => Outcome::of(run.findings, &analysis.rule, run.started_at),
            Err(code) => Outcome::broken_off(code, run.findings, Some(run.started_at)),
        };
        end_children(store, &analysis, outcome.code());
        let result = outcome.code().label();
        if store.finish(&analysis, outcome) {
            tracing::info!(data_id = analysis.data_id, result, "analysis finished");
        }
    }
}

async fn global_timeout(analysis: &Analysis) {
    let of_rule = analysis.rule.global_timeout.map(Duration::from_secs);
    // A file of an archive ends with the archive.
    let of_rule = of_rule.filter(|_| analysis.parent.is_none());
    match analysis.headers.global_timeout.or(of_rule) {
        Some(timeout) => sleep(timeout).await,
        None => std::future::pending().await,
    }
}

struct Run<'a> {
    pipeline: &'a Pipeline,
    store: &'a Store,
    nesting: Nesting,
    analysis: &'a Arc<Analysis>,
    started_at: SystemTime,
    findings: Findings,
}

impl Run<'_> {
    async fn steps(
        &mut self,
        file: tempfile::TempPath,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.reach(10).await;

        let begun = Instant::now();
        let metadata = self.analysis.headers.engines_metadata.clone();
        let sample = Arc::new(spawn_blocking(|| Sample::open(file, metadata)).await??);
        let head = sample.clone();
        self.findings.file_type =
            Some(spawn_blocking(move || filetype::detect(head.bytes())).await?);
        self.findings.times.filetype = begun.elapsed();
        self.reach(30).await;
        self.findings.listed = self.pipeline.lists.find(&self.analysis.received.digests);
        if self.findings.listed.is_some() {
            return Ok(());
        }

        let begun = Instant::now();
        self.findings.archive = self.unpack(&sample).await;
        self.findings.times.extraction = begun.elapsed();

        let begun = Instant::now();
        self.findings.engines = scan_with(&self.pipeline.engines, &sample).await;
        self.findings.times.av_scan = begun.elapsed();
        self.reach(60).await;

        let begun = Instant::now();
        let (yara, scanned) = (self.pipeline.yara.clone(), sample.clone());
        let scan = spawn_blocking(move || yara.scan(&scanned)).await;
        self.findings.yara =
            Some(scan.unwrap_or_else(|error| YaraReport::Failed(panicked(&error))));
        self.findings.times.yara = begun.elapsed();
        self.reach(80).await;

        if let Some(file_type) = self.findings.file_type.clone() {
            self.process_data(file_type, sample).await;
        }
        self.reach(95).await;
        Ok(())
    }

    /// Data loss prevention and sanitisation.
    async fn process_data(&mut self, file_type: FileType, sample: Arc<Sample>) {
        let rule = &self.analysis.rule;
        let name = &self.analysis.headers.filename;
        self.findings.mismatch = file_type.mismatch(name);
        let spool = self.pipeline.spool.clone();
        let task = Task {
            file_type,
            sample,
            spool,
            name: name.clone(),
        };
        if rule.dlp {
            let begun = Instant::now();
            self.findings.dlp = task.clone().dlp().await;
            self.findings.times.dlp = begun.elapsed();
        }
        if self.analysis.headers.sanitize.unwrap_or(rule.sanitize) {
            let begun = Instant::now();
            self.findings.cdr = task.cdr().await;
            self.findings.times.cdr = begun.elapsed();
        }
    }

    async fn unpack(&self, sample: &Arc<Sample>) -> Option<ArchiveReport> {
        let file_type = self.findings.file_type.as_ref()?;
        let kind = Kind::of(file_type.mime)?;
        if !self.analysis.rule.unarchive {
            return None;
        }
        let Self {
            pipeline,
            store,
            analysis,
            ..
        } = self;
        Some(unpack(pipeline, store, analysis, kind, sample, &self.nesting).await)
    }

    async fn reach(&self, progress: u8) {
        self.analysis.move_to(self.processing(progress));
        if self.nesting.depth == 0 {
            let of_analysis = self.analysis.headers.step_delay;
            sleep(of_analysis.unwrap_or(self.pipeline.step_delay)).await;
        }
    }

    fn processing(&self, progress: u8) -> State {
        let file_type = self.findings.file_type.clone();
        State::Processing(Processing {
            progress,
            started_at: self.started_at,
            file_type,
        })
    }
}

async fn scan_with(engines: &[Arc<dyn Engine>], sample: &Arc<Sample>) -> Vec<EngineReport> {
    let begun = Instant::now();
    let scans: Vec<_> = engines
        .iter()
        .map(|engine| {
            let (scanner, sample) = (engine.clone(), sample.clone());
            let scan = spawn_blocking(move || {
                let begun = Instant::now();
                (scanner.scan(&sample), begun.elapsed())
            });
            (engine, scan)
        })
        .collect();
    let mut reports = Vec::with_capacity(scans.len());
    for (engine, scan) in scans {
        let (finding, scan_time) = scan
            .await
            .unwrap_or_else(|error| (Finding::Failed(panicked(&error)), Duration::ZERO));
        reports.push(EngineReport {
            name: engine.name(),
            id: engine.id(),
            location: engine.location(),
            def_time: engine.def_time(),
            finding,
            scan_time,
            wait_time: begun.elapsed(),
        });
    }
    reports
}

fn panicked(error: &JoinError) -> String {
    tracing::error!(%error, "an engine panicked");
    "The engine crashed".to_owned()
}
