//! The flags.

use clap::{CommandFactory, Parser, Subcommand};

use crate::{
    action, add, codegen, completions, diff, drift_table, explain, merge, patch, program, registry, status, update,
};

/// What `--help` ends with.
pub const EXAMPLES: &str = "\
Examples:
  cargo xtask                            how everything stands, and what to do next
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
  1  the output is stale, or a provider's input is bad; the state alone (no command) only for the latter
  2  wrong usage
  101  could not run";

/// Turns the JSON Schema files that API providers publish into typed Rust crates
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do [default: status]
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The flags of a program that is run as `name`.
pub fn command(name: &str) -> clap::Command {
    called(
        Cli::command().bin_name(name.to_owned()).display_name(name.to_owned()),
        name,
    )
}

/// A command with another name than `cargo xtask` in its help, and in that of those below it.
fn called(command: clap::Command, name: &str) -> clap::Command {
    let examples = command
        .get_after_help()
        .map(|text| program::named_as(&text.to_string(), name).into_owned());
    let command = match examples {
        Some(examples) => command.after_help(examples),
        None => command,
    };
    command.mut_subcommands(|below| called(below, name))
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show how the providers and their crates stand, and what to do next
    Status(status::Args),
    /// Generate the crates of some or all providers
    Codegen(codegen::Args),
    /// Compare two versions: what the change does to readers, writers and Rust code
    Diff(diff::Args),
    /// Bring in what upstream has published, say what it changes, and generate
    Update(update::Args),
    /// Begin a provider with what a repository, a web address or a folder holds
    #[command(visible_alias = "new")]
    Add(add::Args),
    /// Generate one provider as an action of a build engine: of what is named, into what is named
    Action(action::Args),
    /// Merge the results of actions and shards into a summary and a catalog
    Merge(merge::Args),
    /// Write the crates as a registry that Cargo takes from any file server
    Registry(registry::Args),
    /// Begin a correction of what is published
    Patch(patch::Args),
    /// Print what is said of single changes of a schema, beside what is right
    DriftTable(drift_table::Args),
    /// Explain a diagnostic code, a kind of change, or how a schema location became a Rust type
    Explain(explain::Args),
    /// Print the JSON Schema of provider.toml, for editors
    ManifestSchema,
    /// Print what a shell needs to complete the flags
    Completions(completions::Args),
}

impl Default for Command {
    /// What is done where nothing is asked for: the state is shown.
    fn default() -> Self {
        Command::Status(status::Args::default())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        super::Cli::command().debug_assert();
        super::command("cratemill").debug_assert();
    }

    #[test]
    fn help_has_the_name_of_the_program() {
        let mut command = super::command("cratemill");
        let help = command.render_long_help().to_string();
        assert!(
            help.contains("cratemill codegen --check") && !help.contains("cargo xtask"),
            "{help}"
        );
        command.build();
        let below = command
            .find_subcommand_mut("add")
            .expect("a command")
            .render_long_help()
            .to_string();
        assert!(
            below.contains("cratemill add acme --from") && !below.contains("cargo xtask"),
            "{below}"
        );
    }
}
