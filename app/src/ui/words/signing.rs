//! How an owner's server signs a token, in the languages that most are written in. Programs read the same everywhere.

/// Each language and its lines; KEY stands for the public key.
pub const EXAMPLES: [(&str, &str); 4] = [
    (
        "Node",
        r#"import jwt from "jsonwebtoken"; // npm install jsonwebtoken
const token = jwt.sign(
  { sub: user.id, name: user.name, email: user.email, plan: user.plan },
  process.env.BATON_IDENTITY_SECRET,
  { algorithm: "HS256", audience: "KEY", expiresIn: "10m" },
);"#,
    ),
    (
        "Python",
        r#"import jwt, os, time  # pip install pyjwt
token = jwt.encode(
    {"sub": str(user.id), "name": user.name, "email": user.email, "plan": user.plan,
     "aud": "KEY", "exp": int(time.time()) + 600},
    os.environ["BATON_IDENTITY_SECRET"], algorithm="HS256")"#,
    ),
    (
        "PHP",
        r#"use Firebase\JWT\JWT; // composer require firebase/php-jwt
$token = JWT::encode(
    ["sub" => (string) $user->id, "name" => $user->name, "email" => $user->email, "plan" => $user->plan,
     "aud" => "KEY", "exp" => time() + 600],
    getenv("BATON_IDENTITY_SECRET"), "HS256");"#,
    ),
    (
        "Ruby",
        r#"require "jwt" # gem install jwt
token = JWT.encode(
  { sub: user.id.to_s, name: user.name, email: user.email, plan: user.plan,
    aud: "KEY", exp: Time.now.to_i + 600 },
  ENV["BATON_IDENTITY_SECRET"], "HS256")"#,
    ),
];

/// What the page says then.
pub const IN_PAGE: &str = r#"Baton("identify", { token });"#;
