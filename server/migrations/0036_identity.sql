-- How strangers come to an assistant, beside what it looks like.
create table assistant_door (
  assistant_id text primary key references assistant (id),
  workspace_id text not null references workspace (id),
  secret text not null, -- that the site signs its visitors' tokens with, sealed; empty: there is none
  sites text not null, -- JSON list of the sites that the widget may stand on; an empty one: any
  fields text not null -- JSON list of what is asked before the first message
);

-- profile: JSON, what was known of a visitor before the first word; empty: nothing.
alter table visitor add column profile text not null default '';

-- Which visitor it is whom an assistant's site calls so.
create table visitor_identity (
  assistant_id text not null references assistant (id),
  subject text not null,
  visitor_id text not null unique references visitor (id),
  workspace_id text not null references workspace (id),
  email text not null, -- that the site proved; empty: none
  created_at bigint not null,
  primary key (assistant_id, subject)
);
create index visitor_identity_email on visitor_identity (workspace_id, email);

-- A browser of a verified visitor. token: SHA-256 of what it holds, in hex.
create table visitor_session (
  token text primary key,
  workspace_id text not null references workspace (id),
  assistant_id text not null references assistant (id),
  visitor_id text not null references visitor (id),
  expires_at bigint not null
);
create index visitor_session_end on visitor_session (expires_at);

-- The site's tokens that opened a session. proof: SHA-256 in hex; spent ones open nothing any more.
create table visitor_proof (
  proof text not null,
  session text not null,
  workspace_id text not null references workspace (id),
  is_spent boolean not null,
  expires_at bigint not null,
  primary key (proof, session)
);
create index visitor_proof_session on visitor_proof (session);
create index visitor_proof_end on visitor_proof (expires_at);

-- Who else wrote from this address.
create index mailbox_address on mailbox (workspace_id, address);
