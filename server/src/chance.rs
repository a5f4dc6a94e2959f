//! Chance: ids that sort by age, secrets that nobody guesses.

use app::domain::time::Timestamp;
use rand::{Rng, RngCore};
use ulid::Ulid;

/// A new id, as a ULID in lower case: sortable by `now`, unique by chance.
#[expect(clippy::disallowed_methods, reason = "the one place that rolls dice")]
pub fn id(now: Timestamp) -> String {
    let ms = u64::try_from(now.0).unwrap_or(0);
    Ulid::from_parts(ms, rand::rng().random()).to_string().to_lowercase()
}

/// 32 bytes that nobody guesses.
#[expect(clippy::disallowed_methods, reason = "the one place that rolls dice")]
pub fn secret() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Up to `max` milliseconds, for spreading what would else come at once.
#[expect(clippy::disallowed_methods, reason = "the one place that rolls dice")]
pub fn jitter(max: i64) -> i64 {
    rand::rng().random_range(0..=max)
}

macro_rules! new_ids {
    ($($name:ident => $id:ident),*) => {$(
        /// A new id of this kind.
        pub fn $name(now: Timestamp) -> app::domain::id::$id {
            app::domain::id::$id::parse(&id(now)).expect("a ULID is an id")
        }
    )*};
}
new_ids!(workspace => WorkspaceId, account => AccountId, assistant => AssistantId, visitor => VisitorId, conversation => ConversationId, message => MessageId, source => SourceId, document => DocumentId, passage => PassageId, view => ViewId, team => TeamId, file => FileId, alert => AlertId, device => DeviceId, test_question => TestQuestionId);
