//! What is measured: each shape of each root type, read and written.

use crate::by_hand::{derive, flatten};
use crate::documents::Root;
use crate::{atproto, nhost, stytch};
use lossless::Instance;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::hint::black_box;

/// How the types are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Derive,
    Flatten,
    Generated,
    GeneratedByRuntime,
}

impl Shape {
    pub const ALL: [Shape; 4] = [
        Shape::Derive,
        Shape::Flatten,
        Shape::Generated,
        Shape::GeneratedByRuntime,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Shape::Derive => "serde derive, by hand",
            Shape::Flatten => "derive + `flatten` map",
            Shape::Generated => "generated, through `serde_json`",
            Shape::GeneratedByRuntime => "generated, through `lossless`",
        }
    }
}

/// What is done with a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Work {
    Read,
    Write,
}

/// One measured case; `unknown` says whether the text has properties that the schema does not name.
#[derive(Clone, Copy)]
pub struct Case {
    pub root: Root,
    pub shape: Shape,
    pub work: Work,
    pub unknown: bool,
}

impl Case {
    /// Does the work some times over.
    pub fn run(self, times: u32) -> Result<(), Box<dyn Error>> {
        let text = &self.root.text(self.unknown)?;
        let work = self.work;
        match (self.shape, self.root) {
            (Shape::Derive, Root::Nhost) => by_serde::<derive::NhostSession>(work, text, times),
            (Shape::Derive, Root::Stytch) => by_serde::<derive::StytchSession>(work, text, times),
            (Shape::Derive, Root::StytchMember) => by_serde::<derive::StytchMemberSession>(work, text, times),
            (Shape::Derive, Root::Atproto) => by_serde::<derive::AtprotoSession>(work, text, times),
            (Shape::Flatten, Root::Nhost) => by_serde::<flatten::NhostSession>(work, text, times),
            (Shape::Flatten, Root::Stytch) => by_serde::<flatten::StytchSession>(work, text, times),
            (Shape::Flatten, Root::StytchMember) => by_serde::<flatten::StytchMemberSession>(work, text, times),
            (Shape::Flatten, Root::Atproto) => by_serde::<flatten::AtprotoSession>(work, text, times),
            (Shape::Generated, Root::Nhost) => by_serde::<nhost::Session>(work, text, times),
            (Shape::Generated, Root::Stytch) => by_serde::<stytch::Session>(work, text, times),
            (Shape::Generated, Root::StytchMember) => by_serde::<stytch::MemberSession>(work, text, times),
            (Shape::Generated, Root::Atproto) => by_serde::<atproto::Session>(work, text, times),
            (Shape::GeneratedByRuntime, Root::Nhost) => by_runtime::<nhost::Session>(work, text, times),
            (Shape::GeneratedByRuntime, Root::Stytch) => by_runtime::<stytch::Session>(work, text, times),
            (Shape::GeneratedByRuntime, Root::StytchMember) => by_runtime::<stytch::MemberSession>(work, text, times),
            (Shape::GeneratedByRuntime, Root::Atproto) => by_runtime::<atproto::Session>(work, text, times),
        }
    }
}

fn by_serde<T: DeserializeOwned + Serialize>(work: Work, text: &str, times: u32) -> Result<(), Box<dyn Error>> {
    let value: T = serde_json::from_str(text)?;
    for _ in 0..times {
        match work {
            Work::Read => drop(black_box(serde_json::from_str::<T>(black_box(text))?)),
            Work::Write => drop(black_box(serde_json::to_string(black_box(&value))?)),
        }
    }
    Ok(())
}

fn by_runtime<T: Instance + DeserializeOwned + Serialize>(
    work: Work,
    text: &str,
    times: u32,
) -> Result<(), Box<dyn Error>> {
    let value: T = lossless::from_str(text)?;
    for _ in 0..times {
        match work {
            Work::Read => drop(black_box(lossless::from_str::<T>(black_box(text))?)),
            Work::Write => drop(black_box(lossless::to_string(black_box(&value))?)),
        }
    }
    Ok(())
}

/// The type, and its size in bytes in the three ways to write it.
pub fn sizes() -> [(&'static str, [usize; 3]); 5] {
    macro_rules! sizes {
        ($($module:ident::$generated:ident $by_hand:ident)*) => { [$((
            concat!(stringify!($module), " ", stringify!($generated)),
            [size_of::<derive::$by_hand>(), size_of::<flatten::$by_hand>(), size_of::<$module::$generated>()],
        )),*] };
    }
    sizes! {
        nhost::Session NhostSession
        nhost::User NhostUser
        stytch::Session StytchSession
        stytch::MemberSession StytchMemberSession
        atproto::Session AtprotoSession
    }
}
