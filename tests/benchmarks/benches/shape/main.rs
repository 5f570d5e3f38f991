//! What the shape of the generated types costs against types written by hand: `cargo bench -p benchmarks`.
//!
//! Each case runs as a process of its own under valgrind's callgrind. The tables go to standard output; BENCHMARKS.md
//! keeps them.
#![allow(unexpected_cfgs, reason = "the generated crates have features that this one has not")]

mod by_hand;
mod cases;
mod documents;
mod report;

#[rustfmt::skip]
#[allow(dead_code, unused_imports)]
#[path = "../../../../generated/atproto/src/lib.rs"]
mod atproto;
#[rustfmt::skip]
#[allow(dead_code, unused_imports)]
#[path = "../../../../generated/nhost/src/lib.rs"]
mod nhost;
#[rustfmt::skip]
#[allow(dead_code, unused_imports)]
#[path = "../../../../generated/stytch/src/lib.rs"]
mod stytch;

use benchmarks::figures::Measured;
use benchmarks::{Found, callgrind, ended, is_asked};
use cases::{Case, Shape, Work};
use documents::Root;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let cases = all();
    match words.first().map(String::as_str) {
        Some("case") => ended(child(&cases, &words[1..])),
        _ if is_asked() => benchmarks::run("shape", |_| measure(&cases)),
        _ => ended(
            cases
                .iter()
                .try_for_each(|case| case.run(1).map_err(|error| error.to_string())),
        ),
    }
}

/// Does the work of a case in this process, which runs under valgrind.
fn child(cases: &[Case], words: &[String]) -> Result<(), String> {
    let [case, times] = words else {
        return Err("expected the number of a case and how often to do it".to_owned());
    };
    let case = case.parse().ok().and_then(|case: usize| cases.get(case));
    let times = times.parse().map_err(|_| "not a number of times")?;
    case.ok_or("no such case")?
        .run(times)
        .map_err(|error| error.to_string())
}

fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for root in Root::ALL {
        for shape in Shape::ALL {
            for work in [Work::Read, Work::Write] {
                for unknown in [false, true] {
                    cases.push(Case {
                        root,
                        shape,
                        work,
                        unknown,
                    });
                }
            }
        }
    }
    cases
}

fn measure(cases: &[Case]) -> Result<Found, String> {
    let mut figures = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        figures.push((*case, callgrind::once(&number.to_string())?));
    }
    let mut text = format!(
        "## Founding types together\n\n{}\n",
        report::shapes(&figures, &Root::ALL)?
    );
    for root in Root::ALL {
        text.push_str(&format!(
            "## {}\n\n{}\n",
            root.name(),
            report::shapes(&figures, &[root])?
        ));
    }
    text.push_str(&format!("## Size\n\n{}", report::memory()));
    let together = |shape| report::total(&figures, shape, Work::Read, true);
    let measured = Measured::from([
        ("unknown.generated.instructions".to_owned(), together(Shape::Generated)),
        ("unknown.flatten.instructions".to_owned(), together(Shape::Flatten)),
    ]);
    Ok(Found { measured, text })
}
