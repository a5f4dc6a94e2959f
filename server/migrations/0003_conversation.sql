create table visitor (
  id text primary key,
  workspace_id text not null references workspace (id),
  assistant_id text not null references assistant (id),
  created_at bigint not null
);

-- state: the fold of the conversation's events, as JSON. The other columns repeat what queries ask for.
create table conversation (
  id text primary key,
  workspace_id text not null references workspace (id),
  visitor_id text not null unique references visitor (id),
  is_open boolean not null,
  needs_person boolean not null,
  waiting_since bigint not null, -- of those who wait for a person; 0 for the others
  changed_at bigint not null,
  state text not null
);
create index conversation_inbox on conversation (workspace_id, is_open, needs_person, waiting_since);
create index conversation_latest on conversation (workspace_id, is_open, changed_at);

-- The log. seq is gapless per workspace, in commit order.
create table event (
  workspace_id text not null references workspace (id),
  seq bigint not null,
  conversation_id text not null references conversation (id),
  message_id text, -- made by the sender: a retried send is one message
  body text not null,
  primary key (workspace_id, seq)
);
create unique index event_message on event (conversation_id, message_id);
create index event_conversation on event (conversation_id, seq);
