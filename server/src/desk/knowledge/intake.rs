//! What the assistant knows: documents come in, change, go; the index follows.

use super::{Desk, Result};
use crate::{
    chance, ingest,
    store::{
        self,
        assistant::Profile,
        knowledge::{NewDocument, NewPassage},
    },
};
use app::domain::{
    id::{SourceId, WorkspaceId},
    time::Timestamp,
};
use futures::FutureExt;
use std::collections::HashMap;

/// Documents of one source, as they were read just now.
#[derive(Debug)]
pub struct Upload {
    /// The source's name: the same name again replaces what it held.
    pub source: String,
    pub base_url: String,
    pub documents: Vec<ingest::Document>,
}

/// What an upload changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ingested {
    pub n_new: usize,
    pub n_same: usize,
    pub n_gone: usize,
}

impl Desk {
    /// Takes an upload in: only what changed is written; what is no longer there is no longer searched.
    /// The next question is answered from it, by words at once and by meaning as soon as the encoder is through.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn ingest(&self, profile: &Profile, upload: Upload) -> Result<Ingested> {
        let now = self.clock.now();
        let it = profile.clone();
        let done = self.db.write(move |tx| {
            async move {
                let source =
                    store::knowledge::source(tx, &it.workspace, &it.id, &chance::source(now), &upload.source, &upload.base_url, now)
                        .await?;
                replace(tx, &it.workspace, &source, upload.documents, now).await
            }
            .boxed()
        });
        let done = done.await?;
        self.library.refresh(&self.db, profile).await?;
        Ok(done)
    }
}

async fn replace(
    tx: &mut crate::db::Tx,
    workspace: &WorkspaceId,
    source: &SourceId,
    documents: Vec<ingest::Document>,
    now: Timestamp,
) -> crate::db::Result<Ingested> {
    let mut known: HashMap<String, String> = store::knowledge::current(tx, workspace, source).await?.into_iter().collect();
    let mut done = Ingested { n_new: 0, n_same: 0, n_gone: 0 };
    for document in documents {
        if known.remove(&document.path).as_ref() == Some(&document.version) {
            done.n_same += 1;
            continue;
        }
        store::knowledge::retire(tx, workspace, source, &document.path).await?;
        store::knowledge::publish(tx, workspace, source, &stored(&document, now), now).await?;
        done.n_new += 1;
    }
    for path in known.keys() {
        store::knowledge::retire(tx, workspace, source, path).await?;
        done.n_gone += 1;
    }
    if done.n_new + done.n_gone > 0 {
        store::knowledge::touch(tx, workspace, source, now).await?;
    }
    Ok(done)
}

fn stored(document: &ingest::Document, now: Timestamp) -> NewDocument {
    let passage = |it: ingest::Passage| {
        let section = &document.sections[it.section];
        NewPassage {
            id: chance::passage(now),
            section_id: document.id_of(section),
            heading: section.heading.clone(),
            url: document.url_of(section),
            text: it.text,
            markdown: it.markdown,
            embed_text: it.embed_text,
            embed_heading: it.embed_heading,
        }
    };
    NewDocument {
        id: chance::document(now),
        path: document.path.clone(),
        version: document.version.clone(),
        title: document.title.clone(),
        passages: ingest::passages(document).into_iter().map(passage).collect(),
    }
}
