-- Two passages that answer the same with other figures. id: of the assistant and both sentences, so that a changed sentence
-- is a new pair. state: open, both (each is right), one, other (that one is right, the other is no longer searched).
-- is_found: both sentences are in the docs today.
create table contradiction (
  id text primary key,
  workspace_id text not null references workspace (id),
  assistant_id text not null references assistant (id),
  one_section text not null,
  one_passage text not null,
  one_says text not null,
  other_section text not null,
  other_passage text not null,
  other_says text not null,
  state text not null,
  is_found boolean not null,
  found_at bigint not null,
  settled_at bigint not null,
  settled_by text not null
);
create index contradiction_assistant on contradiction (workspace_id, assistant_id, state);
