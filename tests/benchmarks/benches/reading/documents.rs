//! What is read and written, without white space, as a server sends it.

use serde_json::{Map, Value, json};

/// How many items an array has.
const ITEMS: usize = 60;

fn events() -> Vec<Value> {
    let at = "2024-05-01T12:00:00Z";
    let all = [
        json!({ "type": "opened", "id": 1024, "actor": "octavia", "title": "Totals are off by one", "body": "The sum of a page misses its last line.", "draft": false, "created_at": at }),
        json!({ "type": "closed", "id": 1025, "actor": "octavia", "reason": "completed", "comments": 12, "created_at": at }),
        json!({ "type": "labeled", "id": 1026, "actor": "hubert", "labels": ["bug", "good first issue"], "color": "d73a4a", "created_at": at }),
        json!({ "type": "assigned", "id": 1027, "actor": "hubert", "assignee": "octavia", "notified": true, "created_at": at }),
        json!({ "type": "renamed", "id": 1028, "actor": "octavia", "from": "Totals are off", "to": "Totals are off by one", "created_at": at }),
        json!({ "type": "merged", "id": 1029, "actor": "hubert", "commit": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "files": 3, "squashed": true, "created_at": at }),
    ];
    all.iter().cycle().take(ITEMS).cloned().collect()
}

pub fn tag_first() -> String {
    json!({ "events": events() }).to_string()
}

pub fn tag_last() -> String {
    let turned = events().into_iter().map(|mut event| {
        if let Some(event) = event.as_object_mut()
            && let Some(tag) = event.shift_remove("type")
        {
            event.insert("type".to_owned(), tag);
        }
        event
    });
    json!({ "events": turned.collect::<Vec<_>>() }).to_string()
}

fn methods() -> [Value; 6] {
    [
        json!({ "number": "4242 4242 4242 4242", "holder": "Octavia Butler", "expires": "2031-06", "security": "123", "saved": true }),
        json!({ "iban": "DE89370400440532013000", "bic": "COBADEFFXXX", "owner": "Octavia Butler", "mandate": 77 }),
        json!({ "wallet": "pocket", "email": "octavia@example.com", "verified": true, "balance": 1250 }),
        json!({ "code": "SPRING-24", "value": 500, "currency": "EUR", "expires": "2024-06-30" }),
        json!({ "address": "1 Main Street, Springfield", "days": 30, "reference": "R-1024", "reminders": ["2024-06-01", "2024-07-01"] }),
        json!({ "amount": 2000, "drawer": "north", "change": 40 }),
    ]
}

pub fn mixed() -> String {
    let all: Vec<_> = methods().iter().cycle().take(ITEMS).cloned().collect();
    json!({ "methods": all }).to_string()
}

pub fn first_fits() -> String {
    let all: Vec<_> = methods().iter().take(1).cycle().take(ITEMS).cloned().collect();
    json!({ "methods": all }).to_string()
}

pub fn array() -> String {
    let sample = |id: usize| json!({ "id": id, "name": format!("sample {id}"), "active": id.is_multiple_of(2) });
    json!({ "samples": (0..ITEMS).map(sample).collect::<Vec<_>>() }).to_string()
}

fn properties(count: usize) -> Map<String, Value> {
    (0..count).map(|index| (format!("new_{index}"), json!(index))).collect()
}

/// Properties that the schema does not name.
pub fn unknown(count: usize) -> String {
    Value::from(properties(count)).to_string()
}

/// A tag after so many unknown properties.
pub fn late_tag(count: usize) -> String {
    let mut all = properties(count);
    if let Some(Value::Object(event)) = events().into_iter().nth(1) {
        all.extend(event);
    }
    let tag = all.shift_remove("type");
    all.extend(tag.map(|tag| ("type".to_owned(), tag)));
    Value::from(all).to_string()
}

/// Unions inside of unions.
pub fn nested(depth: usize) -> String {
    let leaf = json!({ "leaf": "green" });
    let nested = (0..depth).fold(leaf, |child, _| json!({ "child": child, "note": "a branch" }));
    nested.to_string()
}
