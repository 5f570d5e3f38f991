use serde_json::Value;
use std::fmt;

/// Stands for a secret: `Debug` prints `[redacted]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An untyped value whose `Debug` redacts what lies under names that look secret, at any depth.
#[derive(Clone, Copy)]
pub struct Shown<'a>(pub &'a Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Array(items) => f.debug_list().entries(items.iter().map(Shown)).finish(),
            Value::Object(properties) => {
                let mut map = f.debug_map();
                for (name, value) in properties {
                    if secret_name(name) && !(value.is_number() && counts_tokens(name)) {
                        map.entry(name, &Redacted);
                    } else {
                        map.entry(name, &Shown(value));
                    }
                }
                map.finish()
            }
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Number(value) => fmt::Display::fmt(value, f),
            Value::String(text) => text.fmt(f),
        }
    }
}

/// Last words of a name, in the singular, that say: the value is a secret.
const SECRETS: &[&str] = &[
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "csc",
    "cvc",
    "cvv",
    "jwt",
    "mnemonic",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "psk",
    "pwd",
    "salt",
    "secret",
    "signature",
    "ssn",
    "totp",
];

/// Words after which a `key` is a secret.
const KEYS: &[&str] = &[
    "access",
    "api",
    "auth",
    "decryption",
    "encryption",
    "hmac",
    "master",
    "private",
    "recovery",
    "root",
    "secret",
    "service",
    "session",
    "shared",
    "signing",
    "storage",
    "stream",
    "symmetric",
];

/// Words after which a `code` is a secret.
const CODES: &[&str] = &[
    "access",
    "auth",
    "authorization",
    "backup",
    "mfa",
    "otp",
    "pass",
    "recovery",
    "security",
    "totp",
    "verification",
];

/// Words after which a `phrase` is a secret.
const PHRASES: &[&str] = &["backup", "mnemonic", "pass", "recovery", "secret", "seed"];

/// Words after which a `token` is a place in a list, a word of a text, or published.
const PLAIN_TOKENS: &[&str] = &[
    "after",
    "audio",
    "before",
    "bos",
    "cached",
    "completion",
    "continuation",
    "cursor",
    "delta",
    "end",
    "eos",
    "idempotency",
    "image",
    "input",
    "mask",
    "max",
    "min",
    "next",
    "output",
    "pad",
    "page",
    "pagination",
    "prev",
    "previous",
    "prompt",
    "public",
    "reasoning",
    "scroll",
    "special",
    "start",
    "stop",
    "sync",
    "text",
    "total",
    "unk",
    "used",
];

/// Last words that leave the meaning of the words before them as it is.
const WRAPPINGS: &[&str] = &[
    "base64",
    "encoded",
    "hash",
    "pem",
    "plain",
    "plaintext",
    "raw",
    "string",
    "text",
    "value",
];

/// The same names without any sign of where a word ends.
const JOINED: &[&str] = &[
    "accesskey",
    "accesstoken",
    "apikey",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "csrftoken",
    "encryptionkey",
    "idtoken",
    "privatekey",
    "refreshtoken",
    "secretkey",
    "sessionkey",
    "sessiontoken",
    "setcookie",
    "signingkey",
    "userpassword",
];

/// Whether a property of this name holds a secret, judged by the words of the name: `accessToken`, `refresh_token`,
/// `apiKey`, `client-secret` do; `accessTokenExpiresIn`, `publicKey`, `nextPageToken` do not.
pub fn secret_name(name: &str) -> bool {
    let words = words(name);
    let mut words = words
        .iter()
        .map(String::as_str)
        .rev()
        .skip_while(|word| WRAPPINGS.contains(word));
    let Some(last) = words.next().map(|last| last.strip_suffix('s').unwrap_or(last)) else {
        return false;
    };
    let before = words.next().unwrap_or_default();
    match last {
        "key" => KEYS.contains(&before),
        "code" => CODES.contains(&before),
        "phrase" => PHRASES.contains(&before),
        "token" => !PLAIN_TOKENS.contains(&before),
        _ => SECRETS.contains(&last) || JOINED.contains(&last),
    }
}

/// Whether a number of this name is one of tokens, or counts them: `tokens`.
pub fn counts_tokens(name: &str) -> bool {
    words(name).last().is_some_and(|last| last == "tokens")
}

/// The words of a name in camelCase, snake_case, kebab-case and so on, in lower case; numbers are no words.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let characters: Vec<char> = name.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let after_lower = index > 0 && !characters[index - 1].is_uppercase();
        let before_lower = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if !character.is_alphanumeric() || character.is_uppercase() && (after_lower || before_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && character.is_alphanumeric()
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty() && !word.chars().all(char::is_numeric));
    words
}

#[cfg(test)]
mod tests {
    use super::secret_name;

    #[test]
    fn names_of_secrets() {
        for name in [
            "accessToken",
            "refresh_token",
            "accessJwt",
            "refreshJwt",
            "jwt",
            "token",
            "clientSecret",
            "client-secret",
            "apiKey",
            "api_key",
            "API_KEY",
            "APIKey",
            "x-api-key",
            "sessionToken",
            "session_jwt",
            "idToken",
            "password",
            "passwordHash",
            "Password",
            "user.password",
            "privateKeyPem",
            "apikey",
            "accesstoken",
            "secret_2",
            "pin",
            "signing-key",
            "Authorization",
            "JWTToken",
            "csrfToken",
            "otp",
            "OTP",
            "sms_otp",
            "totp",
            "credential",
            "credentials",
            "userCredentials",
            "signature",
            "x-signature",
            "cookie",
            "cookies",
            "Set-Cookie",
            "session_key",
            "sessionKey",
            "sessionkey",
            "recoveryCodes",
            "backup_code",
            "seedPhrase",
            "cvv",
            "card.cvc",
            "ssn",
            "passwordSalt",
        ] {
            assert!(secret_name(name), "{name}");
        }
    }

    #[test]
    fn a_number_of_tokens_is_shown() {
        let value = serde_json::json!({ "tokens": 12, "usage": { "tokens": [1], "token": 7, "pin": 9 } });
        assert_eq!(
            format!("{:?}", super::Shown(&value)),
            r#"{"tokens": 12, "usage": {"tokens": [redacted], "token": [redacted], "pin": [redacted]}}"#
        );
    }

    #[test]
    fn names_of_other_things() {
        for name in [
            "accessTokenExpiresIn",
            "refreshTokenId",
            "tokenType",
            "publicKey",
            "public_token",
            "nextPageToken",
            "pageToken",
            "continuationToken",
            "nextToken",
            "idempotencyKey",
            "sortKey",
            "key",
            "maxTokens",
            "total_tokens",
            "passwordResetAt",
            "secretId",
            "",
            "_",
            "value",
            "pinned",
            "spin",
            "tokenizer",
            "max_tokens",
            "next_page_token",
            "keyboard",
            "hash",
            "cookieBanner",
            "signatureAlgorithm",
            "credentialId",
            "otpLength",
            "code",
            "countryCode",
            "session_id",
            "primaryKey",
            "pinCount",
            "bearerFormat",
            "phrase",
        ] {
            assert!(!secret_name(name), "{name}");
        }
    }
}
