//! What a person sees while a command works.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line of progress on standard error about so many things, if that is a terminal.
pub fn line(count: usize, visible: bool) -> ProgressBar {
    let target = match visible {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(count as u64), target);
    let style = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if visible {
        bar.enable_steady_tick(Duration::from_millis(120));
    }
    bar
}
