//! The program: arguments in, exit code out.

use std::process::ExitCode;

/// Pages are made on all cores, each in memory of its own: most of what the system's allocator does is waiting.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(covsite::cli::run(std::env::args_os()))
}
