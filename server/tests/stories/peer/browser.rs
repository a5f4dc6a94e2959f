//! A browser that takes pushes: it makes the keys, and opens what is sealed for it (RFC 8291).

use app::api::alerts::Subscription;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hkdf::Hkdf;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    rand::SystemRandom,
};
use sha2::Sha256;

/// A browser, good for one push: its key is used once.
pub struct Browser {
    key: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    pub fn new() -> Self {
        let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("makes one");
        let public = key.compute_public_key().expect("has one").as_ref().to_vec();
        Self { key, public, auth: [9; 16] }
    }

    /// What it gives to whoever may push to it.
    pub fn subscription(&self, endpoint: &str) -> Subscription {
        let (p256dh, auth) = (BASE64.encode(&self.public), BASE64.encode(self.auth));
        Subscription { endpoint: endpoint.to_owned(), p256dh, auth, lang: "de".to_owned() }
    }

    /// What was pushed to it.
    pub fn opens(self, body: &[u8]) -> serde_json::Value {
        let (salt, rest) = body.split_at(16);
        let (record_size, rest) = rest.split_at(4);
        assert_eq!(record_size, 4_096_u32.to_be_bytes());
        let (theirs, sealed) = rest[1..].split_at(usize::from(rest[0]));
        let (mut both, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
        let info = [b"WebPush: info\0", self.public.as_slice(), theirs].concat();
        agree_ephemeral(self.key, &UnparsedPublicKey::new(&ECDH_P256, theirs), |shared| {
            Hkdf::<Sha256>::new(Some(&self.auth), shared).expand(&info, &mut both).expect("few bytes");
        })
        .expect("a point of the curve");
        let content = Hkdf::<Sha256>::new(Some(salt), &both);
        content.expand(b"Content-Encoding: aes128gcm\0", &mut key).expect("few bytes");
        content.expand(b"Content-Encoding: nonce\0", &mut nonce).expect("few bytes");
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("a key"));
        let mut record = sealed.to_vec();
        let opened = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record).expect("is for us");
        let (end, words) = opened.split_last().expect("has an end");
        assert_eq!(*end, 2, "the last record");
        serde_json::from_slice(words).expect("JSON")
    }
}
