//! What the shape of the generated types costs against types written by hand: `cargo bench -p benchmarks`.
//!
//! Each case runs as a process of its own under valgrind's callgrind. The tables go to standard output; BENCHMARKS.md
//! keeps them.
#![allow(unexpected_cfgs, reason = "the generated crates have features that this one has not")]

mod by_hand;
mod callgrind;
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

use cases::{Case, Shape, Work};
use documents::Root;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cases = all();
    let result = match arguments.first().map(String::as_str) {
        Some("case") => callgrind::child(&cases, &arguments[1..]),
        Some("--bench") => measure(&cases),
        // `cargo test --benches` only asks whether the cases work.
        _ => cases
            .iter()
            .try_for_each(|case| case.run(1).map_err(|error| error.to_string())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(101)
        }
    }
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

fn measure(cases: &[Case]) -> Result<(), String> {
    let mut figures = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        figures.push((*case, callgrind::instructions(number)?));
    }
    println!(
        "## Founding types together\n\n{}",
        report::shapes(&figures, &Root::ALL)?
    );
    for root in Root::ALL {
        println!("## {}\n\n{}", root.name(), report::shapes(&figures, &[root])?);
    }
    println!("## Size\n\n{}", report::memory());
    Ok(())
}
