//! A progress bar for whatever takes longer than a moment.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::progress::Progress;

/// What is shorter needs no bar.
const MOMENT: Duration = Duration::from_secs(1);

/// How often the bar is drawn anew.
const STEP: Duration = Duration::from_millis(100);

/// Draws how far `progress` is until the other end of `ended` is dropped; leaves nothing behind.
pub(super) fn draw(progress: &Progress, ended: &Receiver<()>) {
    if ended.recv_timeout(MOMENT) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(0);
    let counted = ProgressStyle::with_template("{msg:20} {wide_bar} {pos}/{len}");
    let uncounted = ProgressStyle::with_template("{msg:20} {elapsed}");
    let (Ok(counted), Ok(uncounted)) = (counted, uncounted) else { return };
    while ended.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout) {
        if let Some(standing) = progress.standing() {
            bar.set_message(standing.phase);
            bar.set_style(if standing.total > 0 { counted.clone() } else { uncounted.clone() });
            bar.set_length(standing.total as u64);
            bar.set_position(standing.done as u64);
            bar.tick();
        }
    }
    bar.finish_and_clear();
}
