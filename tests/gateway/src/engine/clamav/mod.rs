//! ClamAV, with the INSTREAM command of its daemon clamd.

mod clamd;
mod limits;

use std::sync::Mutex;

pub use clamd::Clamd;

use super::{Engine, Finding};
use crate::sample::Sample;

/// Where Debian's clamd listens.
const DEFAULT_SOCKET: &str = "/var/run/clamav/clamd.ctl";

/// The engine.
pub struct ClamAv {
    clamd: Clamd,
    def_time: Mutex<String>,
}

impl ClamAv {
    /// The engine for this clamd, or for that of the system if there is one.
    pub fn new(named: Option<&Clamd>) -> Option<Self> {
        let default = Clamd::Unix(DEFAULT_SOCKET.into());
        let clamd = named.unwrap_or(&default).clone();
        if clamd == Clamd::None {
            return None;
        }
        match clamd.version() {
            Ok(version) => {
                tracing::info!(%clamd, version, "ClamAV found");
                warn_of_silence(&clamd);
            }
            Err(_) if named.is_none() => return None,
            Err(error) => tracing::warn!(%clamd, %error, "clamd does not answer"),
        }
        Some(Self {
            clamd,
            def_time: Mutex::default(),
        })
    }

    /// Whether an OK may be for a file that clamd skipped for its size. This is tested each time, as clamd may have
    /// been restarted with other settings.
    fn may_have_skipped(&self, bytes: &[u8]) -> bool {
        bytes.len() > limits::DEFAULT_MAX_FILE_SIZE
            && !limits::are_reported(&self.clamd).unwrap_or(false)
    }
}

fn warn_of_silence(clamd: &Clamd) {
    match limits::are_reported(clamd) {
        Ok(true) => {}
        Ok(false) => tracing::warn!(
            %clamd,
            "this clamd answers OK for what it skips: set AlertExceedsMax yes in its clamd.conf; until then its OK \
             does not count for files over 25 MiB"
        ),
        Err(error) => {
            tracing::warn!(%clamd, %error, "clamd cannot be asked whether it says what it skips")
        }
    }
}

impl Engine for ClamAv {
    fn name(&self) -> &'static str {
        "ClamAV"
    }

    fn id(&self) -> &'static str {
        "clamav_1_local"
    }

    fn def_time(&self) -> String {
        self.def_time.lock().unwrap().clone()
    }

    fn scan(&self, sample: &Sample) -> Finding {
        let bytes = sample.bytes();
        if let Ok(version) = self.clamd.version() {
            *self.def_time.lock().unwrap() = definitions(&version).unwrap_or_default();
        }
        if bytes.len() > limits::MAX_FILE_SIZE {
            return Finding::Failed(format!(
                "clamd looks at no file over {} bytes",
                limits::MAX_FILE_SIZE
            ));
        }
        match self.clamd.scan(bytes).map(|answer| finding(&answer)) {
            Ok(Finding::NoThreat) if self.may_have_skipped(bytes) => Finding::Failed(
                "clamd may have skipped a file of this size: set AlertExceedsMax yes in its \
                 clamd.conf, so that it says so"
                    .to_owned(),
            ),
            Ok(finding) => finding,
            Err(error) => Finding::Failed(format!("clamd: {error}")),
        }
    }
}

/// The finding of a response; an unknown response is never clean.
fn finding(answer: &str) -> Finding {
    if answer == "OK" {
        return Finding::NoThreat;
    }
    match answer.strip_suffix(" FOUND") {
        Some(limit) if limits::is_limit(limit) => {
            Finding::Failed(format!("clamd did not look at all of it: {limit}"))
        }
        Some(threat) => Finding::Infected(threat.to_owned()),
        None => Finding::Failed(format!("clamd: {answer}")),
    }
}

/// `ClamAV 1.4.3/27450/Wed Nov  6 09:25:00 2024` was defined at 2024-11-06T09:25:00.000Z.
fn definitions(version: &str) -> Option<String> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut fields = version.splitn(3, '/').nth(2)?.split_whitespace().skip(1);
    let month = MONTHS.find(fields.next()?)? / 3 + 1;
    let (day, time, year) = (fields.next()?, fields.next()?, fields.next()?);
    Some(format!("{year}-{month:02}-{day:0>2}T{time}.000Z"))
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;

    use tempfile::NamedTempFile;

    use super::*;

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(finding("OK"), Finding::NoThreat);
        let found = finding("Win.Test.EICAR_HDB-1 FOUND");
        assert_eq!(found, Finding::Infected("Win.Test.EICAR_HDB-1".into()));
        for answer in [
            "",
            "INSTREAM size limit exceeded. ERROR",
            "Can't allocate memory ERROR",
            "UNKNOWN COMMAND",
        ] {
            assert!(matches!(finding(answer), Finding::Failed(_)), "{answer}");
        }
    }

    /// The names in libclamav 1.4 and 1.5, and the one for all limits that it had before 0.104.1.
    #[test]
    fn a_limit_is_no_threat_and_not_clean_either() {
        for limit in [
            "Heuristics.Limits.Exceeded",
            "Heuristics.Limits.Exceeded.MaxFileSize",
            "Heuristics.Limits.Exceeded.MaxScanSize",
            "Heuristics.Limits.Exceeded.MaxFiles",
            "Heuristics.Limits.Exceeded.MaxRecursion",
            "Heuristics.Limits.Exceeded.MaxScanTime",
            "Heuristics.Limits.Exceeded.EmailLineFoldCnt",
            "Heuristics.Limits.Exceeded.EmailHeaderBytes",
            "Heuristics.Limits.Exceeded.EmailHeaders",
            "Heuristics.Limits.Exceeded.EmailMIMEPartsPerMessage",
            "Heuristics.Limits.Exceeded.EmailMIMEArguments",
        ] {
            let Finding::Failed(message) = finding(&format!("{limit} FOUND")) else {
                panic!("{limit} is not Failed");
            };
            assert!(message.contains(limit), "{message}");
        }
    }

    /// A sparse file of that size.
    fn sparse(size: usize) -> Sample {
        let file = NamedTempFile::new().unwrap();
        file.as_file().set_len(size as u64).unwrap();
        Sample::open(file.into_temp_path(), None).unwrap()
    }

    #[test]
    fn a_file_that_libclamav_cannot_look_at_is_not_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let clamav = ClamAv {
            clamd: Clamd::Tcp(listener.local_addr().unwrap().to_string()),
            def_time: Mutex::default(),
        };
        // The only command that comes.
        let daemon = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut command = [0; 9];
            stream.read_exact(&mut command).unwrap();
            command
        });
        let finding = clamav.scan(&sparse(limits::MAX_FILE_SIZE + 1));
        let message = "clamd looks at no file over 2147483645 bytes".to_owned();
        assert_eq!(finding, Finding::Failed(message));
        assert_eq!(&daemon.join().unwrap(), b"zVERSION\0");
    }

    #[test]
    fn the_definitions_have_a_date() {
        let version = "ClamAV 1.4.3/27450/Wed Nov  6 09:25:00 2024";
        assert_eq!(definitions(version).unwrap(), "2024-11-06T09:25:00.000Z");
        assert_eq!(definitions("ClamAV 1.4.3"), None);
    }
}
