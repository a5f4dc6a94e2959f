//! What the assistants know.

words! {
    sources: "Sources", "Quellen";
}
