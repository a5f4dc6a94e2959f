//! Who the owner's site says a visitor is: a JSON Web Token that it signed with the assistant's identity secret. Pure.
//!
//! There is one algorithm, HS256, and it isn't the token's to choose. A token is for one assistant (`aud`), names one person
//! (`sub`) and runs out within a day (`exp`).

use app::domain::{
    fault::Fault,
    label::{Attribute, LONGEST_KEY, LONGEST_VALUE, MOST_MARKS},
    person::Identity,
    text::{Email, Name},
    time::Timestamp,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;
use std::collections::BTreeMap;

/// Longer tokens aren't read.
const LONGEST: usize = 8_192;
/// A person's name on the site may have so many characters.
const LONGEST_SUBJECT: usize = 200;
/// A token may hold for so many seconds.
const LONGEST_LIFE: i64 = 24 * 3_600;
/// Clocks may differ by so many seconds.
const SKEW: i64 = 60;
/// What a token says of itself; everything else in it is about the visitor.
const OWN: [&str; 10] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name", "email", "attributes"];

/// What a token proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub identity: Identity,
    pub attributes: BTreeMap<String, Attribute>,
    pub until: Timestamp,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Option<Value>,
}

/// What `token` proves to the assistant of this public key.
///
/// # Errors
/// `Fault::Invalid` with what is wrong with it, for who builds the site.
pub fn verify(token: &str, secret: &str, audience: &str, now: Timestamp) -> Result<Proof, Fault> {
    let claims = signed(token, secret)?;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64).map(|it| it as i64);
    let now = now.0 / 1_000;
    let until = seconds("exp").ok_or_else(|| wrong("The identity token says no time at which it runs out (`exp`, in seconds)."))?;
    if until <= now {
        return Err(wrong("The identity token has run out. Sign a new one for each page."));
    }
    if until > now + LONGEST_LIFE + SKEW {
        return Err(wrong("The identity token may hold for 24 hours at the most; a few minutes are better."));
    }
    if seconds("nbf").is_some_and(|from| from > now + SKEW) {
        return Err(wrong("The identity token isn't valid yet. Check the clock of the server that signs it."));
    }
    if !is_for(claims.get("aud"), audience) {
        return Err(wrong("The identity token is for another assistant: its `aud` must be the public key."));
    }
    let identity = Identity { subject: subject(claims.get("sub"))?, name: name(&claims)?, email: email(&claims)? };
    Ok(Proof { identity, attributes: about(claims)?, until: Timestamp(until * 1_000) })
}

/// The claims, where the signature is ours.
fn signed(token: &str, secret: &str) -> Result<Map<String, Value>, Fault> {
    let malformed = || wrong("That is no identity token: it has three parts with dots between.");
    if token.len() > LONGEST {
        return Err(malformed());
    }
    let (said, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
    let (header, claims) = said.split_once('.').filter(|(_, claims)| !claims.contains('.')).ok_or_else(malformed)?;
    let decoded = |text: &str| BASE64.decode(text).map_err(|_| malformed());
    let header: Header = serde_json::from_slice(&decoded(header)?).map_err(|_| malformed())?;
    if header.alg != "HS256" || header.crit.is_some() {
        return Err(wrong("Sign the identity token with HS256."));
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key length fits");
    mac.update(said.as_bytes());
    let is_ours = !secret.is_empty() && mac.verify_slice(&decoded(signature)?).is_ok();
    if !is_ours {
        return Err(wrong("The identity token wasn't signed with this assistant's identity secret."));
    }
    serde_json::from_slice(&decoded(claims)?).map_err(|_| malformed())
}

fn wrong(say: &str) -> Fault {
    Fault::invalid("identity", say)
}

fn is_for(told: Option<&Value>, audience: &str) -> bool {
    match told {
        Some(Value::String(it)) => it == audience,
        Some(Value::Array(all)) => all.iter().any(|it| it.as_str() == Some(audience)),
        _ => false,
    }
}

fn subject(told: Option<&Value>) -> Result<String, Fault> {
    let subject = match told {
        Some(Value::String(it)) => it.trim().to_owned(),
        Some(Value::Number(it)) => it.to_string(),
        _ => String::new(),
    };
    let fits = (1..=LONGEST_SUBJECT).contains(&subject.chars().count()) && !subject.chars().any(char::is_control);
    if fits {
        Ok(subject)
    } else {
        Err(wrong("The identity token names nobody: its `sub` is your own id of the person, 1 to 200 characters."))
    }
}

fn name(claims: &Map<String, Value>) -> Result<Option<Name>, Fault> {
    said(claims, "name").map(Name::parse).transpose()
}

fn email(claims: &Map<String, Value>) -> Result<Option<Email>, Fault> {
    said(claims, "email").map(Email::parse).transpose()
}

fn said<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str).filter(|it| !it.trim().is_empty())
}

/// What the token says about the visitor: the claim `attributes`, and every claim of the site's own.
fn about(mut claims: Map<String, Value>) -> Result<BTreeMap<String, Attribute>, Fault> {
    let named = match claims.remove("attributes") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(it)) => it,
        Some(_) => return Err(wrong("`attributes` in the identity token is an object of names and values.")),
    };
    // Some libraries add claims of their own that are no plain values; they aren't about the visitor.
    claims.retain(|name, it| !OWN.contains(&name.as_str()) && !it.is_object() && !it.is_array());
    claims.extend(named);
    attributes(claims, true)
}

/// Attributes as a site gives them: flat, each a text, a number or a boolean. Null takes one away.
///
/// # Errors
/// `Fault::Invalid` with what doesn't fit.
pub fn attributes(given: Map<String, Value>, is_verified: bool) -> Result<BTreeMap<String, Attribute>, Fault> {
    let wrong = |say: String| Fault::invalid("attributes", &say);
    if given.len() > MOST_MARKS {
        return Err(wrong(format!("A visitor can have {MOST_MARKS} attributes.")));
    }
    let mut out = BTreeMap::new();
    for (name, value) in given {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_KEY || name.chars().any(char::is_control) {
            return Err(wrong(format!("An attribute's name has 1 to {LONGEST_KEY} characters.")));
        }
        let value = match value {
            Value::Null => String::new(),
            Value::Bool(it) => it.to_string(),
            Value::Number(it) => it.to_string(),
            Value::String(it) => it.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned(),
            Value::Array(_) | Value::Object(_) => return Err(wrong(format!("The attribute {name} is a text, a number or true or false."))),
        };
        if value.chars().count() > LONGEST_VALUE {
            return Err(wrong(format!("The attribute {name} can have {LONGEST_VALUE} characters.")));
        }
        out.insert(name.to_owned(), Attribute { value, is_verified, is_captured: false });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SECRET: &str = "the identity secret of a test";
    const KEY: &str = "pk_plum";
    const NOW: Timestamp = Timestamp(1_763_000_000_000);
    const SECONDS: i64 = 1_763_000_000;

    fn sign(header: &Value, claims: &str, secret: &str) -> String {
        let said = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("fits");
        mac.update(said.as_bytes());
        format!("{said}.{}", BASE64.encode(mac.finalize().into_bytes()))
    }

    fn token(claims: &Value) -> String {
        sign(&json!({ "alg": "HS256", "typ": "JWT" }), &claims.to_string(), SECRET)
    }

    fn whole() -> Value {
        json!({ "sub": "user-7", "aud": KEY, "exp": SECONDS + 300, "iat": SECONDS, "name": "Mara", "email": "Mara@X.test", "plan": "pro", "attributes": { "seats": 5, "is_admin": true } })
    }

    fn but(changes: &Value) -> String {
        let mut claims = whole();
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        token(&claims)
    }

    fn say(token: &str) -> String {
        match verify(token, SECRET, KEY, NOW) {
            Ok(_) => "fine".to_owned(),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn a_signed_token_proves_who_it_names_and_what_it_says() {
        let proof = verify(&token(&whole()), SECRET, KEY, NOW).expect("is ours");
        assert_eq!(proof.identity.subject, "user-7");
        assert_eq!((proof.identity.name, proof.identity.email), (Name::parse("Mara").ok(), Email::parse("mara@x.test").ok()));
        let told: Vec<_> = proof.attributes.iter().map(|(name, it)| (name.as_str(), it.value.as_str(), it.is_verified)).collect();
        assert_eq!(told, [("is_admin", "true", true), ("plan", "pro", true), ("seats", "5", true)]);
        assert_eq!(proof.until, Timestamp((SECONDS + 300) * 1_000));
        let bare = token(&json!({ "sub": 7, "aud": ["other", KEY], "exp": SECONDS + 86_400 }));
        let proof = verify(&bare, SECRET, KEY, NOW).expect("is ours");
        assert_eq!(proof.identity, Identity { subject: "7".to_owned(), name: None, email: None });
    }

    #[test]
    fn whatever_else_proves_nothing() {
        let claims = whole().to_string();
        let none = format!("{}.{}.", BASE64.encode(r#"{"alg":"none"}"#), BASE64.encode(&claims));
        let mut altered = token(&whole()).split('.').map(str::to_owned).collect::<Vec<_>>();
        altered[1] = BASE64.encode(claims.replace("user-7", "user-8"));
        for (what, token, told) in [
            ("empty", String::new(), "three parts"),
            ("garbage", "a.b.c".to_owned(), "three parts"),
            ("two parts", "a.b".to_owned(), "three parts"),
            ("five parts", format!("{}.x.y", token(&whole())), "three parts"),
            ("endless", "x".repeat(10_000), "three parts"),
            ("alg none", none, "HS256"),
            ("alg None", sign(&json!({ "alg": "None" }), &claims, SECRET), "HS256"),
            ("alg hs256", sign(&json!({ "alg": "hs256" }), &claims, SECRET), "HS256"),
            ("alg HS512", sign(&json!({ "alg": "HS512" }), &claims, SECRET), "HS256"),
            ("alg RS256", sign(&json!({ "alg": "RS256" }), &claims, SECRET), "HS256"),
            ("critical", sign(&json!({ "alg": "HS256", "crit": ["b64"] }), &claims, SECRET), "HS256"),
            ("no alg", sign(&json!({}), &claims, SECRET), "three parts"),
            ("another key", sign(&json!({ "alg": "HS256" }), &claims, "another"), "wasn't signed"),
            ("no key", sign(&json!({ "alg": "HS256" }), &claims, ""), "wasn't signed"),
            ("no signature", token(&whole()).rsplit_once('.').map(|(it, _)| format!("{it}.")).expect("has one"), "wasn't signed"),
            ("altered", altered.join("."), "wasn't signed"),
            ("no JSON", sign(&json!({ "alg": "HS256" }), "user-7", SECRET), "three parts"),
            ("a list", sign(&json!({ "alg": "HS256" }), "[]", SECRET), "three parts"),
            ("other audience", but(&json!({ "aud": "pk_other" })), "another assistant"),
            ("no audience", but(&json!({ "aud": null })), "another assistant"),
            ("expired", but(&json!({ "exp": SECONDS })), "has run out"),
            ("endless life", but(&json!({ "exp": SECONDS + 2 * 86_400 })), "24 hours"),
            ("milliseconds", but(&json!({ "exp": NOW.0 })), "24 hours"),
            ("no end", but(&json!({ "exp": null })), "no time"),
            ("an end in words", but(&json!({ "exp": "tomorrow" })), "no time"),
            ("not yet", but(&json!({ "nbf": SECONDS + 600 })), "isn't valid yet"),
            ("nobody", but(&json!({ "sub": " " })), "names nobody"),
            ("an object", but(&json!({ "sub": {} })), "names nobody"),
            ("no address", but(&json!({ "email": "nobody" })), "e-mail address"),
            ("a deep attribute", but(&json!({ "attributes": { "a": {} } })), "is a text"),
            ("a list of attributes", but(&json!({ "attributes": [] })), "an object"),
        ] {
            assert!(say(&token).contains(told), "{what}: {}", say(&token));
        }
        assert!(verify(&sign(&json!({ "alg": "HS256" }), &claims, ""), "", KEY, NOW).is_err(), "an empty secret signs nothing");
    }

    #[test]
    fn attributes_are_flat_few_and_short() {
        let of = |given: Value| attributes(given.as_object().cloned().expect("an object"), false);
        let fine = of(json!({ "cart_value": 201, " plan ": "Pro\u{7}", "is_new": false, "gone": null })).expect("fits");
        let told: Vec<_> = fine.iter().map(|(name, it)| (name.as_str(), it.value.as_str())).collect();
        assert_eq!(told, [("cart_value", "201"), ("gone", ""), ("is_new", "false"), ("plan", "Pro")]);
        assert!(fine.values().all(|it| !it.is_verified && !it.is_captured));
        let many: Map<String, Value> = (0..51).map(|n| (n.to_string(), Value::Null)).collect();
        for wrong in [json!({ "": 1 }), json!({ "a": [1] }), json!({ "a": "x".repeat(501) }), json!({ "x".repeat(41): 1 }), many.into()] {
            assert!(of(wrong).is_err());
        }
    }
}
