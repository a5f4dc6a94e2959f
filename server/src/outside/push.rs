//! Web push (RFC 8030): we prove who we are to the browser's maker (VAPID, RFC 8292), and encrypt for the browser alone
//! (RFC 8291), so that the maker who carries it can't read it.

use super::{Outbound, Refused};
use crate::chance;
use anyhow::{Context, anyhow};
use app::domain::time::Timestamp;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hkdf::Hkdf;
use reqwest::{
    Url,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use sha2::Sha256;

/// A push that can't be delivered within so many seconds is of no use any more.
const TTL: &str = "3600";
/// Our proof holds for twelve hours; makers take a day at most.
const PROOF_S: i64 = 12 * 3_600;
/// One record holds all that we ever push.
const RECORD: u32 = 4_096;
/// A public key of P-256: uncompressed, a byte and two coordinates.
const KEY_BYTES: usize = 65;

/// The key that proves to browsers' makers that pushes are ours.
pub struct PushKey(EcdsaKeyPair);

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKey(…)")
    }
}

impl PushKey {
    /// A new key, as it is kept.
    ///
    /// # Errors
    /// Where the machine has no chance to give.
    pub fn make() -> anyhow::Result<String> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Ok(BASE64.encode(made.map_err(|_| anyhow!("making a key for pushes"))?))
    }

    /// The key that was kept.
    ///
    /// # Errors
    /// Where it isn't one.
    pub fn open(kept: &str) -> anyhow::Result<Self> {
        let bytes = BASE64.decode(kept).context("reading the key of pushes")?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new());
        pair.map(Self).map_err(|why| anyhow!("reading the key of pushes: {why}"))
    }

    /// What a browser is told of it when it subscribes.
    pub fn public(&self) -> String {
        BASE64.encode(self.0.public_key())
    }

    /// Our proof to the maker at `audience`. `contact`: where its people reach ours, as an address of the web or of mail.
    fn proof(&self, audience: &str, contact: &str, now: Timestamp) -> anyhow::Result<String> {
        let claims = serde_json::json!({ "aud": audience, "exp": now.0 / 1_000 + PROOF_S, "sub": contact });
        let said = format!("{}.{}", BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#), BASE64.encode(claims.to_string()));
        let signature = self.0.sign(&SystemRandom::new(), said.as_bytes()).map_err(|_| anyhow!("signing a push"))?;
        Ok(format!("vapid t={said}.{}, k={}", BASE64.encode(signature), self.public()))
    }
}

/// A browser that takes pushes: where, and the keys that it made for us, both in base64url.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub endpoint: &'a str,
    pub p256dh: &'a str,
    pub auth: &'a str,
}

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    Taken,
    /// The browser takes no more pushes: it was uninstalled, or its owner withdrew the permission.
    Gone,
    /// Not now; why.
    Later(String),
    /// Not ever; why.
    Never(String),
}

/// Hands a push to the browser's maker.
pub async fn push(outbound: &Outbound, key: &PushKey, to: Target<'_>, words: &str, contact: &str, now: Timestamp) -> Pushed {
    let Ok((headers, body)) = request(key, to, words, contact, now) else {
        return Pushed::Never("the browser gave keys that are none".to_owned());
    };
    match outbound.post(to.endpoint, headers, body).await {
        Ok(200..300) => Pushed::Taken,
        Ok(404 | 410) => Pushed::Gone,
        Ok(status @ (429 | 500..)) => Pushed::Later(Refused::Status(status).to_string()),
        Ok(status) => Pushed::Never(Refused::Status(status).to_string()),
        Err(why @ (Refused::Address(_) | Refused::Private(_) | Refused::Plain(_))) => Pushed::Never(why.to_string()),
        Err(why) => Pushed::Later(why.to_string()),
    }
}

fn request(key: &PushKey, to: Target<'_>, words: &str, contact: &str, now: Timestamp) -> anyhow::Result<(HeaderMap, Vec<u8>)> {
    let audience = Url::parse(to.endpoint)?.origin().ascii_serialization();
    let body = encrypted(&BASE64.decode(to.p256dh)?, &BASE64.decode(to.auth)?, words.as_bytes())?;
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, key.proof(&audience, contact, now)?.parse()?);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    headers.insert(HeaderName::from_static("ttl"), HeaderValue::from_static(TTL));
    headers.insert(HeaderName::from_static("urgency"), HeaderValue::from_static("high"));
    Ok((headers, body))
}

/// Whether a browser's keys are keys.
pub fn are_keys(p256dh: &str, auth: &str) -> bool {
    let is_point = BASE64.decode(p256dh).is_ok_and(|it| it.len() == KEY_BYTES && it[0] == 4);
    is_point && BASE64.decode(auth).is_ok_and(|it| it.len() == 16)
}

/// `words` for that browser alone.
fn encrypted(theirs: &[u8], auth: &[u8], words: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mine = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).map_err(|_| anyhow!("making a key for one push"))?;
    let public = mine.compute_public_key().map_err(|_| anyhow!("making a key for one push"))?;
    let mut salt = [0; 16];
    salt.copy_from_slice(&chance::secret()[..16]);
    let sealed = agree_ephemeral(mine, &UnparsedPublicKey::new(&ECDH_P256, theirs), |secret| {
        sealed(&Secrets { shared: secret, auth, theirs, mine: public.as_ref(), salt }, words)
    });
    sealed.map_err(|_| anyhow!("the browser's key is none"))?
}

/// What both sides know of one push.
struct Secrets<'a> {
    /// Agreed on by both keys.
    shared: &'a [u8],
    auth: &'a [u8],
    theirs: &'a [u8],
    mine: &'a [u8],
    salt: [u8; 16],
}

/// The body of a push (RFC 8188 with the keys of RFC 8291): one record, the last.
fn sealed(of: &Secrets<'_>, words: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (key, nonce) = of.keys()?;
    let mut record = [words, &[2]].concat();
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).map_err(|_| anyhow!("sealing a push"))?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record).map_err(|_| anyhow!("sealing a push"))?;
    let length = u8::try_from(of.mine.len()).context("a key has 65 bytes")?;
    Ok([&of.salt[..], &RECORD.to_be_bytes(), &[length], of.mine, &record].concat())
}

impl Secrets<'_> {
    /// The key of the content, and the number that is used once.
    fn keys(&self) -> anyhow::Result<([u8; 16], [u8; 12])> {
        let (mut both, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
        let info = [b"WebPush: info\0", self.theirs, self.mine].concat();
        let few = |_| anyhow!("few bytes are asked for");
        Hkdf::<Sha256>::new(Some(self.auth), self.shared).expand(&info, &mut both).map_err(few)?;
        let content = Hkdf::<Sha256>::new(Some(&self.salt), &both);
        content.expand(b"Content-Encoding: aes128gcm\0", &mut key).map_err(few)?;
        content.expand(b"Content-Encoding: nonce\0", &mut nonce).map_err(few)?;
        Ok((key, nonce))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};

    fn bytes(text: &str) -> Vec<u8> {
        BASE64.decode(text).expect("base64url")
    }

    /// The example of RFC 8291, section 5 and appendix A.
    #[test]
    fn a_push_is_sealed_as_the_standards_example_is() {
        let (auth, theirs, mine) = (
            bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
        );
        let shared = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let of = Secrets { shared: &shared, auth: &auth, theirs: &theirs, mine: &mine, salt };
        let (key, nonce) = of.keys().expect("follow");
        assert_eq!((BASE64.encode(key), BASE64.encode(nonce)), ("oIhVW04MRdy2XN9CiKLxTg".to_owned(), "4h_95klXJ5E_qnoN".to_owned()));
        let body = sealed(&of, b"When I grow up, I want to be a watermelon").expect("seals");
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(BASE64.encode(body), expected);
    }

    #[test]
    fn our_proof_names_the_maker_and_is_signed_by_us() {
        let key = PushKey::open(&PushKey::make().expect("makes one")).expect("opens");
        let proof = key.proof("https://push.test", "mailto:support@example.com", Timestamp(1_000_000)).expect("signs");
        let token = proof.strip_prefix("vapid t=").and_then(|it| it.split(',').next()).expect("a token");
        let (said, signature) = token.rsplit_once('.').expect("is signed");
        let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(&key.public()));
        assert!(verifier.verify(said.as_bytes(), &bytes(signature)).is_ok());
        let claims = String::from_utf8(bytes(said.split('.').nth(1).expect("claims"))).expect("text");
        assert_eq!(claims, r#"{"aud":"https://push.test","exp":44200,"sub":"mailto:support@example.com"}"#);
        assert!(PushKey::open("nonsense").is_err());
    }

    #[test]
    fn keys_that_are_none_are_known_as_such() {
        let point = BASE64.encode([&[4][..], &[1; 64]].concat());
        assert!(are_keys(&point, &BASE64.encode([0; 16])));
        for (key, auth) in [("", ""), (point.as_str(), "AA"), ("AAAA", "AAAAAAAAAAAAAAAAAAAAAA")] {
            assert!(!are_keys(key, auth), "{key} {auth}");
        }
        assert!(encrypted(&bytes(&point), &[0; 16], b"hi").is_err(), "that point isn't on the curve");
    }
}
