-- Where a source's pages come from, what becomes of it, and when it is read again.
alter table source add column origin text not null default '{"is":"folder"}';
alter table source add column schedule text not null default 'never';
alter table source add column is_on boolean not null default true;
alter table source add column state text not null default '{"is":"ready"}';
alter table source add column checked_at bigint not null default 0; -- when it was last read from end to end
alter table source add column touched_at bigint not null default 0; -- when what is searched of it changed, by switches too: rises always
alter table source add column due_at bigint not null default 0; -- when it is read next; 0 for never
alter table source add column claimed_until bigint not null default 0; -- a worker reads it
alter table source add column fence bigint not null default 0; -- rises whenever the reading that is under way loses its right
alter table source add column n_answers bigint not null default 0;
alter table source add column removed_at bigint not null default 0;
update source set touched_at = changed_at, checked_at = changed_at;
drop index source_name;
create unique index source_name on source (assistant_id, name) where removed_at = 0;
create index source_due on source (due_at) where due_at > 0;

alter table document add column n_answers bigint not null default 0;

-- A page of a source: what its documents are versions of.
create table page (
  workspace_id text not null references workspace (id),
  source_id text not null references source (id),
  path text not null,
  place bigint not null, -- order within the source
  url text not null, -- empty where it isn't on the web
  title text not null,
  is_on boolean not null,
  checked_at bigint not null,
  changed_at bigint not null,
  trouble text not null, -- empty where it could be read when it was last looked at
  etag text not null,
  modified text not null,
  hash text not null, -- of the bytes that were read last
  links text not null, -- where it leads to, for a page that is as before
  raw text not null, -- what somebody typed, for pairs and text
  document_id text references document (id), -- what was read last
  primary key (source_id, path)
);
insert into page (workspace_id, source_id, path, place, url, title, is_on, checked_at, changed_at, trouble, etag, modified, hash, links, raw, document_id)
  select workspace_id, source_id, path, 0, '', title, true, read_at, read_at, '', '', '', '', '', '', id from document where is_current;
