//! What a person sees while a command works.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line of progress on standard error about so many things, if that is a terminal.
pub fn line(count: usize, visible: bool) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(count as u64), target(visible));
    ticking(bar, "{spinner} {pos}/{len} {wide_msg} {elapsed}", visible)
}

/// Lines of progress on standard error, one for all and one for each provider that is at work.
pub struct Stages {
    lines: MultiProgress,
    all: ProgressBar,
    visible: bool,
}

/// The line of one provider; it goes when the provider is done.
pub struct Stage<'a> {
    line: ProgressBar,
    of: &'a Stages,
}

impl Stages {
    /// Lines about so many providers, if standard error is a terminal.
    pub fn new(count: usize, visible: bool) -> Self {
        let lines = MultiProgress::with_draw_target(target(visible));
        let all = lines.add(ProgressBar::new(count as u64));
        let all = ticking(all, "{spinner} {pos}/{len} providers {elapsed}", visible);
        Self { lines, all, visible }
    }

    /// The line of a provider that is begun.
    pub fn begin(&self, name: &str) -> Stage<'_> {
        let line = self.lines.add(ProgressBar::new_spinner());
        let line = ticking(line, "  {prefix}: {wide_msg} {elapsed}", self.visible);
        line.set_prefix(name.to_owned());
        Stage { line, of: self }
    }

    /// Runs something that prints, with no line in its way.
    pub fn suspend<R>(&self, print: impl FnOnce() -> R) -> R {
        self.lines.suspend(print)
    }

    /// How many providers are done.
    pub fn done(&self) -> u64 {
        self.all.position()
    }
}

impl Stage<'_> {
    /// What is done now, and with how many: `generating from 7 schemas`.
    pub fn now(&self, what: impl Into<String>) {
        self.line.set_message(what.into());
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        self.line.finish_and_clear();
        self.of.all.inc(1);
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.all.finish_and_clear();
    }
}

fn target(visible: bool) -> ProgressDrawTarget {
    match visible {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    }
}

fn ticking(bar: ProgressBar, template: &str, visible: bool) -> ProgressBar {
    let style = ProgressStyle::with_template(template);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if visible {
        bar.enable_steady_tick(Duration::from_millis(120));
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_has_a_line_with_its_stage_and_is_counted() {
        let stages = Stages::new(2, false);
        let first = stages.begin("acme");
        first.now("generating from 7 schemas");
        assert_eq!(
            (first.line.prefix(), first.line.message()),
            ("acme".to_owned(), "generating from 7 schemas".to_owned())
        );
        assert!(first.line.is_hidden(), "nothing is drawn where there is no terminal");
        drop(first);
        drop(stages.begin("other"));
        assert_eq!(stages.done(), 2);
    }
}
