//! The program: parse the arguments, hand over.

use std::process::ExitCode;

fn main() -> ExitCode {
    seatsync::cli::main()
}
