//! The figures as tables in Markdown.

use crate::cases::{Case, Shape, Work, sizes};
use crate::documents::Root;

/// A case and the instructions it took.
pub type Figures = [(Case, f64)];

/// Instructions per byte of the root types' texts, and in brackets the ratio to the base.
pub fn shapes(figures: &Figures, roots: &[Root]) -> Result<String, String> {
    let mut table = String::from(
        "| shape | keeps everything | read | read, unknown data | write | write, unknown data |\n|---|---|---|---|---|---|\n",
    );
    for shape in Shape::ALL {
        let keeps = match shape {
            Shape::Derive => "no",
            Shape::Flatten => "almost",
            Shape::Generated | Shape::GeneratedByRuntime => "yes",
        };
        table.push_str(&format!("| {} | {keeps} |", shape.name()));
        for (work, unknown) in [
            (Work::Read, false),
            (Work::Read, true),
            (Work::Write, false),
            (Work::Write, true),
        ] {
            let per_byte = |shape| per_byte(figures, roots, shape, work, unknown);
            let base = if unknown { Shape::Flatten } else { Shape::Derive };
            table.push_str(&match shape {
                Shape::Derive if unknown => " (lost) |".to_owned(),
                _ => format!(" {:.2} ({:.3}) |", per_byte(shape)?, per_byte(shape)? / per_byte(base)?),
            });
        }
        table.push('\n');
    }
    Ok(table)
}

fn per_byte(figures: &Figures, roots: &[Root], shape: Shape, work: Work, unknown: bool) -> Result<f64, String> {
    let (mut instructions, mut bytes) = (0.0, 0);
    for (case, count) in figures {
        if roots.contains(&case.root) && (case.shape, case.work, case.unknown) == (shape, work, unknown) {
            instructions += count;
            bytes += case.root.text(unknown).map_err(|error| error.to_string())?.len();
        }
    }
    Ok(instructions / bytes as f64)
}

/// The instructions of a case over all root types.
pub fn total(figures: &Figures, shape: Shape, work: Work, unknown: bool) -> f64 {
    let of = figures
        .iter()
        .filter(|(case, _)| (case.shape, case.work, case.unknown) == (shape, work, unknown));
    of.map(|(_, count)| count).sum()
}

/// `size_of` of the types.
pub fn memory() -> String {
    let mut table =
        String::from("| `size_of` | serde derive, by hand | derive + `flatten` map | generated |\n|---|---|---|---|\n");
    for (name, [derive, flatten, generated]) in sizes() {
        table.push_str(&format!("| {name} | {derive} | {flatten} | {generated} |\n"));
    }
    table
}
