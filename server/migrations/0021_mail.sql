-- Mails that go out: kept before they are tried, so that none is lost and each is visible with what became of it.
create table mail (
  id text primary key,
  workspace_id text not null references workspace (id),
  kind text not null, -- notice, replies, team
  conversation_id text not null, -- empty for mails to the team
  address text not null, -- lower case
  giver text not null, -- stands for the network address that the visitor's address was given from; empty where unknown
  message_id text not null unique,
  envelope text not null, -- JSON: all that is sent
  state text not null, -- waiting, sent, unsent, failed, bounced
  reason text not null, -- of the last failure; empty where there was none
  attempts bigint not null,
  created_at bigint not null,
  settled_at bigint not null -- when it got its last state
);
create index mail_list on mail (workspace_id, created_at);
create index mail_address_count on mail (address, created_at);
create index mail_giver_count on mail (giver, created_at);
create index mail_count on mail (kind, created_at);
create index mail_thread on mail (conversation_id, created_at);

-- An address that a conversation goes on at. 0: it hasn't happened.
create table mailbox (
  conversation_id text not null,
  address text not null,
  workspace_id text not null references workspace (id),
  giver text not null,
  told_at bigint not null,
  confirmed_at bigint not null,
  stopped_at bigint not null,
  bounced_at bigint not null,
  mailed_seq bigint not null, -- replies up to this one were mailed
  held text not null, -- why nothing was sent the last time; empty where it was
  primary key (conversation_id, address)
);

-- Mails that came in, and what became of them. Those that name no conversation of ours belong to no workspace.
create table mail_in (
  key text primary key, -- the same for the same mail
  workspace_id text not null, -- empty where none is known
  conversation_id text not null,
  message_id text not null, -- of the mail, where our answers may name it
  sender text not null, -- where a workspace is known
  outcome text not null, -- said, noted, bounced, dropped
  reason text not null,
  at bigint not null
);
create index mail_in_thread on mail_in (conversation_id, at);
create index mail_in_list on mail_in (workspace_id, at);
create index mail_in_at on mail_in (at);
