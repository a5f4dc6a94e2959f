-- What people attached. conversation_id: of the message that brought it, null before. is_public: the visitor may see it.
create table file (
  id text primary key,
  workspace_id text not null references workspace (id),
  name text not null,
  media text not null,
  bytes bigint not null,
  width bigint,
  height bigint,
  by_kind text not null,
  by_id text not null,
  conversation_id text references conversation (id),
  is_public boolean not null default false,
  created_at bigint not null
);
create index file_sender on file (workspace_id, by_kind, by_id, created_at);
create index file_unsent on file (conversation_id, created_at);

-- What a member is writing. message_id: under which it will be sent, wherever it is sent from, so that it is sent once.
create table draft (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  conversation_id text not null references conversation (id),
  mode text not null,
  message_id text not null,
  body text not null,
  changed_at bigint not null,
  primary key (conversation_id, account_id, mode)
);

-- Replies that are written once and used often.
create table canned (
  id text primary key,
  workspace_id text not null references workspace (id),
  shortcut text not null,
  title text not null,
  body text not null,
  changed_at bigint not null
);
create unique index canned_shortcut on canned (workspace_id, shortcut);
