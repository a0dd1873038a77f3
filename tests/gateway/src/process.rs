//! The process of the gateway: its logs, the line on stdout when it is ready, and its end.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::config::{Config, LogFormat};
use crate::server::Server;

/// Runs until a signal or the end of stdin.
pub fn run(config: Config) -> ExitCode {
    log_to_stderr(&config);
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let ended = runtime.block_on(serve(&config));
    // A running scan cannot be interrupted, and is not waited for.
    runtime.shutdown_timeout(Duration::from_millis(100));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

async fn serve(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    let stop = stop_signal(config.exit_with_stdin)?;
    let server = Server::bind(config).await?;
    let mut stdout = io::stdout();
    writeln!(stdout, "listening on http://{}", server.address())?;
    stdout.flush()?;
    server.serve(stop).await?;
    Ok(())
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("metadefender-gateway: {error}");
    ExitCode::FAILURE
}

/// Signals are caught from here on, not only once the future is awaited.
fn stop_signal(exit_with_stdin: bool) -> io::Result<impl Future<Output = ()>> {
    let signalled = signals()?;
    let stdin_ended = exit_with_stdin.then(end_of_stdin);
    Ok(async move {
        match stdin_ended {
            Some(ended) => tokio::select! {
                () = signalled => {}
                _ = ended => {}
            },
            None => signalled.await,
        }
        tracing::info!("shutting down");
    })
}

#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(windows)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// On a separate thread: the runtime would wait for a blocked read of stdin.
fn end_of_stdin() -> oneshot::Receiver<()> {
    let (ended, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    receiver
}

fn log_to_stderr(config: &Config) {
    let log = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .with_max_level(config.log);
    // It only fails if a subscriber is already set, which is fine.
    let _ = match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
