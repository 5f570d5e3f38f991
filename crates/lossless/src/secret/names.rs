//! Names that say: the value is a secret.

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
    "kubeconfig",
    "mnemonic",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "psk",
    "puk",
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
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "decryption",
    "encryption",
    "hmac",
    "integration",
    "license",
    "master",
    "private",
    "recovery",
    "root",
    "secret",
    "server",
    "service",
    "session",
    "shared",
    "signing",
    "ssl",
    "storage",
    "stream",
    "symmetric",
    "tls",
];

/// Words after which a `code` is a secret.
const CODES: &[&str] = &[
    "2fa",
    "access",
    "activation",
    "auth",
    "authorization",
    "backup",
    "device",
    "factor",
    "login",
    "mfa",
    "otp",
    "pass",
    "pin",
    "recovery",
    "reset",
    "security",
    "sms",
    "tfa",
    "totp",
    "unlock",
    "verification",
];

/// Words after which a `phrase` is a secret.
const PHRASES: &[&str] = &["backup", "mnemonic", "pass", "recovery", "secret", "seed"];

/// Other last words, and the words after which they are secrets.
const OTHERS: &[(&str, &[&str])] = &[
    ("answer", &["secret", "security"]),
    ("assertion", &["client", "identity", "jwt", "oauth", "saml"]),
    ("auth", &["basic", "http", "proxy"]),
    ("number", &["card"]),
    (
        "pass",
        &[
            "admin", "auth", "database", "db", "ftp", "key", "proxy", "redis", "root", "smtp", "user",
        ],
    ),
    ("response", &["saml"]),
    ("seed", &["mnemonic", "otp", "totp", "wallet"]),
    (
        "uri",
        &["connection", "database", "otp", "otpauth", "provisioning", "totp"],
    ),
    (
        "url",
        &[
            "connection",
            "database",
            "otp",
            "otpauth",
            "presigned",
            "provisioning",
            "signed",
            "totp",
        ],
    ),
    ("verifier", &["code", "password", "pkce"]),
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
    "again",
    "base",
    "base64",
    "binary",
    "confirm",
    "confirmation",
    "current",
    "data",
    "digest",
    "encoded",
    "encrypted",
    "hash",
    "header",
    "hex",
    "jwk",
    "md5",
    "new",
    "old",
    "pem",
    "pkcs1",
    "pkcs8",
    "plain",
    "plaintext",
    "raw",
    "repeat",
    "repeated",
    "retype",
    "sha1",
    "sha256",
    "sha512",
    "string",
    "text",
    "value",
];

/// How names of several words end, written together.
const ENDS: &[&str] = &["connectionstring", "onetimecode", "socialsecuritynumber"];

/// How names without any sign of where a word ends end.
const JOINED: &[&str] = &[
    "accesskey",
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "appsecret",
    "authcode",
    "authkey",
    "authtoken",
    "backupcode",
    "bearertoken",
    "clientassertion",
    "clientsecret",
    "codeverifier",
    "csrftoken",
    "encryptionkey",
    "idtoken",
    "licensekey",
    "logintoken",
    "masterkey",
    "oauthtoken",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pincode",
    "privatekey",
    "privkey",
    "recoverycode",
    "refreshtoken",
    "resettoken",
    "secretkey",
    "seedphrase",
    "servicekey",
    "sessionkey",
    "sessiontoken",
    "setcookie",
    "sharedsecret",
    "signingkey",
    "signingsecret",
    "totpsecret",
    "webhooksecret",
];

/// What such names may end with behind that.
const JOINED_WRAPPINGS: &[&str] = &["confirm", "confirmation", "digest", "hash", "salt"];

/// Whether a property of this name holds a secret, judged by the words of the name: `accessToken`, `refresh_token`,
/// `apiKey`, `client-secret` do; `accessTokenExpiresIn`, `publicKey`, `nextPageToken` do not.
pub fn secret_name(name: &str) -> bool {
    let words = words(name);
    let whole = words.concat();
    if ENDS.iter().any(|end| singular(&whole).ends_with(end)) {
        return true;
    }
    let mut words = words
        .iter()
        .map(String::as_str)
        .rev()
        .skip_while(|word| WRAPPINGS.contains(word) || is_version(word));
    let Some(last) = words
        .next()
        .map(|last| singular(last.trim_end_matches(char::is_numeric)))
    else {
        return false;
    };
    let before = words.next().unwrap_or_default();
    match last {
        "key" => KEYS.contains(&before),
        "code" => CODES.contains(&before),
        "phrase" => PHRASES.contains(&before),
        "token" => !PLAIN_TOKENS.contains(&before),
        // Checks are called `assertions` too.
        "assertion" if whole == "assertion" => true,
        _ => {
            let others = OTHERS.iter().find(|(word, _)| *word == last);
            SECRETS.contains(&last) || is_joined(last) || others.is_some_and(|(_, words)| words.contains(&before))
        }
    }
}

fn is_version(word: &str) -> bool {
    word.strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_numeric))
}

/// Whether a word is several, the last of which say that it is a secret.
fn is_joined(word: &str) -> bool {
    let without = JOINED_WRAPPINGS.iter().filter_map(|end| word.strip_suffix(end));
    let mut forms = without.chain([word]);
    forms.any(|form| JOINED.iter().any(|end| form.ends_with(end)))
}

/// A word without the sign of the plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(singular) if !singular.ends_with('s') => singular,
        _ => word,
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
mod tests;
