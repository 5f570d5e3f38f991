//! The flag `--emit`.

use clap::ValueEnum;
use cratemill::Stage;

/// The intermediate forms, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EmitStage {
    /// The documents after patching
    Document,
    /// The compound schema with every reference resolved
    Bundle,
    /// The form that the type engine takes
    Normalized,
    /// The Rust types
    Types,
    /// The files of the crate
    Files,
}

impl From<EmitStage> for Stage {
    fn from(stage: EmitStage) -> Self {
        match stage {
            EmitStage::Document => Stage::Document,
            EmitStage::Bundle => Stage::Bundle,
            EmitStage::Normalized => Stage::Normalized,
            EmitStage::Types => Stage::Types,
            EmitStage::Files => Stage::Files,
        }
    }
}
