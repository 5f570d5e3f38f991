//! The part of many providers that a run is about, and what it shares with other runs.

use std::path::PathBuf;

use super::{Args, Settings, results};
use crate::providers;
use crate::shard::{self, Shard};
use crate::{Exit, Failure, Terminal};

/// The part of many providers that a run is about, and what it shares with other runs.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Part {
    /// Take from this folder what was generated of the same inputs, wherever, and keep there what is generated
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Only the I-th of N parts of the providers, by a hash of their names
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// Only providers whose files differ from a revision of this repository; all, if the generator does
    #[arg(long, value_name = "REV")]
    pub affected_since: Option<String>,
    /// Print the names of the providers that are meant, one a line, and do nothing
    #[arg(long)]
    pub list: bool,
    /// Write what became of each provider into a file, for `merge`
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
}

impl Part {
    fn is_narrow(&self) -> bool {
        self.shard.is_some() || self.affected_since.is_some()
    }
}

/// Leaves of the providers those that are asked for by shard and revision; whether none is left.
pub(super) fn narrow(part: &Part, settings: &mut Settings) -> Result<bool, Failure> {
    if !part.is_narrow() {
        return Ok(false);
    }
    let mut names = providers::select(&settings.schemas, &settings.asked)?;
    if let Some(revision) = &part.affected_since {
        names = shard::affected(names, revision, &settings.root, &settings.schemas, &settings.out)?;
    }
    names.retain(|name| part.shard.is_none_or(|shard| shard.holds(name)));
    settings.asked = names;
    Ok(settings.asked.is_empty())
}

/// Names the providers that are meant; where none is, there is nothing else to do.
pub(super) fn list(args: &Args, settings: &Settings, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let names = match args.part.is_narrow() && settings.asked.is_empty() {
        true => Vec::new(),
        false => providers::select(&settings.schemas, &settings.asked)?,
    };
    if args.part.list {
        names.iter().try_for_each(|name| writeln!(terminal.out, "{name}"))?;
        return Ok(Exit::Fine);
    }
    results::write(args, &settings.out, &[])?;
    writeln!(terminal.out, "0 providers: none is meant")?;
    Ok(Exit::Fine)
}
