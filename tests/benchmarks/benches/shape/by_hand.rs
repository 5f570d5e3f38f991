//! The founding types as one would write them by hand, after their schemas.

/// Declares the types; each object has the given field besides its own.
macro_rules! types {
    ($($extra:tt)*) => {
        use serde::{Deserialize, Serialize};
        use serde_json::{Map, Value};

        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct NhostSession {
            access_token: String,
            access_token_expires_in: i64,
            refresh_token: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            refresh_token_id: Option<String>,
            user: NhostUser,
            $($extra)*
        }

        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct NhostUser {
            id: String,
            email: String,
            display_name: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            avatar_url: Option<String>,
            locale: String,
            email_verified: bool,
            phone_number: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            phone_number_verified: Option<bool>,
            default_role: String,
            allowed_roles: Vec<String>,
            is_anonymous: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            created_at: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            updated_at: Option<String>,
            active_mfa_type: Option<ActiveMfaType>,
            #[serde(skip_serializing_if = "Option::is_none")]
            metadata: Option<Map<String, Value>>,
            $($extra)*
        }

        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ActiveMfaType {
            Totp,
        }

        #[derive(Serialize, Deserialize)]
        pub struct StytchSession {
            session_id: String,
            user_id: String,
            authentication_factors: Vec<Value>,
            roles: Vec<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            started_at: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            last_accessed_at: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            expires_at: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            attributes: Option<Value>,
            #[serde(skip_serializing_if = "Option::is_none")]
            custom_claims: Option<Map<String, Value>>,
            $($extra)*
        }

        #[derive(Serialize, Deserialize)]
        pub struct StytchMemberSession {
            member_session_id: String,
            member_id: String,
            started_at: String,
            last_accessed_at: String,
            expires_at: String,
            authentication_factors: Vec<Value>,
            organization_id: String,
            roles: Vec<String>,
            organization_slug: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            custom_claims: Option<Map<String, Value>>,
            $($extra)*
        }

        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct AtprotoSession {
            access_jwt: String,
            refresh_jwt: String,
            handle: String,
            did: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            did_doc: Option<Map<String, Value>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            email: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            email_confirmed: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            email_auth_factor: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            active: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            status: Option<AtprotoStatus>,
            $($extra)*
        }

        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum AtprotoStatus {
            Takendown,
            Suspended,
            Deactivated,
        }
    };
}

/// Unknown properties are lost; `null` is not told from absent.
pub mod derive {
    types! {}
}

/// Unknown properties are kept; `null` is not told from absent.
pub mod flatten {
    types! {
        #[serde(flatten)]
        extra: Map<String, Value>,
    }
}
