-- The index of the log: search.rs says what it is. How far each workspace's log is indexed, and who is at it.
create table search_reach (
  workspace_id text primary key references workspace (id),
  reached bigint not null, -- the last event that a live segment covers
  held_until bigint not null, -- 0: free
  fence bigint not null -- rises with each hold, and with each erasure: who began before can't go on
);

-- A stretch of the log. segment: its first number times 16, and its level; state: making, live, retired.
create table search_segment (
  workspace_id text not null references workspace (id),
  segment bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  level bigint not null,
  state text not null,
  changed_at bigint not null,
  primary key (workspace_id, segment)
);

-- word: folded, as UTF-8, so that both engines sort it alike; docs and places: search/postings.rs.
create table search_posting (
  workspace_id text not null references workspace (id),
  segment bigint not null,
  word {bytes} not null,
  docs {bytes} not null,
  places {bytes} not null,
  primary key (workspace_id, segment, word)
);

-- What a conversation is known by, whatever was said in it. Written with the change itself.
create table search_label (
  workspace_id text not null references workspace (id),
  word {bytes} not null,
  conversation_id text not null references conversation (id),
  primary key (workspace_id, word, conversation_id)
);
create index search_label_conversation on search_label (conversation_id);

-- A search without words lists the latest, open or not.
create index conversation_changed on conversation (workspace_id, changed_at);
