//! What people attach: taken in, opened, swept away where no message brought it.

use super::{Desk, Failure, Guest, Result};
use crate::{
    chance,
    files::{LONGEST_SIDE, MOST_PIXELS, kind, stripped},
    secret::Keys,
    store::{self, file::Sender},
};
use app::{
    api::Caller,
    domain::{
        fault::Fault,
        file::{File, empty},
        id::{FileId, VisitorId, WorkspaceId},
        time::Timestamp,
    },
    talk::{Attached, Entry, attached},
};
use futures::FutureExt;

/// A name may have this many characters.
const LONGEST_NAME: usize = 120;
/// A visitor may send so many files an hour.
const MOST_PER_HOUR: i64 = 30;
/// A visitor may send so many bytes a day: 100 MB.
const MOST_PER_DAY: i64 = 100 << 20;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// So many orphans are swept in one go.
const AT_ONCE: i64 = 200;

impl Desk {
    /// Takes in a file of a member.
    ///
    /// # Errors
    /// `Invalid` for an empty file, or a picture that is too large or damaged.
    pub async fn upload(&self, me: &Caller, name: &str, bytes: Vec<u8>) -> Result<File> {
        self.take_in(&me.workspace, Sender::Agent(me.account.clone()), name, bytes).await
    }

    /// Takes in a file of a visitor.
    ///
    /// # Errors
    /// As [`Desk::upload`]; `TooMany` after too many files or bytes; `NotAllowed` for a visitor who is blocked.
    pub async fn upload_of_visitor(&self, guest: &Guest, name: &str, bytes: Vec<u8>) -> Result<Attached> {
        let known = store::conversation::of_visitor(&self.db, &guest.workspace, &guest.visitor).await?;
        if known.as_ref().is_some_and(|it| it.is_blocked) {
            return Err(Fault::ended().into());
        }
        // Where their conversation was merged, it is the visitor's of the one that goes on.
        let visitor = known.map_or_else(|| guest.visitor.clone(), |it| it.visitor.id);
        let file = self.take_in_of_visitor(&guest.workspace, &visitor, name, bytes).await?;
        let mut shown = attached(&file);
        self.sign(&guest.workspace, &visitor, &mut shown);
        Ok(shown)
    }

    /// Takes in what a visitor sent, from the widget or by mail, as far as they may send more.
    pub(super) async fn take_in_of_visitor(
        &self,
        workspace: &WorkspaceId,
        visitor: &VisitorId,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<File> {
        let (now, by) = (self.clock.now(), Sender::Visitor(visitor.clone()));
        let (n_files, _) = store::file::uploaded_since(&self.db, workspace, &by, now.plus(-HOUR_MS)).await?;
        let (_, n_bytes) = store::file::uploaded_since(&self.db, workspace, &by, now.plus(-DAY_MS)).await?;
        if n_files >= MOST_PER_HOUR || n_bytes.saturating_add_unsigned(bytes.len() as u64) > MOST_PER_DAY {
            return Err(Fault::TooMany { seconds: HOUR_MS.unsigned_abs() / 1000 }.into());
        }
        self.take_in(workspace, by, name, bytes).await
    }

    async fn take_in(&self, workspace: &WorkspaceId, by: Sender, name: &str, bytes: Vec<u8>) -> Result<File> {
        if bytes.is_empty() {
            return Err(empty().into());
        }
        let found = kind(&bytes);
        if let Some((width, height)) = found.pixels
            && (width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS)
        {
            return Err(Fault::invalid("file", "This picture has too many pixels. Make it smaller and attach it again.").into());
        }
        let damaged = || Fault::invalid("file", "This picture is damaged. Save it anew and attach it again.");
        let bytes = stripped(found.media, &bytes).ok_or_else(damaged)?;
        let now = self.clock.now();
        let file = File {
            id: chance::file(now),
            name: clean_name(name),
            media: found.media.to_owned(),
            bytes: bytes.len() as u64,
            width: found.pixels.map(|it| it.0),
            height: found.pixels.map(|it| it.1),
        };
        // The bytes first: a file that is noted is there.
        self.files.put(workspace, &file.id, bytes).await?;
        let (wall, copy) = (workspace.clone(), file.clone());
        self.db.write::<_, Failure, _>(move |tx| async move { Ok(store::file::add(tx, &wall, &copy, &by, now).await?) }.boxed()).await?;
        Ok(file)
    }

    /// A file for a member, with its bytes.
    ///
    /// # Errors
    /// `NotFound` where it isn't this workspace's, or is a colleague's that no message has brought.
    pub async fn file(&self, me: &Caller, id: &FileId) -> Result<(File, Vec<u8>)> {
        let file = store::file::for_member(&self.db, &me.workspace, id, &me.account).await?;
        self.with_bytes(&me.workspace, file).await
    }

    /// The file that a signed address opens, with its bytes.
    ///
    /// # Errors
    /// `NotFound` where the address isn't ours, has run out, or the file isn't that visitor's to see.
    pub async fn file_by_token(&self, id: &FileId, token: &str) -> Result<(File, Vec<u8>)> {
        let named = self.keys.file_visitor(token, id, self.clock.now());
        let (workspace, visitor) = named.ok_or(Failure::Fault(Fault::NotFound))?;
        let file = store::file::for_visitor(&self.db, &workspace, id, &visitor).await?;
        self.with_bytes(&workspace, file).await
    }

    async fn with_bytes(&self, workspace: &WorkspaceId, file: Option<File>) -> Result<(File, Vec<u8>)> {
        let file = file.ok_or(Failure::Fault(Fault::NotFound))?;
        let bytes = self.files.get(workspace, &file.id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        Ok((file, bytes))
    }

    /// The same entry with addresses that the visitor's browser can open.
    pub(super) fn signed(&self, workspace: &WorkspaceId, visitor: &VisitorId, mut entry: Entry) -> Entry {
        entry.files_mut().iter_mut().for_each(|file| self.sign(workspace, visitor, file));
        entry
    }

    fn sign(&self, workspace: &WorkspaceId, visitor: &VisitorId, file: &mut Attached) {
        let Some(id) = FileId::parse(&file.id) else { return };
        let token = self.keys.file_token(workspace, visitor, &id, self.clock.now().plus(DAY_MS));
        file.url = format!("/api/widget/v1/files/{id}?t={token}");
    }

    /// Where the visitor's browser finds a file until `until`, for a letter to them.
    pub(super) fn link_to_file(keys: &Keys, public_url: &str, whose: (&WorkspaceId, &VisitorId), id: &FileId, until: Timestamp) -> String {
        let token = keys.file_token(whose.0, whose.1, id, until);
        format!("{public_url}/api/widget/v1/files/{id}?t={token}")
    }

    /// Forgets what was uploaded a day ago and never sent; how many files.
    ///
    /// # Errors
    /// Where the database or the place of the files fails: what is left is swept the next time.
    pub async fn sweep_files(&self) -> Result<usize> {
        let orphans = store::file::orphans(&self.db, self.clock.now().plus(-DAY_MS), AT_ONCE).await?;
        for (workspace, id) in &orphans {
            let (wall, it) = (workspace.clone(), id.clone());
            // The note first: one that was sent at this very moment keeps its bytes.
            if self.db.write(move |tx| async move { store::file::forget(tx, &wall, &it).await }.boxed()).await? {
                self.files.remove(workspace, id).await?;
            }
        }
        Ok(orphans.len())
    }
}

/// A name without its path and without what no eye can see, cut at its front part; "file" where nothing is left.
pub(super) fn clean_name(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_seen = |c: &char| !c.is_control() && !matches!(u32::from(*c), 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2069 | 0xFEFF);
    let seen: String = own.chars().filter(is_seen).collect();
    let name = seen.trim().trim_matches('.').trim();
    let n = name.chars().count();
    match (name.is_empty(), name.rsplit_once('.')) {
        (true, _) => "file".to_owned(),
        _ if n <= LONGEST_NAME => name.to_owned(),
        (_, Some((front, end))) if end.len() <= 10 => {
            format!("{}.{end}", front.chars().take(LONGEST_NAME - 1 - end.chars().count()).collect::<String>())
        }
        _ => name.chars().take(LONGEST_NAME).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_path_and_nothing_unseen() {
        for (given, name) in [
            ("shot.png", "shot.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("\u{200B}.htaccess", "htaccess"),
            ("invoice\u{202E}gpj.exe", "invoicegpj.exe"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
            ("Rechnung März.pdf", "Rechnung März.pdf"),
        ] {
            assert_eq!(clean_name(given), name, "{given:?}");
        }
        let long = clean_name(&format!("{}.jpeg", "ü".repeat(300)));
        assert!(long.chars().count() == LONGEST_NAME && long.ends_with("ü.jpeg"), "{long}");
    }
}
