//! The same types as one would write them by hand, with serde's derive, which loses unknown properties.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Schema {
    #[serde(skip_serializing_if = "Option::is_none")]
    samples: Option<Vec<Sample>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<Event>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    methods: Option<Vec<Method>>,
}

macro_rules! objects {
    ($($name:ident { $($field:ident: $type:ty),* ; $($optional:ident: $inner:ty),* })*) => { $(
        #[derive(Serialize, Deserialize)]
        pub struct $name {
            $($field: $type,)*
            $(#[serde(skip_serializing_if = "Option::is_none")] $optional: Option<$inner>,)*
        }
    )* };
}

objects! {
    Opened { id: i64, actor: String, title: String, body: String, created_at: String; draft: bool }
    Closed { id: i64, actor: String, created_at: String; reason: String, comments: i64 }
    Labeled { id: i64, actor: String, labels: Vec<String>, created_at: String; color: String }
    Assigned { id: i64, actor: String, assignee: String, created_at: String; notified: bool }
    Renamed { id: i64, actor: String, from: String, to: String, created_at: String; }
    Merged { id: i64, actor: String, commit: String, files: i64, created_at: String; squashed: bool }
    Card { number: String, holder: String, expires: String; security: String, saved: bool }
    Account { iban: String, owner: String; bic: String, mandate: i64 }
    Wallet { wallet: String, email: String; verified: bool, balance: i64 }
    Voucher { code: String, value: i64; currency: String, expires: String }
    Invoice { address: String, days: i64; reference: String, reminders: Vec<String> }
    Cash { amount: i64, drawer: String; change: i64 }
    Sample { id: i64, name: String, active: bool; }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    Opened(Opened),
    Closed(Closed),
    Labeled(Labeled),
    Assigned(Assigned),
    Renamed(Renamed),
    Merged(Merged),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Method {
    Card(Card),
    Account(Account),
    Wallet(Wallet),
    Voucher(Voucher),
    Invoice(Invoice),
    Cash(Cash),
}
