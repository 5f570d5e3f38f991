//! `cratemill completions`: what a shell needs to complete the flags.

use clap_complete::Shell;

use crate::{Exit, Terminal, cli};

const EXAMPLES: &str = "\
Examples:
  cratemill completions bash > ~/.local/share/bash-completion/completions/cratemill
      for the installed program

  alias xt='cargo xtask'; source <(cargo xtask completions bash --name xt)
      for an alias of a workspace's own command: after `cargo` a shell completes what Cargo says";

/// For which shell, and for which command.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    pub shell: Shell,
    /// The command or alias that is completed
    #[arg(long, value_name = "COMMAND", default_value = "cratemill")]
    pub name: String,
}

/// Prints the script.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(&args.name), &args.name, &mut script);
    let printed = terminal.out.write_all(&script).map_err(Into::into);
    terminal.finish(printed.map(|()| Exit::Fine))
}
