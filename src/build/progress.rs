//! A progress bar for builds that take longer than a second; shown only if standard error is a terminal.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts the outputs that are finished.
pub(super) struct Progress {
    total: usize,
    made: AtomicUsize,
    begun: Instant,
    watched: bool,
    bar: OnceLock<ProgressBar>,
}

const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    pub(super) fn new(total: usize, wanted: bool) -> Self {
        let watched = wanted && std::io::stderr().is_terminal();
        Self { total, made: AtomicUsize::new(0), begun: Instant::now(), watched, bar: OnceLock::new() }
    }

    pub(super) fn step(&self) {
        let made = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        if self.watched && made.is_multiple_of(64) && self.begun.elapsed() > PATIENCE {
            let bar = self.bar.get_or_init(|| {
                let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages")
                    .unwrap_or_else(|_| ProgressStyle::default_bar());
                ProgressBar::with_draw_target(Some(self.total as u64), ProgressDrawTarget::stderr()).with_style(style)
            });
            bar.set_position(made as u64);
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
