//! Reads a library file where it can do no harm: in a child process of this program, with limits.
//!
//! A publication comes from elsewhere and may be crafted to break its reader. Whatever it does to the child, by design
//! or by accident, is one more reason why a file has no text. The child limits itself with [`limit`].

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::error::Error;
use crate::import::decode::Decoded;
use crate::import::refusal::{MOST_TEXT, Refusal};

/// The hidden command that reads a file from its standard input.
pub(crate) const COMMAND: &str = "read-publication";
/// How long reading a file may take.
const TIME: Duration = Duration::from_secs(20);
/// How much memory reading a file may take, in bytes. Not every system can enforce it.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Maximum length of an answer, in bytes: the text, with a few bytes for each line.
const ANSWER: u64 = 2 * MOST_TEXT as u64;
/// How much of the child's standard error is read, in bytes.
const COMPLAINT: u64 = 4096;

/// Reads `bytes` in a child process.
pub(crate) fn read(bytes: &[u8]) -> Result<Result<Decoded, Refusal>, Error> {
    let failed = |error| Error::Usage(format!("cannot start the process that reads publications: {error}"));
    let mut child = Command::new(program().map_err(failed)?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (answer, complaint) = answer(&mut child, bytes);
    // Nothing waits for whatever it is still doing.
    let _ = child.kill();
    let status = child.wait().map_err(failed)?;
    let Some(answer) = answer else { return Ok(Err(Refusal::Endless)) };
    let read = postcard::from_bytes(&answer).ok();
    Ok(read.unwrap_or_else(|| Err(died(status, &complaint))))
}

/// This program. On Linux, it can be started even if its file has been replaced in the meantime.
fn program() -> std::io::Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if cfg!(target_os = "linux") && running.exists() { Ok(running) } else { std::env::current_exe() }
}

/// What the child writes to standard output and standard error; `None` for the former if that takes too long.
fn answer(child: &mut Child, bytes: &[u8]) -> (Option<Vec<u8>>, String) {
    let (input, output, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Fails if the child has died; the reason is determined afterwards.
            let _ = input.map(|mut input| input.write_all(bytes));
        });
        let (sender, receiver) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            let _ = output.map(|output| output.take(ANSWER).read_to_end(&mut answer));
            let mut complaint = Vec::new();
            let _ = complaints.map(|complaints| complaints.take(COMPLAINT).read_to_end(&mut complaint));
            // Fails if the answer comes too late and nobody is waiting for it any more.
            let _ = sender.send((answer, String::from_utf8_lossy(&complaint).into_owned()));
        });
        match receiver.recv_timeout(TIME) {
            Ok((answer, complaint)) => (Some(answer), complaint),
            Err(_) => {
                // This closes its ends of the pipes, and both threads come to an end.
                let _ = child.kill();
                (None, String::new())
            }
        }
    })
}

/// Why a child died without an answer, as far as can be determined.
fn died(status: ExitStatus, complaint: &str) -> Refusal {
    if complaint.contains("memory allocation") {
        return Refusal::TooLarge(format!("reading it takes more than {} MiB of memory", MEMORY / 1_048_576));
    }
    if complaint.contains("overflowed its stack") {
        return Refusal::Broken("its parts are nested recursively or too deeply".to_owned());
    }
    Refusal::Broken(format!("the process that reads it failed ({status})"))
}

/// Applies the limits to this process, as far as the system supports them: for the child, before it reads anything.
pub(crate) fn limit() -> Result<(), Error> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
        let seconds = TIME.as_secs();
        for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, seconds), (Resource::Core, 0)] {
            let limited = setrlimit(resource, at_most(most));
            // macOS does not accept a limit on the address space.
            if cfg!(target_os = "linux") {
                limited.map_err(|error| Error::Usage(format!("cannot set the limits of a process: {error}")))?;
            }
        }
    }
    Ok(())
}
