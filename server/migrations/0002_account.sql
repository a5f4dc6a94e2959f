create table account (
  id text primary key,
  email text not null unique, -- lower case
  name text not null,
  password text not null, -- argon2id, PHC string
  created_at bigint not null
);

create table member (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  role text not null,
  created_at bigint not null,
  primary key (workspace_id, account_id)
);

-- token: SHA-256 of what the cookie holds, in hex.
create table session (
  token text primary key,
  account_id text not null references account (id),
  workspace_id text not null references workspace (id),
  created_at bigint not null,
  expires_at bigint not null
);
create index session_account on session (account_id);
