-- What is to be done after a change, written in the change's own transaction.
create table job (
  id text primary key,
  workspace_id text not null references workspace (id),
  kind text not null,
  payload text not null,
  due_at bigint not null,
  claimed_until bigint not null, -- 0: free
  fence bigint not null, -- rises with each claim: a late worker can't finish what another took over
  attempts bigint not null,
  failed text not null -- the last failure in words; empty where there was none
);
create index job_due on job (kind, due_at);
