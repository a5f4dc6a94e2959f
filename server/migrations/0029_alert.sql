-- Who of the team was told what, and whether it reached them. 0: it hasn't happened.
create table alert (
  id text primary key,
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  conversation_id text not null, -- empty for a test
  seq bigint not null, -- the event that called for it; 0 where time alone did
  kind text not null,
  told text not null, -- JSON: who, and the first words
  raised_at bigint not null,
  rung bigint not null, -- how often it was rung anew
  shown_at bigint not null,
  opened_at bigint not null,
  via text not null -- the channel by which it was opened; empty where none is known
);
create unique index alert_once on alert (account_id, conversation_id, seq, kind);
create index alert_bell on alert (workspace_id, account_id, raised_at);
create index alert_unopened on alert (workspace_id, account_id, opened_at);
create index alert_thread on alert (conversation_id, seq);

-- One ringing of an alert over one channel, and what came of it.
create table ring (
  id text primary key,
  workspace_id text not null references workspace (id),
  alert_id text not null, -- empty for the workspace's webhook
  conversation_id text not null, -- empty for a test
  seq bigint not null, -- as the alert's
  step bigint not null, -- the rung of the ladder; -1 where it belongs to none
  channel text not null, -- screen, sound, desktop, push, mail, webhook
  device_id text not null, -- of a push
  mail_id text not null, -- of a mail
  raised_at bigint not null,
  sent_at bigint not null,
  shown_at bigint not null,
  opened_at bigint not null,
  failed text not null -- why it could not ring; empty where it could
);
create index ring_alert on ring (alert_id);
create index ring_step on ring (conversation_id, seq, step);
create index ring_mail on ring (mail_id);

-- What time alone calls for: the next rung of a ladder, a promise or a target that comes due, an alert that nobody opens.
create table alarm (
  workspace_id text not null references workspace (id),
  conversation_id text not null,
  kind text not null, -- ladder, target, promise, alert
  key text not null, -- the promise, the alert; empty for the others
  seq bigint not null,
  step bigint not null,
  since_at bigint not null,
  due_at bigint not null,
  primary key (conversation_id, kind, key)
);
create index alarm_due on alarm (due_at);

-- The open pages of members: who can see or hear an alert. A page says every few seconds that it is there.
create table seat (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  page text not null,
  seen_at bigint not null,
  is_visible boolean not null,
  desktop text not null, -- granted, denied, default, unsupported
  is_audible boolean not null, -- sounds may be played
  lang text not null,
  primary key (account_id, page)
);
create index seat_workspace on seat (workspace_id, seen_at);

-- Which alerts a member wants over which channel, and when not.
create table alert_preference (
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  body text not null, -- JSON
  changed_at bigint not null,
  primary key (workspace_id, account_id)
);

-- Browsers that take pushes.
create table device (
  id text primary key,
  workspace_id text not null references workspace (id),
  account_id text not null references account (id),
  name text not null,
  lang text not null,
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  added_at bigint not null,
  worked_at bigint not null,
  failed text not null
);
create index device_member on device (workspace_id, account_id);

-- Keys that this instance made for itself.
create table instance_key (
  name text primary key,
  body text not null
);
