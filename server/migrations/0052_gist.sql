-- What a language model made of a conversation for who takes it over: the latest. up_to: the number of the last message that it is
-- made of. state: making, made, failed. body: its sentences as JSON, where it is made. until: so long nobody else makes it, or
-- tries again. It holds what was said: whatever takes a conversation away takes it away as well.
create table gist (
  conversation_id text primary key references conversation (id),
  workspace_id text not null references workspace (id),
  up_to bigint not null,
  state text not null,
  body text not null,
  until bigint not null
);
