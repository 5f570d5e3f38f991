//! The flags.

use clap::{Parser, Subcommand};

use crate::{add, codegen, diff, drift_table, explain, patch, update};

/// What `--help` ends with.
pub const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen                    schemas/*  ->  generated/*
  cargo xtask codegen nhost stytch       these two only
  cargo xtask codegen --check            is generated/ up to date? (for CI)
  cargo xtask diff nhost --from HEAD     what changes for those who depend on the crate
  cargo xtask update nhost               bring in what upstream has published
  cargo xtask add acme --from https://github.com/acme/api
  cargo xtask explain CM0201             what a diagnostic means and what to do
  cargo xtask explain nhost Session      how a schema became this Rust type

Exit codes:
  0  fine
  1  the output is stale, or a provider's input is bad
  2  wrong usage
  101  could not run";

/// Turns the JSON Schema files that API providers publish into typed Rust crates
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the crates of some or all providers
    Codegen(codegen::Args),
    /// Compare two versions: what the change does to readers, writers and Rust code
    Diff(diff::Args),
    /// Bring in what upstream has published, say what it changes, and generate
    Update(update::Args),
    /// Begin a provider with what a repository, a web address or a folder holds
    Add(add::Args),
    /// Begin a correction of what is published
    Patch(patch::Args),
    /// Print what is said of single changes of a schema, beside what is right
    DriftTable(drift_table::Args),
    /// Explain a diagnostic code, a kind of change, or how a schema location became a Rust type
    Explain(explain::Args),
    /// Print the JSON Schema of provider.toml, for editors
    ManifestSchema,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
