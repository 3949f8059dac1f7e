//! The command line of the agent, for products in other languages and for trying things out. It only asks the library and prints.
//!
//! In a real product the portal's keys are compiled in. Here `init` reads them from a file, which a user of the product could exchange.

mod arguments;
mod commands;
mod machine;
mod network;
mod setup;

use std::fmt;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use seatsync_agent::instance::LoadRefused;
use seatsync_agent::state::StateError;
use seatsync_agent::sync::SyncFailed;

/// How a command ended if not well.
#[derive(Debug)]
enum Ended {
    /// A rule said no: exit 1.
    Refused(String),
    /// Wrong usage or input, a file that cannot be used, or nobody who answers: exit 2.
    Wrong(String),
}

impl Ended {
    fn wrong(reason: impl fmt::Display) -> Self {
        Self::Wrong(reason.to_string())
    }
}

impl From<StateError> for Ended {
    fn from(error: StateError) -> Self {
        Self::wrong(error)
    }
}

impl From<LoadRefused> for Ended {
    fn from(refused: LoadRefused) -> Self {
        match refused {
            LoadRefused::Token(reason) => Self::Refused(reason.to_string()),
            LoadRefused::State(error) => error.into(),
        }
    }
}

impl From<SyncFailed> for Ended {
    fn from(failed: SyncFailed) -> Self {
        let sentence = failed.to_string();
        match failed {
            SyncFailed::Refused { .. } | SyncFailed::NoToken(_) => Self::Refused(sentence),
            SyncFailed::Later { .. } | SyncFailed::Unreachable { .. } | SyncFailed::State(_) => Self::Wrong(sentence),
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    if words.iter().any(|word| ["--help", "-h", "help"].contains(&word.as_str())) {
        return print(arguments::USAGE);
    }
    let answer = arguments::read(words.into_iter()).and_then(|arguments| commands::answer(&arguments));
    match answer {
        Ok(text) => print(&text),
        Err(Ended::Refused(sentence)) => complain(&sentence, 1),
        Err(Ended::Wrong(sentence)) => complain(&sentence, 2),
    }
}

/// Standard output may be closed by a reader that has seen enough, which is no error of ours; a full disk is one.
fn print(text: &str) -> ExitCode {
    if text.is_empty() {
        return ExitCode::SUCCESS;
    }
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => complain(
            &format!("What was done is done, but it cannot be said here: standard output cannot be written ({error})."),
            1,
        ),
        _ => ExitCode::SUCCESS,
    }
}

fn complain(sentence: &str, code: u8) -> ExitCode {
    // Where this cannot be written either, the exit code has to do.
    let _ = writeln!(std::io::stderr(), "{sentence}");
    ExitCode::from(code)
}
