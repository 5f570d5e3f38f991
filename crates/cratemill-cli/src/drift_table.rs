//! `cargo xtask drift-table`: what is said of single changes, beside what is right.

use std::fs;
use std::path::PathBuf;

use cratemill::drift::{RULES, Rule, Verdict, verdicts};
use cratemill::provider::ProviderSource;
use serde_json::Value;

use crate::{Exit, Failure, Terminal};

/// What to try.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Files of more changes, one a line: `{"change", "old", "new", "right"}`, `right` being a letter for reader, writer and
    /// Rust code each: `b` breaking, `u` not decidable, `?` either, any other compatible
    pub files: Vec<PathBuf>,
}

/// A single change.
struct Case {
    /// The rule that it is an example of; none where all that is said counts.
    rule: Option<&'static str>,
    what: String,
    old: Value,
    new: Value,
    right: String,
}

/// Runs the command: every example of a rule, and every change of the files.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Exit {
    let printed = table(args, terminal);
    terminal.finish(printed)
}

fn table(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut cases: Vec<Case> = RULES
        .iter()
        .filter(|rule| !rule.old.is_empty())
        .filter_map(example)
        .collect();
    for file in &args.files {
        let shown = file.display();
        let text = fs::read_to_string(file).map_err(|cause| Failure::usage(format!("can't read {shown}: {cause}")))?;
        for (number, line) in text.lines().enumerate() {
            let one = case(line).ok_or_else(|| Failure::usage(format!("{shown}:{}: no change", number + 1)))?;
            cases.push(one);
        }
    }
    let [mut right, mut wrong_safe, mut wrong_breaking, mut unknown] = [0; 4];
    for one in &cases {
        let said = said(one);
        let mut grade = "right";
        for (said, due) in said.chars().zip(one.right.chars()) {
            grade = match (said, due) {
                _ if grade == "wrong safe" => grade,
                ('!', _) => "wrong safe",
                ('-', 'b' | 'u') => "wrong safe",
                ('b', due) if !"bu?".contains(due) => "wrong breaking",
                ('u', due) if !"u?".contains(due) && grade == "right" => "unknown",
                _ => grade,
            };
        }
        *match grade {
            "right" => &mut right,
            "unknown" => &mut unknown,
            "wrong safe" => &mut wrong_safe,
            _ => &mut wrong_breaking,
        } += 1;
        writeln!(terminal.out, "{said}  {}  {grade:<14}  {}", one.right, one.what)?;
    }
    writeln!(
        terminal.out,
        "{} changes: {right} right, {wrong_safe} wrong safe, {wrong_breaking} wrong breaking, {unknown} unknown",
        cases.len()
    )?;
    Ok(match (wrong_safe, wrong_breaking) {
        (0, 0) => Exit::Fine,
        _ => Exit::Found,
    })
}

fn example(rule: &'static Rule) -> Option<Case> {
    let schema = |text: &str| serde_json::from_str(text).ok();
    Some(Case {
        rule: Some(rule.id),
        what: format!("{} {}", rule.id, rule.title),
        old: schema(rule.old)?,
        new: schema(rule.new)?,
        right: rule.verdicts.iter().map(|verdict| letter(*verdict)).collect(),
    })
}

fn case(line: &str) -> Option<Case> {
    let value: Value = serde_json::from_str(line).ok()?;
    Some(Case {
        rule: None,
        what: value.get("change")?.as_str()?.to_owned(),
        old: value.get("old")?.clone(),
        new: value.get("new")?.clone(),
        right: value.get("right")?.as_str()?.to_owned(),
    })
}

/// The letters of what is said; `!!!` where a version can't be generated, or nothing is said by the rule.
fn said(one: &Case) -> String {
    let provider = |schema: &Value| {
        let mut source = ProviderSource {
            name: "tiny".to_owned(),
            ..ProviderSource::default()
        };
        source.schemas.insert("a.json", schema.to_string()).ok()?;
        Some(source)
    };
    let found = || cratemill::compare(&provider(&one.old)?, &provider(&one.new)?).ok();
    let Some(mut changes) = found() else {
        return "!!!".to_owned();
    };
    changes.retain(|change| one.rule.is_none_or(|rule| rule == change.rule));
    if one.rule.is_some() && changes.is_empty() {
        return "!!!".to_owned();
    }
    let all = verdicts(&changes);
    [all.reader, all.writer, all.rust].into_iter().map(letter).collect()
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Compatible => '-',
        Verdict::Unknown => 'u',
        Verdict::Breaking => 'b',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_table_counts_what_is_wrong() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        let wrong = r#"{"change": "nothing", "old": {"type": "string"}, "new": {"type": "string"}, "right": "-b-"}"#;
        writeln!(file, "{wrong}").expect("a line");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal = Terminal {
            out: &mut out,
            err: &mut err,
            colour: false,
            progress: false,
        };
        let files = vec![file.path().to_owned()];
        let exit = run(&Args { files }, &mut terminal);
        let text = String::from_utf8(out).expect("text");
        assert_eq!(exit, Exit::Found);
        assert!(text.contains("---  -b-  wrong safe      nothing\n"), "{text}");
        let last = text.lines().last().unwrap_or_default();
        assert!(last.ends_with("1 wrong safe, 0 wrong breaking, 0 unknown"), "{last}");
    }
}
