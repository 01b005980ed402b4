//! The program. Exit codes: 0 success, 1 errors in the content, 2 could not run.

use std::process::ExitCode;

use clap::Parser;
use vejviser::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match vejviser::commands::run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("vejviser: {error}");
            ExitCode::from(2)
        }
    }
}
