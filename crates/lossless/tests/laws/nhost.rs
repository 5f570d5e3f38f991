//! The two types of Nhost's session schema.

use lossless::{DateTime, Extra, Maybe, Unknown, Uuid, Value};

#[derive(Clone)]
pub struct Session {
    pub access_token: String,
    pub access_token_expires_in: i64,
    pub refresh_token: Uuid,
    pub refresh_token_id: Option<Uuid>,
    pub user: User,
    pub extra: Extra,
}

lossless::slots! { Session, "Session", Value, 1 [0b10111] secrets [0b101];
    0 "accessToken" access_token required;
    1 "accessTokenExpiresIn" access_token_expires_in required;
    2 "refreshToken" refresh_token required;
    3 "refreshTokenId" refresh_token_id optional;
    4 "user" user required;
}

#[derive(Clone)]
pub struct User {
    pub id: Uuid,
    pub email: String,
    pub display_name: String,
    pub avatar_url: Option<String>,
    pub locale: String,
    pub email_verified: bool,
    pub phone_number: Maybe<String>,
    pub phone_number_verified: Option<bool>,
    pub default_role: String,
    pub allowed_roles: Vec<String>,
    pub is_anonymous: bool,
    pub created_at: Option<DateTime>,
    pub updated_at: Option<DateTime>,
    pub active_mfa_type: Maybe<ActiveMfaType>,
    pub metadata: Option<lossless::serde_json::Map<String, Value>>,
    pub extra: Extra,
}

lossless::slots! { User, "User", Value, 1 [0b111_0011_0111];
    0 "id" id required;
    1 "email" email required;
    2 "displayName" display_name required;
    3 "avatarUrl" avatar_url optional;
    4 "locale" locale required;
    5 "emailVerified" email_verified required;
    6 "phoneNumber" phone_number maybe;
    7 "phoneNumberVerified" phone_number_verified optional;
    8 "defaultRole" default_role required;
    9 "allowedRoles" allowed_roles required;
    10 "isAnonymous" is_anonymous required;
    11 "createdAt" created_at optional;
    12 "updatedAt" updated_at optional;
    13 "activeMfaType" active_mfa_type maybe;
    14 "metadata" metadata optional;
}

#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ActiveMfaType {
    Totp,
    Unknown(Unknown),
}

lossless::enumeration! { ActiveMfaType "ActiveMfaType"; Totp "totp"; }

/// What the provider's own example holds: a `refreshTokenId` that is no UUID, an empty text, nulls and an empty object.
pub const SESSION: &str = r#"{
  "accessToken": "eyJhbGciOiJIUzI1NiJ9",
  "accessTokenExpiresIn": 900,
  "refreshToken": "f6a7b8c9-d0e1-2345-fabc-456789012345",
  "refreshTokenId": "g7b8c9d0-e1f2-3456-gbcd-567890123456",
  "user": {
    "id": "a1b2c3d4-e5f6-7890-abcd-ef1234567890", "email": "jane@example.com", "displayName": "Jane", "avatarUrl": "",
    "locale": "en", "emailVerified": true, "phoneNumber": null, "phoneNumberVerified": false, "defaultRole": "user",
    "allowedRoles": ["user", "me"], "isAnonymous": false, "createdAt": "2026-01-15T10:30:00.000Z", "activeMfaType": null,
    "metadata": {}
  }
}"#;
