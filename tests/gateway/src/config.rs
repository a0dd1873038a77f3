//! The command line, which is also the configuration that tests start a gateway with.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::engine::Clamd;
use crate::fault::FaultArgument;
use crate::rules::{Rule, built_in};

/// A MetaDefender gateway for development and tests: it speaks the MDDC API and really scans, with
/// embedded engines (EICAR, YARA rules, hash lists) and ClamAV where its daemon runs. No OPSWAT licence, no state on disk after it ends.
#[derive(Clone, Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Config {
    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub host: IpAddr,

    /// The port to listen on; 0 takes a free one, and the line on stdout says which
    #[arg(long, default_value_t = 8899)]
    pub port: u16,

    /// A user of POST /login; can be given several times
    #[arg(
        long = "user",
        value_name = "NAME:PASSWORD",
        default_value = "admin:admin"
    )]
    pub users: Vec<User>,

    /// An `apikey` that needs no login; can be given several times
    #[arg(long = "api-key", value_name = "KEY")]
    pub api_keys: Vec<String>,

    /// An `apikey` that may fetch and cancel only what it submitted itself; 405 for the rest
    #[arg(long = "limited-key", value_name = "KEY")]
    pub limited_keys: Vec<String>,

    /// How long a session of POST /login lives without being used, such as 30m
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = humantime::parse_duration)]
    pub session_timeout: Duration,

    /// Refuse requests that carry no `apikey`; without it they are served, and only a wrong key is refused
    #[arg(long)]
    pub require_key: bool,

    /// Pause between two steps of an analysis, so that its progress can be watched
    #[arg(long, value_name = "MS", default_value = "150", value_parser = milliseconds)]
    pub step_delay: Duration,

    /// How many files are analysed at the same time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = at_least_one)]
    pub workers: usize,

    /// How many files may wait for an analysis before uploads are answered 503
    #[arg(long = "queue", value_name = "N", default_value_t = 1000, value_parser = at_least_one)]
    pub queue_length: usize,

    /// How many finished results are kept, the newest
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = at_least_one)]
    pub retain: usize,

    /// How long they are kept, such as 24h
    #[arg(long, value_name = "TIME", default_value = "24h", value_parser = humantime::parse_duration)]
    pub retain_for: Duration,

    /// A file of hashes that are allowed without a scan, one a line; can be given several times
    #[arg(long = "allow-list", value_name = "FILE")]
    pub allow_lists: Vec<PathBuf>,

    /// A file of hashes that are blocked, one a line; can be given several times
    #[arg(long = "block-list", value_name = "FILE")]
    pub block_lists: Vec<PathBuf>,

    /// max_file_size of the default rule
    #[arg(long, value_name = "BYTES", default_value_t = 10 << 30)]
    pub max_file_size: u64,

    /// Analysis rules in place of the built-in ones: a YAML list, the first being the default
    #[arg(long, value_name = "FILE", conflicts_with = "max_file_size")]
    pub rules_file: Option<PathBuf>,

    /// The role of a user (or of a key: api-key-1, …), for rules that are restricted to roles
    #[arg(long = "role", value_name = "NAME=ROLE")]
    pub roles: Vec<Role>,

    /// A directory of YARA rules (*.yar, *.yara) besides the built-in ones; can be given several times
    #[arg(long = "rules", value_name = "DIR")]
    pub yara_rules: Vec<PathBuf>,

    /// ClamAV's daemon: the path of its socket, HOST:PORT, or none
    /// [default: /var/run/clamav/clamd.ctl, where there is one]
    #[arg(long, value_name = "ADDRESS")]
    pub clamd: Option<Clamd>,

    /// Where uploads are spooled while they are analysed [default: the system's temporary directory]
    #[arg(long, value_name = "DIR")]
    pub spool: Option<PathBuf>,

    /// How many requests each key has on /v2 and /v4, before they are answered 429
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub quota: u64,

    /// Misbehave: a fault such as 'operation=POST /file; times=2; status=503', or a file with one a line
    #[arg(long = "fault", value_name = "FAULT|FILE")]
    pub faults: Vec<FaultArgument>,

    /// End when stdin reaches its end, so that a gateway never outlives the test that started it
    #[arg(long)]
    pub exit_with_stdin: bool,

    /// What is logged on stderr: off, error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub log: tracing::level_filters::LevelFilter,

    /// How it is logged
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,

    /// Analysis rules besides the default one, for tests.
    #[arg(skip = built_in())]
    pub rules: Vec<Rule>,
}

impl Default for Config {
    fn default() -> Self {
        Self::parse_from(["metadefender-gateway"])
    }
}

/// A user of `POST /login`.
#[derive(Clone, Debug)]
pub struct User {
    /// The user name.
    pub name: String,
    /// The password.
    pub password: String,
}

impl FromStr for User {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some((name, password)) if !name.is_empty() => Ok(Self {
                name: name.to_owned(),
                password: password.to_owned(),
            }),
            _ => Err("expected NAME:PASSWORD"),
        }
    }
}

/// The role of a user.
#[derive(Clone, Debug)]
pub struct Role {
    /// The user name.
    pub name: String,
    /// The role.
    pub role: String,
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, role) = text.split_once('=').ok_or("expected NAME=ROLE")?;
        Ok(Self {
            name: name.to_owned(),
            role: role.to_owned(),
        })
    }
}

/// The form of the log lines.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    let number: u64 = text
        .parse()
        .map_err(|_| "expected a number of milliseconds")?;
    Ok(Duration::from_millis(number))
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("expected a number of at least 1".to_owned()),
        Ok(number) => Ok(number),
    }
}
