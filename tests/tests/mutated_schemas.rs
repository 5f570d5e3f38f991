//! The fuzz target of `tests/fuzz`, with fixed bytes: mutated real schemas go through the whole pipeline, and each ends
//! as a crate that is Rust, or as an error that says why not.

use cratemill_cli::panics;
use end_to_end::mutate::{Choices, Seeds, mutated};
use end_to_end::{generate, sound};

/// Time is bounded by counting, which is the same on every machine: no more types than the input has bytes.
const TYPES_PER_BYTE: usize = 1;

/// The pseudo-random bytes of a case (splitmix64).
fn bytes(case: u64) -> Vec<u8> {
    let word = |index: u64| {
        let mut word = (case << 8 | index).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    (0..16).flat_map(|index| word(index).to_le_bytes()).collect()
}

fn check(seeds: &Seeds, cases: std::ops::Range<u64>) {
    let mut faults = Vec::new();
    for case in cases {
        let source = mutated(seeds, Choices::new(&bytes(case)));
        let length: usize = source.schemas.iter().map(|(_, text)| text.len()).sum();
        let outcome = panics::catch(|| generate(&source)).and_then(|generated| {
            sound(&generated)?;
            match generated.summary.types {
                types if types <= length * TYPES_PER_BYTE => Ok(()),
                types => Err(format!("{types} types of {length} bytes")),
            }
        });
        if let Err(fault) = outcome {
            let texts = source.schemas.iter().chain(source.examples.iter());
            let texts: Vec<_> = texts
                .map(|(path, text)| (path, String::from_utf8_lossy(text)))
                .collect();
            faults.push(format!("case {case}: {fault}: {texts:#?}"));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn mutated_schemas_of_the_founding_providers_end_well() {
    check(&Seeds::founding(), 0..200);
}

#[test]
fn mutated_schemas_of_the_corpus_end_well() {
    match Seeds::corpus(11) {
        Some(seeds) => check(&seeds, 1_000..1_200),
        None => println!("no corpus beside the workspace: only the founding providers' schemas are mutated"),
    }
}
