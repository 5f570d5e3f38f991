//! What unions, arrays and unknown properties cost to read, against serde's own ways: `cargo bench -p benchmarks --bench reading`.
//!
//! The types are those of the golden `measured`. Each case runs as a process of its own under valgrind's callgrind.
#![allow(
    unexpected_cfgs,
    reason = "the generated types have features that this package has not"
)]

mod by_hand;
mod cases;
mod documents;

use benchmarks::figures::Measured;
use benchmarks::{Found, callgrind, ended, is_asked};
use cases::CASES;
use std::process::ExitCode;

/// The golden, as its crate would hold it.
#[rustfmt::skip]
#[allow(dead_code, unused_imports, clippy::wrong_self_convention)]
#[path = "../../../tests/goldens/measured"]
mod measured {
    macro_rules! components {
        ($($module:ident::$component:ident)*) => { $(pub mod $module; pub use $module::$component;)* };
    }
    components! {
        account::Account assigned::Assigned branch::Branch card::Card cash::Cash closed::Closed event::Event invoice::Invoice
        labeled::Labeled leaf::Leaf merged::Merged method::Method nested::Nested opened::Opened renamed::Renamed sample::Sample
        schema::Schema status::Status voucher::Voucher wallet::Wallet
    }
    static RULES: lossless::Rules = lossless::Rules::new(include_str!("../../../tests/goldens/measured/rules.json"));
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("case") => ended(child(&words[1..])),
        _ if is_asked() => benchmarks::run("reading", |_| measure()),
        _ => ended(CASES.iter().try_for_each(|case| case.run(1))),
    }
}

/// Does the work of a case in this process, which runs under valgrind.
fn child(words: &[String]) -> Result<(), String> {
    let [name, times] = words else {
        return Err("expected the name of a case and how often to do it".to_owned());
    };
    let case = CASES.iter().find(|case| case.name == name).ok_or("no such case")?;
    case.run(times.parse().map_err(|_| "not a number of times")?)
}

fn measure() -> Result<Found, String> {
    let mut measured = Measured::new();
    let mut text =
        String::from("| case | bytes | instructions | to serde, or to a quarter of the size |\n|---|---|---|---|\n");
    for case in CASES {
        let count = callgrind::once(case.name)?;
        measured.insert(format!("{}.instructions", case.name), count);
        let base = case
            .base()
            .and_then(|base| measured.get(&format!("{base}.instructions")));
        let ratio = base.map_or(String::new(), |base| format!("{:.3}", count / base));
        let bytes = case.bytes();
        text.push_str(&format!("| {} | {bytes} | {count:.0} | {ratio} |\n", case.name));
    }
    measured.insert("size.open-enum.bytes".to_owned(), size_of::<measured::Status>() as f64);
    measured.insert(
        "size.nullable-number.bytes".to_owned(),
        size_of::<Option<lossless::Number>>() as f64,
    );
    Ok(Found { measured, text })
}
