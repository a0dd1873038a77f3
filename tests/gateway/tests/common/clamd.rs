//! Debian's own clamd in the foreground, with a signature database of the test's own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Installs clamd where it is missing, and starts no service with it.
const INSTALL: &str = "
    set -e
    if ! [ -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
        chmod +x /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install --yes --no-install-recommends clamav-daemon";

const CLAMD: &str = "/usr/sbin/clamd";

/// What it knows by its hash. (ClamAV takes no notice of files of less than six bytes.)
pub const FOX: &str = "The quick brown fox jumps over the lazy dog";

/// What it knows by a piece of its text.
pub const MARKED: &str = "with a signature mark in it";

/// A running clamd; it ends with the test.
pub struct Daemon {
    child: Child,
    directory: TempDir,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Daemon {
    /// One that says what it skips, as docs/gateway.md asks for, with these further lines of clamd.conf.
    pub fn start(settings: &str) -> Self {
        Self::start_silent(&format!("AlertExceedsMax yes\n{settings}"))
    }

    /// One that does not, as it is by default.
    pub fn start_silent(settings: &str) -> Self {
        if !Path::new(CLAMD).exists() {
            let output = Command::new("sh").args(["-c", INSTALL]).output();
            let complaint = match &output {
                Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
                Err(error) => error.to_string(),
            };
            assert!(
                Path::new(CLAMD).exists(),
                "clamd is missing, and apt-get cannot install clamav-daemon: {complaint}"
            );
        }
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        let database = path.join("database");
        std::fs::create_dir(&database).unwrap();
        // The MD5 and the size of FOX, and the text in MARKED in hexadecimal.
        let hash = "9e107d9d372bb6826bd81d3542a419d6:43:Test.Hash.Fox\n";
        std::fs::write(database.join("test.hdb"), hash).unwrap();
        let text = "Test.Text.Mark:0:*:6120736967 6e6174757265206d61726b\n".replace(' ', "");
        std::fs::write(database.join("test.ndb"), text).unwrap();
        let settings = format!(
            "Foreground yes\nDatabaseDirectory {}\nLocalSocket {}\nLogFile {}\n{settings}\n",
            database.display(),
            path.join("clamd.ctl").display(),
            path.join("clamd.log").display(),
        );
        std::fs::write(path.join("clamd.conf"), settings).unwrap();
        let child = Command::new(CLAMD)
            .arg("--config-file")
            .arg(path.join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut daemon = Self { child, directory };
        daemon.wait();
        daemon
    }

    /// It tells nobody when it is ready.
    fn wait(&mut self) {
        let patience = Instant::now() + Duration::from_secs(30);
        while std::os::unix::net::UnixStream::connect(self.socket()).is_err() {
            let log = || std::fs::read_to_string(self.directory.path().join("clamd.log"));
            assert!(Instant::now() < patience, "{:?}", log());
            assert_eq!(self.child.try_wait().unwrap(), None, "{:?}", log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn socket(&self) -> PathBuf {
        self.directory.path().join("clamd.ctl")
    }
}
