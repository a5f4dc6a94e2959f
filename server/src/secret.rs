//! Keys, tokens, passwords: what proves who somebody is.

use crate::chance;
use app::domain::{
    id::{AssistantId, FileId, VisitorId, WorkspaceId},
    time::Timestamp,
};
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

/// Keys for each purpose, all drawn from one secret: a token of one kind never passes for another.
#[derive(Clone)]
pub struct Keys {
    visitor: [u8; 32],
    file: [u8; 32],
    mail: [u8; 32],
    webhook: [u8; 32],
    setting: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The keys that follow from `secret` (HKDF-SHA-256, RFC 5869).
    pub fn from_secret(secret: &[u8]) -> Self {
        let key = |purpose: &[u8]| {
            let mut key = [0; 32];
            Hkdf::<Sha256>::new(None, secret).expand(purpose, &mut key).expect("32 bytes are few enough");
            key
        };
        Self {
            visitor: key(b"baton visitor token v1"),
            mail: key(b"baton mail token v1"),
            file: key(b"baton file address v1"),
            webhook: key(b"baton webhook v1"),
            setting: key(b"baton setting v1"),
        }
    }

    /// `secret` as the database may keep it (ChaCha20-Poly1305): only we can open it, and only for this workspace.
    ///
    /// # Errors
    /// Where the cipher refuses, which it does only for what fits no memory.
    pub fn seal(&self, workspace: &WorkspaceId, secret: &str) -> anyhow::Result<String> {
        let dice = chance::secret();
        let nonce: [u8; NONCE_LEN] = std::array::from_fn(|at| dice[at]);
        let mut sealed = secret.as_bytes().to_vec();
        let of = Aad::from(workspace.as_str().as_bytes());
        let done = self.cipher().seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), of, &mut sealed);
        done.map_err(|_| anyhow::anyhow!("sealing a secret"))?;
        Ok(BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// What was sealed for this workspace; nothing where it was altered, is another's, or our secret is a new one.
    pub fn open(&self, workspace: &WorkspaceId, sealed: &str) -> Option<String> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let (nonce, mut rest) = (Nonce::try_assume_unique_for_key(nonce).ok()?, rest.to_vec());
        let opened = self.cipher().open_in_place(nonce, Aad::from(workspace.as_str().as_bytes()), &mut rest).ok()?;
        String::from_utf8(opened.to_vec()).ok()
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &self.setting).expect("32 bytes are its key"))
    }

    /// Our signature under what a mail's token says, cut to 80 bits: it is only ever tried against us, and has to fit an address.
    pub fn mail_signature(&self, said: &str) -> [u8; 10] {
        let whole = mac(&self.mail, said).finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }

    /// Whether `signature` is ours, in the same time for every wrong one.
    pub fn is_mail_signature(&self, said: &str, signature: &[u8; 10]) -> bool {
        mac(&self.mail, said).verify_truncated_left(signature).is_ok()
    }

    /// What the calls of a workspace's webhook are signed with.
    pub fn webhook_key(&self, workspace: &WorkspaceId) -> [u8; 32] {
        mac(&self.webhook, workspace.as_str()).finalize().into_bytes().into()
    }

    /// What stands for `address` where counting needs it and nobody needs to read it.
    pub fn shadow_of(&self, address: &str) -> String {
        let whole = mac(&self.mail, &format!("network address\n{address}")).finalize().into_bytes();
        BASE64.encode(&whole[..12])
    }

    /// The token that proves that its bearer is this visitor of this assistant.
    pub fn visitor_token(&self, assistant: &AssistantId, visitor: &VisitorId) -> String {
        let said = format!("{assistant}.{visitor}");
        format!("{said}.{}", BASE64.encode(mac(&self.visitor, &said).finalize().into_bytes()))
    }

    /// Who bears `token`; nothing where it wasn't made by us for `assistant`.
    pub fn visitor_of(&self, token: &str) -> Option<(AssistantId, VisitorId)> {
        let (said, signature) = token.rsplit_once('.')?;
        mac(&self.visitor, said).verify_slice(&BASE64.decode(signature).ok()?).ok()?;
        let (assistant, visitor) = said.split_once('.')?;
        Some((AssistantId::parse(assistant)?, VisitorId::parse(visitor)?))
    }

    /// What lets a visitor's browser open one file until `until`, as a piece of an address.
    pub fn file_token(&self, workspace: &WorkspaceId, visitor: &VisitorId, file: &FileId, until: Timestamp) -> String {
        let said = format!("{workspace}.{visitor}.{}", until.0);
        format!("{said}.{}", BASE64.encode(mac(&self.file, &format!("{said}.{file}")).finalize().into_bytes()))
    }

    /// Whose browser may open `file` with `token` at `now`; nothing where it wasn't made by us for it, or has run out.
    pub fn file_visitor(&self, token: &str, file: &FileId, now: Timestamp) -> Option<(WorkspaceId, VisitorId)> {
        let (said, signature) = token.rsplit_once('.')?;
        mac(&self.file, &format!("{said}.{file}")).verify_slice(&BASE64.decode(signature).ok()?).ok()?;
        let mut parts = said.split('.');
        let named = (WorkspaceId::parse(parts.next()?)?, VisitorId::parse(parts.next()?)?);
        let until = Timestamp(parts.next()?.parse().ok()?);
        (now < until).then_some(named)
    }
}

fn mac(key: &[u8; 32], said: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length fits");
    mac.update(said.as_bytes());
    mac
}

/// Whether two secrets are the same, in a time that doesn't tell where they differ.
pub fn is_same(given: &str, ours: &str) -> bool {
    // Of hashes, so that not even the length is told.
    let (given, ours) = (Sha256::digest(given.as_bytes()), Sha256::digest(ours.as_bytes()));
    given.iter().zip(&ours).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// A new session's token for the cookie: 256 bits by chance.
pub fn session_token() -> String {
    BASE64.encode(chance::secret())
}

/// What the database keeps of a token: its SHA-256 in hex.
pub fn hash_of(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The argon2id hash of `password`, as a PHC string. Slow by design: never on an async thread.
///
/// # Errors
/// Where the hasher refuses the password's length.
pub fn hash_password(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. As slow for an unknown account (`hash` absent) as for a known one.
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
    match known {
        Some(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        None => {
            // The same work, so that the time of the answer doesn't tell who has an account.
            let _ = hash_password(password);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::from_secret(b"a secret of the test")
    }

    #[test]
    fn a_visitors_token_names_its_bearer_and_cannot_be_altered() {
        let assistant = AssistantId::parse("assistant1").expect("fits");
        let visitor = VisitorId::parse("visitor1").expect("fits");
        let token = keys().visitor_token(&assistant, &visitor);
        assert_eq!(keys().visitor_of(&token), Some((assistant, visitor)));
        assert_eq!(keys().visitor_of(&token.replace("visitor1", "visitor2")), None);
        assert_eq!(Keys::from_secret(b"another").visitor_of(&token), None);
        for garbage in ["", ".", "a.b.c", "a.b.", &token[..token.len() - 2]] {
            assert_eq!(keys().visitor_of(garbage), None, "{garbage}");
        }
    }

    #[test]
    fn the_address_of_a_file_opens_that_file_for_a_while() {
        let (home, visitor) = (WorkspaceId::parse("home").expect("fits"), VisitorId::parse("visitor1").expect("fits"));
        let (file, other) = (FileId::parse("file1").expect("fits"), FileId::parse("file2").expect("fits"));
        let token = keys().file_token(&home, &visitor, &file, Timestamp(100));
        assert_eq!(keys().file_visitor(&token, &file, Timestamp(99)), Some((home, visitor)));
        assert_eq!(keys().file_visitor(&token, &file, Timestamp(100)), None);
        assert_eq!(keys().file_visitor(&token, &other, Timestamp(99)), None);
        for forged in [token.replace("visitor1", "visitor2"), token.replace(".100.", ".999."), String::new(), "a.b.c.d".to_owned()] {
            assert_eq!(keys().file_visitor(&forged, &file, Timestamp(99)), None, "{forged}");
        }
        let assistant = AssistantId::parse("assistant1").expect("fits");
        let visitor = VisitorId::parse("visitor1").expect("fits");
        assert_eq!(keys().file_visitor(&keys().visitor_token(&assistant, &visitor), &file, Timestamp(0)), None);
    }

    #[test]
    fn a_sealed_secret_opens_for_its_workspace_alone() {
        let (home, foreign) = (WorkspaceId::parse("home").expect("fits"), WorkspaceId::parse("elsewhere").expect("fits"));
        let sealed = keys().seal(&home, "Bearer \u{e4}").expect("seals");
        assert_eq!(keys().open(&home, &sealed).as_deref(), Some("Bearer \u{e4}"));
        assert_ne!(keys().seal(&home, "Bearer \u{e4}").expect("seals"), sealed, "each time with other dice");
        assert!(!sealed.contains("Bearer"));
        assert_eq!(keys().open(&foreign, &sealed), None);
        assert_eq!(Keys::from_secret(b"another").open(&home, &sealed), None);
        for broken in ["", "!", "AAAA", &sealed[..sealed.len() - 4], &format!("{sealed}AAAA")] {
            assert_eq!(keys().open(&home, broken), None, "{broken}");
        }
    }

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hash = hash_password("correct horse").expect("hashes");
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_password("correct horse", Some(&hash)));
        assert!(!is_password("correct horsf", Some(&hash)));
        assert!(!is_password("correct horse", None));
        assert!(!is_password("", Some("not a hash")));
    }
}
