//! What is said of Rust code is so: the compiler is asked, about a sample. `cargo referee` asks about whole histories.

use cratemill::drift::{Change, Effect, Verdict};
use end_to_end::referee::{House, Step, What, compile, judge};
use end_to_end::roomy;
use std::path::Path;

/// Single changes, most of which an earlier table of rules told wrong.
const CHANGES: &str = include_str!("referee/changes.jsonl");

#[test]
fn what_no_longer_compiles_is_told_and_what_is_told_no_longer_compiles() {
    let steps = roomy(|| Step::of_lines(CHANGES));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let house = House {
        name: "sample",
        folder: folder.join("referee"),
        target: folder.parent().expect("the target folder").to_owned(),
    };
    let mut wrong = Vec::new();
    let mut broken = 0;
    for (step, uses) in steps.iter().zip(compile(&house, &steps)) {
        let ruling = judge(&step.changes, &uses);
        broken += usize::from(!ruling.broken.is_empty());
        for one in &ruling.untold {
            wrong.push(format!(
                "{}: untold: {} {}: {}",
                step.name, one.owner, one.member, one.code
            ));
        }
        for one in &ruling.unbroken {
            wrong.push(format!("{}: goes on: {one}", step.name));
        }
        // No field, variant or setter is a guess: the crate itself takes their uses.
        let sure = [What::Type, What::Field, What::Variant, What::Setter];
        assert!(uses.iter().any(|(one, _)| sure.contains(&one.what)), "{}", step.name);

        // The referee sees what is not told, and what is told without reason.
        if !ruling.broken.is_empty() {
            assert_eq!(judge(&[], &uses).untold.len(), ruling.broken.len(), "{}", step.name);
        }
        let rust = Effect {
            verdict: Verdict::Breaking,
            sentence: String::new(),
        };
        let false_alarm = Change {
            rule: "CM-D102",
            rust,
            path: "Nowhere".to_owned(),
            ..step.changes.first().cloned().expect("a change")
        };
        assert_eq!(judge(&[false_alarm], &uses).unbroken.len(), 1, "{}", step.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!((10..steps.len()).contains(&broken), "{broken}");
}
