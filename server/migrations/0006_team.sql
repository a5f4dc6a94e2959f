-- What a workspace wants, a section a row, as JSON. A section that isn't there is as it comes.
create table setting (
  workspace_id text not null references workspace (id),
  section text not null,
  body text not null,
  changed_at bigint not null,
  primary key (workspace_id, section)
);

create table team (
  id text primary key,
  workspace_id text not null references workspace (id),
  name text not null,
  created_at bigint not null
);
create index team_workspace on team (workspace_id, name);

create table team_member (
  team_id text not null references team (id),
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  primary key (team_id, account_id)
);

-- Who looks at which conversation, until when unless they say so again.
create table presence (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  conversation_id text not null references conversation (id),
  is_typing boolean not null,
  until bigint not null,
  primary key (conversation_id, account_id)
);

-- due_at: when the clock has to do something to it; 0: never. is_watched: an agent looks at it, so that the AI's clock stands.
alter table conversation add column due_at bigint not null default 0;
alter table conversation add column is_watched boolean not null default false;
create index conversation_due on conversation (due_at);
