//! The scoreboard: what was counted, and what failed.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

/// The figures of one corpus.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Score {
    /// Schema files that are JSON Schema.
    pub schemas: usize,
    /// Crates asked for.
    pub cases: usize,
    /// Crates made.
    pub generated: usize,
    /// Crates that compile without a warning.
    pub compiled: usize,
    /// Panics, aborts and hangs of the generator and of the types.
    pub crashes: usize,
    /// Rust types.
    pub types: usize,
    /// Schemas that have the type of another which says the same.
    pub copies: usize,
    /// How many types have a last name of a length.
    pub lengths: BTreeMap<usize, usize>,
    /// Types at the root of a crate that are no component.
    pub strays: usize,
    /// Valid instances.
    pub valid: usize,
    /// Those that were read.
    pub accepted: usize,
    /// Those that came back equal, twice the same, with a `Debug` that does not panic.
    pub equal: usize,
    /// Unions in valid instances that were read.
    pub unions: usize,
    /// Those that were read into an alternative that the value is valid under.
    pub chosen: usize,
    /// Invalid instances.
    pub invalid: usize,
    /// Those that were not read.
    pub rejected: usize,
    /// Those that were read and that `validate()` finds invalid.
    pub found: usize,
    /// Instances that were read and judged by both.
    pub judged: usize,
    /// Those where `validate()` and the judge agree.
    pub agreed: usize,
    /// Instances that the judge can't judge.
    pub unjudged: usize,
    /// Instances of which the corpus says something else than the judge.
    pub disputed: usize,
    /// Properties of all objects.
    pub properties: usize,
    /// Those that are untyped although their schema says more.
    pub untyped: usize,
    /// Those of them whose schema is not there: the reference leads nowhere.
    pub nowhere: usize,
}

/// One thing that is not as it must be.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fault {
    /// The corpus.
    pub corpus: String,
    /// What kind of fault.
    pub class: String,
    /// The case.
    pub case: String,
    /// The instance, if it is about one.
    pub instance: Option<String>,
    /// What was said.
    pub why: String,
    /// Whether it is among the expected.
    pub expected: bool,
}

/// Everything a run finds.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Board {
    /// The figures by corpus.
    pub scores: BTreeMap<String, Score>,
    /// The instances that the judge can't judge, and why.
    pub unjudged: BTreeMap<String, String>,
    /// The faults, in the order of the cases.
    pub faults: Vec<Fault>,
}

/// A line of the table: what is counted, and the count of a corpus.
type Row = (&'static str, fn(&Score) -> String);

impl Board {
    /// The table of figures.
    pub(crate) fn table(&self) -> String {
        let rows: [Row; 17] = [
            ("schemas read", |one| one.schemas.to_string()),
            ("panics, aborts, hangs", |one| one.crashes.to_string()),
            ("crates generated", |one| share(one.generated, one.cases)),
            ("compiled without a warning", |one| share(one.compiled, one.cases)),
            ("types", |one| one.types.to_string()),
            ("  if none were of several", |one| (one.types + one.copies).to_string()),
            ("  names: median, 90%, longest", |one| {
                let at = |share| quantile(&one.lengths, share);
                format!("{}, {}, {}", at(0.5), at(0.9), at(1.0))
            }),
            ("  at the root, no component", |one| one.strays.to_string()),
            ("valid accepted", |one| share(one.accepted, one.valid)),
            ("valid equal", |one| share(one.equal, one.valid)),
            ("unions read as a valid one", |one| share(one.chosen, one.unions)),
            ("invalid rejected by shape", |one| share(one.rejected, one.invalid)),
            ("invalid rejected by both", |one| {
                share(one.rejected + one.found, one.invalid)
            }),
            ("validate() agrees", |one| share(one.agreed, one.judged)),
            ("unjudged, disputed", |one| {
                format!("{}, {}", one.unjudged, one.disputed)
            }),
            ("properties untyped", |one| share(one.untyped, one.properties)),
            ("  as references lead nowhere", |one| share(one.nowhere, one.properties)),
        ];
        let mut text = format!("{:30}", "");
        for name in self.scores.keys() {
            let _ = write!(text, "{name:>24}");
        }
        text.push('\n');
        for (title, figure) in rows {
            let _ = write!(text, "{title:30}");
            for score in self.scores.values() {
                let _ = write!(text, "{:>24}", figure(score));
            }
            text.push('\n');
        }
        text
    }

    /// The faults that are not expected, by class and by what was said, the most frequent first.
    pub(crate) fn classes(&self, most: usize) -> String {
        let mut classes = BTreeMap::<(&str, String), Vec<&Fault>>::new();
        for fault in self.faults.iter().filter(|fault| !fault.expected) {
            classes
                .entry((&fault.class, likeness(&fault.why)))
                .or_default()
                .push(fault);
        }
        let mut sorted: Vec<_> = classes.into_iter().collect();
        sorted.sort_by_key(|(_, faults)| std::cmp::Reverse(faults.len()));
        let mut text = String::new();
        for ((class, _), faults) in sorted.iter().take(most) {
            let why: String = faults[0].why.chars().take(300).collect();
            let _ = writeln!(text, "{:5}  {class}: {why}", faults.len());
            for fault in faults.iter().take(3) {
                let instance = fault.instance.iter().map(|name| format!("#{name}"));
                let _ = writeln!(text, "         {}{}", fault.case, instance.collect::<String>());
            }
        }
        if sorted.len() > most {
            let _ = writeln!(
                text,
                "       and {} more kinds; `--json FILE` has all",
                sorted.len() - most
            );
        }
        text
    }
}

/// The length that this share of all names does not exceed.
fn quantile(lengths: &BTreeMap<usize, usize>, share: f64) -> usize {
    let all: usize = lengths.values().sum();
    let mut below = 0;
    let reaches = |(_, count): &(&usize, &usize)| {
        below += **count;
        below as f64 >= all as f64 * share
    };
    lengths.iter().find(reaches).map_or(0, |(length, _)| *length)
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        _ => format!(
            "{part}/{whole} {:.2}%",
            (part as f64 * 10_000.0 / whole as f64).floor() / 100.0
        ),
    }
}

/// A message without what differs from case to case: quoted texts, paths and numbers.
fn likeness(why: &str) -> String {
    let mut text = String::new();
    let mut quote = None;
    for c in why.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => {}
            None if matches!(c, '`' | '"') => quote = Some(c),
            None if c.is_ascii_digit() => {}
            None => text.push(c),
        }
    }
    let first = text.lines().next().unwrap_or_default();
    first
        .split(" at ")
        .next()
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect()
}
