//! Signing in.

words! {
    sign_in: "Sign in", "Anmelden";
    sign_in_to_baton: "Sign in to Baton", "Bei Baton anmelden";
    email: "E-mail", "E-Mail";
    password: "Password", "Passwort";
    many_attempts:
        "That was a lot of attempts. Wait a minute, then try again.",
        "Das waren viele Versuche. Warte eine Minute und versuche es dann erneut.";
    no_match:
        "E-mail and password don't match. Check both and try again.",
        "E-Mail und Passwort passen nicht zusammen. Prüfe beides und versuche es erneut.";
}
