//! The figures of many results, as a page.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::action::result::MADE;

/// What a change means, at its gravest; none where nothing changed.
fn word(drift: &Value) -> Option<&'static str> {
    if drift["changes"].as_array().is_none_or(Vec::is_empty) {
        return None;
    }
    let gravest = ["reader", "writer", "rust"].map(|to| drift[to].as_str().unwrap_or_default());
    let words = ["breaking", "unknown", "compatible"];
    words.into_iter().find(|word| gravest.contains(word))
}

/// How many of those that failed are shown with their reason.
const SHOWN: usize = 50;

/// The figures of many results.
pub(super) struct Board {
    providers: usize,
    /// How many ended so.
    statuses: BTreeMap<String, usize>,
    /// Sums of what is counted, in the order in which it is counted.
    sums: Vec<(&'static str, u64)>,
    /// How often there is a diagnostic, and with how many providers.
    codes: BTreeMap<String, (usize, usize)>,
    /// How many changed, by what the change means.
    drift: BTreeMap<&'static str, usize>,
    failed: Vec<(String, String)>,
    contradictions: Vec<String>,
}

const COUNTED: [&str; 6] = ["schemas", "types", "copies", "examples", "tests", "steps"];

impl Board {
    pub(super) fn of(results: &BTreeMap<String, Value>, contradictions: &[String]) -> Board {
        let mut board = Board {
            providers: results.len(),
            statuses: BTreeMap::new(),
            sums: COUNTED.map(|name| (name, 0)).to_vec(),
            codes: BTreeMap::new(),
            drift: BTreeMap::new(),
            failed: Vec::new(),
            contradictions: contradictions.to_vec(),
        };
        results.iter().for_each(|(name, result)| board.take(name, result));
        board
    }

    fn take(&mut self, name: &str, result: &Value) {
        let status = result["status"].as_str().unwrap_or_default();
        *self.statuses.entry(status.to_owned()).or_default() += 1;
        for (name, sum) in &mut self.sums {
            *sum += result["counts"][*name].as_u64().unwrap_or_default();
        }
        let diagnostics = result["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for one in diagnostics {
            *codes.entry(one["code"].as_str().unwrap_or_default()).or_default() += 1;
        }
        for (code, count) in codes {
            let (all, providers) = self.codes.entry(code.to_owned()).or_default();
            *all += count;
            *providers += 1;
        }
        if let Some(word) = word(&result["drift"]) {
            *self.drift.entry(word).or_default() += 1;
        }
        if status != MADE {
            let error = diagnostics.iter().find(|one| one["severity"] == "error");
            let why = error.map_or(status.to_owned(), |one| {
                let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
                format!("{} {}", text("code"), text("message"))
            });
            self.failed.push((name.to_owned(), why));
        }
    }

    /// Whether all were made, and nothing contradicts anything.
    pub(super) fn is_fine(&self) -> bool {
        self.failed.is_empty() && self.contradictions.is_empty()
    }

    /// The page; upstream's text stands in it as code.
    pub(super) fn to_markdown(&self) -> String {
        let mut text = format!("# {} providers\n\n| | |\n|---|---|\n", self.providers);
        let mut row = |name: &str, count: String| text.push_str(&format!("| {name} | {count} |\n"));
        self.statuses
            .iter()
            .for_each(|(status, count)| row(status, count.to_string()));
        self.sums.iter().for_each(|(name, sum)| row(name, sum.to_string()));
        self.drift
            .iter()
            .for_each(|(word, count)| row(&format!("changed, {word}"), count.to_string()));
        if !self.contradictions.is_empty() {
            text.push_str("\n## Contradictions\n\n");
            self.contradictions
                .iter()
                .for_each(|one| text.push_str(&format!("- {one}\n")));
        }
        if !self.failed.is_empty() {
            text.push_str("\n## Not made\n\n");
            for (name, why) in self.failed.iter().take(SHOWN) {
                let why: String = why.chars().filter(|c| !c.is_control() && *c != '`').take(200).collect();
                text.push_str(&format!("- {}: `{why}`\n", name.escape_debug()));
            }
            if let rest @ 1.. = self.failed.len().saturating_sub(SHOWN) {
                text.push_str(&format!("- and {rest} more\n"));
            }
        }
        if !self.codes.is_empty() {
            text.push_str("\n## Diagnostics\n\n| code | findings | providers |\n|---|---|---|\n");
            for (code, (all, providers)) in &self.codes {
                text.push_str(&format!("| {code} | {all} | {providers} |\n"));
            }
        }
        text
    }
}
