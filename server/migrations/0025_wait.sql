-- Each wait for a person: from the handoff to a person's word. What visitors are promised is worked out of it.
create table wait (
  workspace_id text not null references workspace (id),
  conversation_id text not null references conversation (id),
  began_at bigint not null,
  ended_at bigint not null, -- 0: it goes on
  is_answered boolean not null,
  hour_of_week bigint not null,
  n_waiting bigint not null,
  n_online bigint not null,
  promised_ms bigint not null, -- 0: nothing was promised
  primary key (conversation_id, began_at)
);
create index wait_latest on wait (workspace_id, began_at);
