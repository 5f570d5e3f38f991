//! Bytes choose mutations of real schemas, which go through the whole pipeline.

#![no_main]

use end_to_end::mutate::{Choices, Seeds, mutated};
use end_to_end::{generate, sound};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static SEEDS: LazyLock<Seeds> = LazyLock::new(Seeds::real);

// The engine's own panics are caught and told as diagnostics; the hook of the fuzzer would end the process at each.
fuzz_target!(init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))), |bytes: &[u8]| {
    let source = mutated(&SEEDS, Choices::new(bytes));
    if let Err(fault) = sound(&generate(&source)) {
        panic!("{fault}");
    }
});
