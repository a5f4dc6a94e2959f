-- What a member promised a visitor and still owes. seq: the number of the event that noted it; promise: JSON.
create table promise (
  id text not null,
  workspace_id text not null references workspace (id),
  conversation_id text not null references conversation (id),
  account_id text not null,
  due_at bigint not null,
  seq bigint not null,
  promise text not null,
  primary key (conversation_id, id)
);
create index promise_due on promise (workspace_id, due_at);
