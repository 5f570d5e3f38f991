//! `--emit`: the intermediate forms, printed.

use clap::ValueEnum;
use cratemill::Stage;

use super::{Settings, pool};
use crate::{Exit, Failure, Terminal, panics, providers};

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

/// Prints one form of each provider.
pub(super) fn emit(settings: &Settings, stage: Stage, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let Settings { schemas, options, .. } = settings;
    let names = providers::select(schemas, &settings.asked)?;
    let texts = pool::map(&names, &|_| {}, &|name| -> Result<String, Failure> {
        let provider = providers::read(schemas, name)?;
        let text = panics::catch(|| cratemill::emit(&provider.source, options, stage));
        text.map_err(|message| Failure {
            exit: Exit::Found,
            message: format!("the generator failed on `{name}`: {message}"),
        })
    })?;
    for (name, text) in names.iter().zip(texts) {
        if names.len() > 1 {
            writeln!(terminal.out, "// {name}")?;
        }
        terminal.out.write_all(text?.as_bytes())?;
    }
    Ok(Exit::Fine)
}
