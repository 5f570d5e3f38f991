//! What a hostile provider may take: address space and processor time, which the system counts, in a process of its own.

use std::path::Path;
use std::process::{Command, ExitStatus};

use crate::{Exit, Failure};

/// The work's stack is a part of it.
const LEAST_MEMORY: u64 = 512;

/// How a process that was confined ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By itself, with an exit code.
    Itself(Exit),
    /// It asked for more memory, or for more stack, than there was.
    Memory,
    /// It computed for too long.
    Time,
    /// Something else killed it.
    Killed,
}

/// Refuses limits under which nothing can work.
pub(super) fn check(memory: Option<u64>) -> Result<(), Failure> {
    match memory {
        Some(given) if given < LEAST_MEMORY => Err(Failure::usage(format!(
            "--memory {given} is too little: the least is {LEAST_MEMORY}, in MiB"
        ))),
        _ => Ok(()),
    }
}

/// Puts this process under the limits: MiB of address space, seconds of processor time.
#[cfg(unix)]
pub(super) fn confine(memory: Option<u64>, seconds: Option<u64>) -> Result<(), Failure> {
    use rlimit::Resource;
    let set = |resource: Resource, soft: u64, hard: u64| {
        resource.set(soft, hard).map_err(|cause| Failure {
            exit: Exit::CouldNotRun,
            message: format!("can't limit {}: {cause}", resource.as_name()),
        })
    };
    set(Resource::CORE, 0, 0)?;
    if let Some(memory) = memory {
        let bytes = memory << 20;
        set(Resource::AS, bytes, bytes)?;
    }
    if let Some(seconds) = seconds {
        // The second limit can't be caught or outlived.
        set(Resource::CPU, seconds, seconds + 1)?;
    }
    Ok(())
}

/// Where the system has no such limits, asking for them is an error.
#[cfg(not(unix))]
pub(super) fn confine(_: Option<u64>, _: Option<u64>) -> Result<(), Failure> {
    Err(Failure::usage("this system has no limits of memory and processor time"))
}

/// Runs this program once more with the words that it was given and one more, and waits for its end.
pub(super) fn supervise(more: &str) -> Result<End, Failure> {
    let failed = |cause| Failure::io("run", Path::new("cargo xtask action"), cause);
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.args(std::env::args_os().skip(1)).arg(more).env_clear();
    // The program's allocator would reserve more address space than it is meant to have.
    command.env("MIMALLOC_ARENA_RESERVE", "0");
    Ok(end(command.status().map_err(failed)?))
}

fn end(status: ExitStatus) -> End {
    if let Some(code) = status.code() {
        let exits = [Exit::Fine, Exit::Found, Exit::Usage];
        let exit = exits.into_iter().find(|exit| *exit as i32 == code);
        return End::Itself(exit.unwrap_or(Exit::CouldNotRun));
    }
    match signal(status) {
        Some(SIGABRT) => End::Memory,
        Some(SIGXCPU) => End::Time,
        _ => End::Killed,
    }
}

const SIGABRT: i32 = 6;
const SIGXCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
