//! The single place for what commands print: a reader that has seen enough ends a command quietly, a full disk is said.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write};
use std::process::{ExitCode, exit};

/// In this module and those below it `println!` is this one: the standard library's panics when nobody reads.
macro_rules! println {
    ($($words:tt)*) => { $crate::cli::out::print(format_args!($($words)*)) };
}

/// Prints a line on standard output, or ends the process. Whatever a command did was committed before it says so.
pub(super) fn print(line: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(cause) = out.write_fmt(line).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()) {
        exit(not_written(&cause));
    }
}

/// Says why standard output could not be written; the status to end with.
pub(super) fn not_written(cause: &Error) -> i32 {
    if cause.kind() == ErrorKind::BrokenPipe {
        return 0;
    }
    complain(format_args!("what was done is done, but standard output cannot be written: {cause}"));
    1
}

/// Says why a command came to nothing. Where this cannot be written either, the status has to do.
pub(super) fn complain(why: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "seatsync: {why}");
}

/// Help and version, or what is wrong with the arguments.
pub(super) fn say(parsed: &clap::Error) -> ExitCode {
    match parsed.print() {
        Err(cause) if !parsed.use_stderr() => ExitCode::from(u8::from(not_written(&cause) != 0)),
        _ => ExitCode::from(u8::try_from(parsed.exit_code()).unwrap_or(2)),
    }
}
