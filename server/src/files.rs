//! Where the bytes of uploads are kept: a folder, or a bucket. What is known about them is in the database.

mod magic;
mod strip;

pub use magic::{Kind, kind};
pub use strip::stripped;

use app::domain::id::{FileId, WorkspaceId};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, memory::InMemory, path::Path};
use std::{
    path::{Path as FilePath, PathBuf},
    sync::{Arc, OnceLock},
};

/// A picture wider or higher than this is refused, and so is one of more than [`MOST_PIXELS`].
pub const LONGEST_SIDE: u32 = 30_000;
/// 100 megapixels.
pub const MOST_PIXELS: u64 = 100_000_000;

/// The bytes of uploads, by workspace and id; never by a name that somebody gave. In memory until [`Vault::open`].
#[derive(Debug, Clone, Default)]
pub struct Vault(Arc<OnceLock<Place>>);

#[derive(Debug)]
struct Place {
    store: Box<dyn ObjectStore>,
    /// Where it is a folder of this machine, which has to be told to flush.
    folder: Option<PathBuf>,
}

impl Vault {
    /// Keeps what comes from now on at `url` (`s3://BUCKET/PREFIX`), or in `folder`.
    ///
    /// # Errors
    /// Where the folder can't be made, or this build knows no such place.
    pub fn open(&self, url: Option<&str>, folder: &FilePath) -> anyhow::Result<()> {
        let place = match url {
            Some(url) => bucket(url)?,
            None => {
                std::fs::create_dir_all(folder)?;
                let folder = folder.canonicalize()?;
                Place { store: Box::new(LocalFileSystem::new_with_prefix(&folder)?), folder: Some(folder) }
            }
        };
        self.0.set(place).map_err(|_| anyhow::anyhow!("the place of uploads is chosen once"))
    }

    fn place(&self) -> &Place {
        self.0.get_or_init(|| Place { store: Box::new(InMemory::new()), folder: None })
    }

    /// Keeps bytes: on disk when this returns.
    ///
    /// # Errors
    /// Where the place can't take them.
    pub async fn put(&self, workspace: &WorkspaceId, id: &FileId, bytes: Vec<u8>) -> anyhow::Result<()> {
        let (place, at) = (self.place(), key(workspace, id));
        place.store.put(&at, PutPayload::from(bytes)).await?;
        if let Some(folder) = &place.folder {
            tokio::fs::File::open(folder.join(at.as_ref())).await?.sync_all().await?;
        }
        Ok(())
    }

    /// The bytes of a file; nothing where they are gone.
    ///
    /// # Errors
    /// Where the place can't be reached.
    pub async fn get(&self, workspace: &WorkspaceId, id: &FileId) -> anyhow::Result<Option<Vec<u8>>> {
        match self.place().store.get(&key(workspace, id)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets the bytes of a file; those that are gone already are no error.
    ///
    /// # Errors
    /// Where the place can't be reached.
    pub async fn remove(&self, workspace: &WorkspaceId, id: &FileId) -> anyhow::Result<()> {
        match self.place().store.delete(&key(workspace, id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Ids hold letters, digits, `-` and `_` only: a key never leaves its folder.
fn key(workspace: &WorkspaceId, id: &FileId) -> Path {
    Path::from_iter([workspace.as_str(), id.as_str()])
}

#[cfg(feature = "s3")]
fn bucket(url: &str) -> anyhow::Result<Place> {
    let prefix = url.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, prefix)| prefix);
    let store = object_store::aws::AmazonS3Builder::from_env().with_url(url).build()?;
    Ok(Place { store: Box::new(object_store::prefix::PrefixStore::new(store, prefix)), folder: None })
}

#[cfg(not(feature = "s3"))]
fn bucket(_: &str) -> anyhow::Result<Place> {
    anyhow::bail!("BATON_FILES_URL is set, but this build keeps uploads in the data folder only. Build with `--features s3`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_kept_and_forgotten_in_its_own_workspace() {
        let folder = tempfile::tempdir().expect("a folder");
        let on_disk = Vault::default();
        on_disk.open(None, &folder.path().join("files")).expect("opens");
        assert!(on_disk.open(None, folder.path()).is_err(), "once");
        for vault in [on_disk, Vault::default()] {
            let (home, foreign) = (WorkspaceId::parse("home").expect("an id"), WorkspaceId::parse("foreign").expect("an id"));
            let id = FileId::parse("file1").expect("an id");
            vault.put(&home, &id, b"bytes".to_vec()).await.expect("keeps");
            assert_eq!(vault.get(&home, &id).await.expect("reads").as_deref(), Some(b"bytes".as_slice()));
            assert_eq!(vault.get(&foreign, &id).await.expect("reads"), None);
            vault.remove(&foreign, &id).await.expect("nothing to forget");
            vault.remove(&home, &id).await.expect("forgets");
            assert_eq!(vault.get(&home, &id).await.expect("reads"), None);
        }
    }
}
