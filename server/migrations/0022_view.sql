-- What views ask of a conversation, beside the state that it is read from. stage: empty where it wasn't written yet.
-- urgency, rank, waits, latest: its place in the list, the smaller the further up.
alter table conversation add column stage text not null default '';
alter table conversation add column holder text not null default '';
alter table conversation add column assignee text not null default ''; -- nobody: empty
alter table conversation add column team text not null default '';
alter table conversation add column assistant text not null default '';
alter table conversation add column reason text not null default '';
alter table conversation add column language text not null default '';
alter table conversation add column opened_at bigint not null default 0;
alter table conversation add column said bigint not null default 0; -- number of the visitor's last message
alter table conversation add column urgency bigint not null default 0;
alter table conversation add column rank bigint not null default 0;
alter table conversation add column waits bigint not null default 0;
alter table conversation add column latest bigint not null default 0;
alter table conversation add column marks text not null default ''; -- what stands in the three tables below, to see whether it changed
drop index conversation_inbox;
drop index conversation_latest;
create index conversation_stage on conversation (workspace_id, stage, rank, waits, latest, id);
create index conversation_newest on conversation (workspace_id, stage, latest, id);
create index conversation_assignee on conversation (workspace_id, assignee, stage);
create index conversation_unwritten on conversation (stage) where stage = '';

create table conversation_tag (
  conversation_id text not null references conversation (id),
  workspace_id text not null references workspace (id),
  tag text not null,
  primary key (conversation_id, tag)
);
create index conversation_tag_of on conversation_tag (workspace_id, tag);

create table conversation_attribute (
  conversation_id text not null references conversation (id),
  workspace_id text not null references workspace (id),
  name text not null,
  value text not null,
  primary key (conversation_id, name)
);

-- Who is mentioned in a note.
create table conversation_mention (
  conversation_id text not null references conversation (id),
  workspace_id text not null references workspace (id),
  account_id text not null,
  primary key (conversation_id, account_id)
);

-- How far a member has read a conversation: a number of the log.
create table read_mark (
  account_id text not null references account (id),
  conversation_id text not null references conversation (id),
  workspace_id text not null references workspace (id),
  seq bigint not null,
  primary key (account_id, conversation_id)
);

-- A saved view of the inbox; filter: JSON.
create table saved_view (
  id text primary key,
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  name text not null,
  filter text not null,
  sort text not null,
  is_shared boolean not null,
  created_at bigint not null
);
create index saved_view_workspace on saved_view (workspace_id, is_shared, account_id);
