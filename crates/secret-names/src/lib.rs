//! Which names of properties say that the value is a secret: what a generated type hides of its own, and the runtime of
//! what no type knows.

/// Last words of a name, in the singular, that say: the value is a secret.
const SECRETS: &[&str] = &[
    "authorization",
    "credential",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "secret",
];

/// Words after which a `key` is a secret.
const KEYS: &[&str] = &[
    "access",
    "api",
    "auth",
    "decryption",
    "encryption",
    "master",
    "private",
    "secret",
    "service",
    "shared",
    "signing",
];

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
    "idtoken",
    "privatekey",
    "refreshtoken",
    "secretkey",
    "sessiontoken",
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
        "token" => !PLAIN_TOKENS.contains(&before),
        _ => SECRETS.contains(&last) || JOINED.contains(&last),
    }
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
        ] {
            assert!(secret_name(name), "{name}");
        }
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
            "hash",
        ] {
            assert!(!secret_name(name), "{name}");
        }
    }
}
