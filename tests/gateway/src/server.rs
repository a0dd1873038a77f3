//! The running gateway: the shared state of its calls, and its socket.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::analysis::{self, Analysis};
use crate::auth::Auth;
use crate::batch::Batches;
use crate::certificate::Signing;
use crate::cloud::Quota;
use crate::config::Config;
use crate::connection::{Listener, Reset};
use crate::engine::{self, Engine};
use crate::fault::Faults;
use crate::hash_lists::HashLists;
use crate::outdated::Outdated;
use crate::paging::Paging;
use crate::pipeline::Pipeline;
use crate::queue::Queue;
use crate::rules::{self, Rule, Rules};
use crate::scan_record::ScanRecords;
use crate::store::Store;
use crate::yara::YaraRules;
use crate::{report, routes};

/// How long requests in flight may take at shutdown.
const GRACE: Duration = Duration::from_secs(2);

/// The state that all calls share.
pub struct State {
    /// The keys and sessions.
    pub auth: Auth,
    /// The analysis rules.
    pub rules: Rules,
    /// The analyses.
    pub store: Arc<Store>,
    /// The batches.
    pub batches: Batches,
    /// The key that signs their results.
    pub signing: Signing,
    /// The quota of Cloud's keys.
    pub quota: Quota,
    /// The queue to the workers.
    pub queue: Queue,
    /// The active faults.
    pub faults: Faults,
    /// The records of scans for tests.
    pub scans: ScanRecords,
    /// What has made results outdated.
    pub outdated: Outdated,
    /// The engines.
    pub engines: Vec<Arc<dyn Engine>>,
    /// Where uploads are spooled.
    pub spool: PathBuf,
}

impl State {
    /// The current report of an analysis.
    pub fn report(&self, analysis: &Analysis, paging: Paging) -> Value {
        let mut report = report::report(
            analysis,
            paging,
            || self.store.position(analysis),
            self.engines.len(),
        );
        if let analysis::State::Finished(outcome) = analysis.state() {
            let flags = self.outdated.flags(&outcome, &self.engines);
            if !flags.is_empty() {
                report["process_info"]["outdated_data"] = Value::from(flags);
            }
        }
        report
    }
}

/// A gateway that is bound to its port.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
    spool: TempDir,
}

/// Why a gateway could not start, in one line.
#[derive(Debug)]
pub struct StartError(String);

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl Server {
    /// Binds the port and starts the workers.
    pub async fn bind(config: &Config) -> Result<Self, StartError> {
        let wanted = SocketAddr::new(config.host, config.port);
        let cannot_listen = |error: io::Error| match error.kind() {
            io::ErrorKind::AddrInUse => StartError(format!(
                "{wanted} is already in use; choose another with --port, or --port 0"
            )),
            _ => StartError(format!("cannot listen on {wanted}: {error}")),
        };
        let listener = TcpListener::bind(wanted).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;

        let spool =
            spool(config).map_err(|error| StartError(format!("cannot spool uploads: {error}")))?;
        let engines = {
            let config = config.clone();
            // Connects to clamd to check that it is running.
            tokio::task::spawn_blocking(move || engine::all(&config)).await
        };
        let engines = engines.map_err(|error| StartError(error.to_string()))?;
        let pipeline = Arc::new(Pipeline {
            engines,
            yara: Arc::new(YaraRules::compile(&config.yara_rules).map_err(StartError)?),
            lists: HashLists::read(&config.allow_lists, &config.block_lists).map_err(StartError)?,
            step_delay: config.step_delay,
            spool: spool.path().to_owned(),
        });
        let store = Arc::new(Store::new(config.retain, config.retain_for));
        let rules = match &config.rules_file {
            Some(path) => rules::read(path).map_err(StartError)?,
            None => {
                let default = Rule::new("File process", config.max_file_size);
                [vec![default], config.rules.clone()].concat()
            }
        };
        let faults = Faults::default();
        for fault in config.faults.iter().flat_map(|argument| &argument.0) {
            faults.add(fault.clone());
        }
        let state = Arc::new(State {
            faults,
            scans: ScanRecords::default(),
            batches: Batches::new(config.retain),
            signing: Signing::default(),
            quota: Quota::new(config.quota),
            auth: Auth::new(config),
            rules: Rules::new(rules),
            outdated: Outdated::default(),
            engines: pipeline.engines.clone(),
            queue: Queue::start(config.queue_length, config.workers, pipeline, store.clone()),
            store,
            spool: spool.path().to_owned(),
        });
        Ok(Self {
            listener,
            address,
            state,
            spool,
        })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The directory that uploads are spooled to.
    pub fn spool(&self) -> &std::path::Path {
        self.spool.path()
    }

    /// Serves until `shutdown`, and then waits for requests in flight.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let (stop, mut stopped) = watch::channel(false);
        let router = routes::router(self.state).into_make_service_with_connect_info::<Reset>();
        let serving =
            axum::serve(Listener(self.listener), router).with_graceful_shutdown(async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            });
        tokio::select! {
            result = serving.into_future() => result,
            () = async { shutdown.await; stop.send_replace(true); sleep(GRACE).await } => Ok(()),
        }
    }
}

fn spool(config: &Config) -> io::Result<TempDir> {
    let mut name = tempfile::Builder::new();
    name.prefix("metadefender-gateway-");
    match &config.spool {
        Some(directory) => name.tempdir_in(directory),
        None => name.tempdir(),
    }
}
