//! Telling the owner's own program something, signed (standardwebhooks.com): who gets it can prove that it is ours and new.

use super::{Outbound, Refused};
use app::domain::time::Timestamp;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;

/// What is told.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    pub url: &'a str,
    /// The same each time that it is tried, so that it can be known again.
    pub id: &'a str,
    pub at: Timestamp,
    pub body: String,
}

/// The secret as its owner gets it.
pub fn shown(key: &[u8; 32]) -> String {
    format!("whsec_{}", BASE64.encode(key))
}

/// Tells it.
///
/// # Errors
/// [`Refused`] where it can't be told, or the answer isn't a success.
pub async fn call(outbound: &Outbound, key: &[u8; 32], it: Call<'_>) -> Result<(), Refused> {
    let (at, signature) = ((it.at.0 / 1_000).to_string(), signature(key, &it));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in [("webhook-id", it.id), ("webhook-timestamp", &at), ("webhook-signature", &signature)] {
        let value = HeaderValue::from_str(value).map_err(|_| Refused::Address(it.url.to_owned()))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    match outbound.post(it.url, headers, it.body.into_bytes()).await? {
        200..300 => Ok(()),
        status => Err(Refused::Status(status)),
    }
}

fn signature(key: &[u8; 32], it: &Call<'_>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length fits");
    mac.update(format!("{}.{}.{}", it.id, it.at.0 / 1_000, it.body).as_bytes());
    format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_signed_as_the_standards_libraries_verify_it() {
        let call = Call { url: "", id: "msg_1", at: Timestamp(1_700_000_000_999), body: "{}".to_owned() };
        let key = [7; 32];
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("fits");
        mac.update(b"msg_1.1700000000.{}");
        assert_eq!(signature(&key, &call), format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())));
        assert!(shown(&key).starts_with("whsec_BwcH"));
        assert_ne!(signature(&key, &Call { body: "{ }".to_owned(), ..call.clone() }), signature(&key, &call));
    }
}
