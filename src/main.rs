//! The program: arguments in, exit code out.

use std::process::ExitCode;

/// Pages are strings of some ten kilobytes that come and go on all threads: the system's allocator asks the kernel for each
/// anew and gives it back, which takes a tenth of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(covsite::cli::run(std::env::args_os()))
}
