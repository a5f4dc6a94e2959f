-- What a member does at a conversation that they look at. It lasts as long as the row: seconds.
alter table presence add column mode text not null default 'reply';
alter table presence add column draft text not null default '';

-- Which visitors type, until when unless they say so again; what, where the owner lets the team read along.
create table visitor_typing (
  conversation_id text primary key references conversation (id),
  workspace_id text not null references workspace (id),
  draft text not null,
  until bigint not null
);
create index visitor_typing_workspace on visitor_typing (workspace_id);

-- Which members have a page of the inbox open, until when unless it says so again, and who said that they are away all the same.
create table attendance (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  is_away boolean not null,
  until bigint not null,
  primary key (workspace_id, account_id)
);
