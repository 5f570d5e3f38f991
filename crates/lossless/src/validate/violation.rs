use std::fmt;

/// All that is wrong with an instance; at least one violation. No value of the instance is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationErrors(Vec<Violation>);

/// One keyword of the schema that one value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Whether the value is wrong, or the schema can't be used.
    pub kind: Kind,
    /// The JSON Pointer of the value.
    pub instance_path: String,
    /// The URI and JSON Pointer of the keyword.
    pub schema_path: String,
    /// The keyword; empty if the schema can't be used.
    pub keyword: String,
    /// What is wrong.
    pub message: String,
}

/// What a [`Violation`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The value breaks a keyword.
    Constraint,
    /// The schema, or one of its patterns, can't be used, so that the value is not wholly judged.
    Unusable,
}

impl Violation {
    pub(crate) fn unusable(schema: &str, reason: String) -> Self {
        Violation {
            kind: Kind::Unusable,
            instance_path: String::new(),
            schema_path: schema.to_owned(),
            keyword: String::new(),
            message: format!("the schema can't be used: {reason}"),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.instance_path.is_empty() {
            write!(f, "{}: ", self.instance_path)?;
        }
        write!(f, "{} ({})", self.message, self.schema_path)
    }
}

impl ValidationErrors {
    pub(crate) fn unusable(schema: &str, reason: String) -> Self {
        ValidationErrors(vec![Violation::unusable(schema, reason)])
    }

    pub(crate) fn of(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() {
            Ok(())
        } else {
            Err(ValidationErrors(violations))
        }
    }

    /// The violations, in the order they were found.
    pub fn violations(&self) -> &[Violation] {
        &self.0
    }

    /// Whether the schema, or a part of it, can't be used.
    pub fn is_unusable(&self) -> bool {
        self.0.iter().any(|violation| violation.kind == Kind::Unusable)
    }
}

impl<'a> IntoIterator for &'a ValidationErrors {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A line each.
impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationErrors {}
