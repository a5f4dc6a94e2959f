-- seq: the number of the last event of this workspace's log. Writing it is the lock that numbers events.
create table workspace (
  id text primary key,
  name text not null,
  seq bigint not null,
  created_at bigint not null
);

create table assistant (
  id text primary key,
  workspace_id text not null references workspace (id),
  public_key text not null unique,
  name text not null,
  tagline text not null,
  greeting text not null,
  starters text not null, -- JSON list of questions
  accent text not null,
  created_at bigint not null
);
create index assistant_workspace on assistant (workspace_id);
