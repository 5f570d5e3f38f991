//! `cargo xtask explain`: what a diagnostic means, and how a schema became a type.

use std::path::{Path, PathBuf};

use cratemill::diagnostic::{Code, Severity};
use cratemill::drift;
use cratemill::provider::Manifest;

use crate::{Exit, Failure, Terminal, panics, program, providers};

const EXAMPLES: &str = "\
Examples:
  cargo xtask explain                    all codes
  cargo xtask explain CM0201             what the diagnostic means and what to do
  cargo xtask explain CM-D203            what a change upstream means, and why
  cargo xtask explain nhost Session      how a schema became this Rust type
  cargo xtask explain nhost nhost-session-schema.json#/properties/user
                                         which Rust type this schema location became";

/// What to explain.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A diagnostic code, or a provider
    #[arg(value_name = "CODE|PROVIDER")]
    pub subject: Option<String>,
    /// With a provider: a Rust type, or a schema location `file.json#/pointer`
    #[arg(value_name = "TYPE|POINTER")]
    pub place: Option<String>,
    /// The folder of the providers [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let text = match (&args.subject, &args.place) {
        (None, _) => Ok(codes()),
        (Some(code), None) => explain_code(code),
        (Some(provider), Some(place)) => explain_place(args, root, provider, place),
    };
    let printed = text.and_then(|text| Ok(terminal.out.write_all(program::named(&text).as_bytes())?));
    terminal.finish(printed.map(|()| Exit::Fine))
}

/// Prints the JSON Schema of `provider.toml`.
pub fn manifest_schema(terminal: &mut Terminal<'_>) -> Exit {
    let text = serde_json::to_string_pretty(&Manifest::json_schema());
    let text = text.map_err(|cause| Failure {
        exit: Exit::CouldNotRun,
        message: format!("can't write the schema: {cause}"),
    });
    let printed = text.and_then(|text| Ok(writeln!(terminal.out, "{text}")?));
    terminal.finish(printed.map(|()| Exit::Fine))
}

fn codes() -> String {
    let line = |code: &Code| {
        let severity = match code.severity() {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        format!("{code}  {severity:<7}  {}\n", code.title())
    };
    let rules = drift::RULES.iter();
    let rules = rules.map(|rule| format!("{}  change  {}\n", rule.id, rule.title));
    Code::ALL.iter().map(line).chain(rules).collect()
}

fn explain_code(text: &str) -> Result<String, Failure> {
    if let Some(rule) = drift::rule(text) {
        return Ok(rule.explanation());
    }
    let code: Code = text.parse().map_err(|unknown| {
        let known = Code::ALL.iter().map(|code| code.as_str());
        let known = known.chain(drift::RULES.iter().map(|rule| rule.id));
        let meant = did_you_mean(cratemill::meant(text, known));
        Failure::usage(format!(
            "{unknown}; {meant}`cargo xtask explain` lists all\nfor a type: cargo xtask explain PROVIDER TYPE"
        ))
    })?;
    Ok(code.explanation().to_owned())
}

fn explain_place(args: &Args, root: &Path, provider: &str, place: &str) -> Result<String, Failure> {
    let asked = [provider.to_owned()];
    let (schemas, _) = match &args.schemas {
        Some(given) => providers::of_one(given, &asked)?,
        None => (root.join("schemas"), Vec::new()),
    };
    providers::select(&schemas, &asked)?;
    let read = providers::read(&schemas, provider)?;
    let text = panics::catch(|| cratemill::explain(&read.source, place));
    let text = text.map_err(|message| Failure {
        exit: Exit::Found,
        message: format!("the generator failed on `{provider}`: {message}"),
    })?;
    text.ok_or_else(|| {
        let like = panics::catch(|| cratemill::places_like(&read.source, place)).unwrap_or_default();
        let meant = did_you_mean(like.iter().map(String::as_str).collect());
        let place = place.escape_debug();
        Failure::usage(format!(
            "`{provider}` has no type and no schema location `{place}`\n{meant}generated/{provider}/types.json lists all"
        ))
    })
}

/// A question after what may have been meant; nothing where there is nothing to ask.
pub(crate) fn did_you_mean(meant: Vec<&str>) -> String {
    let meant: Vec<String> = meant.iter().map(|one| format!("`{}`", one.escape_debug())).collect();
    match meant.is_empty() {
        true => String::new(),
        false => format!("did you mean {}? ", meant.join(" or ")),
    }
}
