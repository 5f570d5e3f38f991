//! The two types of Nhost's session schema.

use lossless::serde::de::MapAccess;
use lossless::serde::ser::SerializeMap;
use lossless::{DateTime, Extra, Field, Instance, Maybe, Object, UNKNOWN, Unknown, Uuid, Value, property};

#[derive(Clone)]
pub struct Session {
    pub access_token: String,
    pub access_token_expires_in: i64,
    pub refresh_token: Uuid,
    pub refresh_token_id: Option<Uuid>,
    pub user: User,
    pub extra: Extra,
}

impl Object for Session {
    type Extra = Value;
    type Seen = [u64; 1];
    const NAME: &'static str = "Session";
    const PROPERTIES: &'static [&'static str] = &[
        "accessToken",
        "accessTokenExpiresIn",
        "refreshToken",
        "refreshTokenId",
        "user",
    ];
    const FIELDS: &'static [&'static str] = &[
        "access_token",
        "access_token_expires_in",
        "refresh_token",
        "refresh_token_id",
        "user",
    ];
    const REQUIRED: [u64; 1] = [0b10111];
    const SECRETS: [u64; 1] = [0b101];
    fn index(name: &str) -> u16 {
        match name {
            "accessToken" => 0,
            "accessTokenExpiresIn" => 1,
            "refreshToken" => 2,
            "refreshTokenId" => 3,
            "user" => 4,
            _ => UNKNOWN,
        }
    }
    fn blank() -> Self {
        Session {
            access_token: Instance::blank(),
            access_token_expires_in: Instance::blank(),
            refresh_token: Instance::blank(),
            refresh_token_id: None,
            user: Instance::blank(),
            extra: Extra::new(),
        }
    }
    fn read<'de, A: MapAccess<'de>>(&mut self, index: u16, map: &mut A) -> Result<(), A::Error> {
        match index {
            0 => property::required(&mut self.access_token, map),
            1 => property::required(&mut self.access_token_expires_in, map),
            2 => property::required(&mut self.refresh_token, map),
            3 => property::optional(&mut self.refresh_token_id, "refreshTokenId", &mut self.extra, map),
            _ => property::required(&mut self.user, map),
        }
    }
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        property::write(map, "accessToken", &self.access_token)?;
        property::write(map, "accessTokenExpiresIn", &self.access_token_expires_in)?;
        property::write(map, "refreshToken", &self.refresh_token)?;
        property::write_optional(map, "refreshTokenId", &self.refresh_token_id, &self.extra)?;
        property::write(map, "user", &self.user)?;
        self.extra.write(map, Self::index)
    }
    fn field(&self, index: u16) -> &dyn Field {
        match index {
            0 => &self.access_token,
            1 => &self.access_token_expires_in,
            2 => &self.refresh_token,
            3 => &self.refresh_token_id,
            4 => &self.user,
            _ => &self.extra,
        }
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
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

impl Object for User {
    type Extra = Value;
    type Seen = [u64; 1];
    const NAME: &'static str = "User";
    const PROPERTIES: &'static [&'static str] = &[
        "id",
        "email",
        "displayName",
        "avatarUrl",
        "locale",
        "emailVerified",
        "phoneNumber",
        "phoneNumberVerified",
        "defaultRole",
        "allowedRoles",
        "isAnonymous",
        "createdAt",
        "updatedAt",
        "activeMfaType",
        "metadata",
    ];
    const FIELDS: &'static [&'static str] = &[
        "id",
        "email",
        "display_name",
        "avatar_url",
        "locale",
        "email_verified",
        "phone_number",
        "phone_number_verified",
        "default_role",
        "allowed_roles",
        "is_anonymous",
        "created_at",
        "updated_at",
        "active_mfa_type",
        "metadata",
    ];
    const REQUIRED: [u64; 1] = [0b111_0011_0111];
    fn index(name: &str) -> u16 {
        match name {
            "id" => 0,
            "email" => 1,
            "displayName" => 2,
            "avatarUrl" => 3,
            "locale" => 4,
            "emailVerified" => 5,
            "phoneNumber" => 6,
            "phoneNumberVerified" => 7,
            "defaultRole" => 8,
            "allowedRoles" => 9,
            "isAnonymous" => 10,
            "createdAt" => 11,
            "updatedAt" => 12,
            "activeMfaType" => 13,
            "metadata" => 14,
            _ => UNKNOWN,
        }
    }
    fn blank() -> Self {
        User {
            id: Instance::blank(),
            email: Instance::blank(),
            display_name: Instance::blank(),
            avatar_url: None,
            locale: Instance::blank(),
            email_verified: Instance::blank(),
            phone_number: Maybe::Absent,
            phone_number_verified: None,
            default_role: Instance::blank(),
            allowed_roles: Instance::blank(),
            is_anonymous: Instance::blank(),
            created_at: None,
            updated_at: None,
            active_mfa_type: Maybe::Absent,
            metadata: None,
            extra: Extra::new(),
        }
    }
    fn read<'de, A: MapAccess<'de>>(&mut self, index: u16, map: &mut A) -> Result<(), A::Error> {
        match index {
            0 => property::required(&mut self.id, map),
            1 => property::required(&mut self.email, map),
            2 => property::required(&mut self.display_name, map),
            3 => property::optional(&mut self.avatar_url, "avatarUrl", &mut self.extra, map),
            4 => property::required(&mut self.locale, map),
            5 => property::required(&mut self.email_verified, map),
            6 => property::maybe(&mut self.phone_number, map),
            7 => property::optional(
                &mut self.phone_number_verified,
                "phoneNumberVerified",
                &mut self.extra,
                map,
            ),
            8 => property::required(&mut self.default_role, map),
            9 => property::required(&mut self.allowed_roles, map),
            10 => property::required(&mut self.is_anonymous, map),
            11 => property::optional(&mut self.created_at, "createdAt", &mut self.extra, map),
            12 => property::optional(&mut self.updated_at, "updatedAt", &mut self.extra, map),
            13 => property::maybe(&mut self.active_mfa_type, map),
            _ => property::optional(&mut self.metadata, "metadata", &mut self.extra, map),
        }
    }
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        property::write(map, "id", &self.id)?;
        property::write(map, "email", &self.email)?;
        property::write(map, "displayName", &self.display_name)?;
        property::write_optional(map, "avatarUrl", &self.avatar_url, &self.extra)?;
        property::write(map, "locale", &self.locale)?;
        property::write(map, "emailVerified", &self.email_verified)?;
        property::write_maybe(map, "phoneNumber", &self.phone_number)?;
        property::write_optional(map, "phoneNumberVerified", &self.phone_number_verified, &self.extra)?;
        property::write(map, "defaultRole", &self.default_role)?;
        property::write(map, "allowedRoles", &self.allowed_roles)?;
        property::write(map, "isAnonymous", &self.is_anonymous)?;
        property::write_optional(map, "createdAt", &self.created_at, &self.extra)?;
        property::write_optional(map, "updatedAt", &self.updated_at, &self.extra)?;
        property::write_maybe(map, "activeMfaType", &self.active_mfa_type)?;
        property::write_optional(map, "metadata", &self.metadata, &self.extra)?;
        self.extra.write(map, Self::index)
    }
    fn field(&self, index: u16) -> &dyn Field {
        match index {
            0 => &self.id,
            1 => &self.email,
            2 => &self.display_name,
            3 => &self.avatar_url,
            4 => &self.locale,
            5 => &self.email_verified,
            6 => &self.phone_number,
            7 => &self.phone_number_verified,
            8 => &self.default_role,
            9 => &self.allowed_roles,
            10 => &self.is_anonymous,
            11 => &self.created_at,
            12 => &self.updated_at,
            13 => &self.active_mfa_type,
            14 => &self.metadata,
            _ => &self.extra,
        }
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ActiveMfaType {
    Totp,
    Unknown(Unknown),
}

impl lossless::Enumeration for ActiveMfaType {
    const NAME: &'static str = "ActiveMfaType";
    const VALUES: &'static [&'static str] = &["totp"];
    const KNOWN: &'static [Self] = &[Self::Totp];
    fn from_text(text: &str) -> Self {
        match text {
            "totp" => Self::Totp,
            _ => Self::Unknown(Unknown::__new(text)),
        }
    }
    fn as_str(&self) -> &str {
        match self {
            Self::Totp => "totp",
            Self::Unknown(text) => text.as_str(),
        }
    }
    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

lossless::objects! { Session, User }
lossless::enumerations! { ActiveMfaType }

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
