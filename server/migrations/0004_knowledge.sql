create table source (
  id text primary key,
  workspace_id text not null references workspace (id),
  assistant_id text not null references assistant (id),
  name text not null,
  base_url text not null,
  created_at bigint not null,
  changed_at bigint not null -- when what is searched of it last changed; how a running server learns of a command's work
);
create unique index source_name on source (assistant_id, name);

-- One page at one version. Old versions stay, for receipts; is_current marks the one that is searched.
create table document (
  id text primary key,
  workspace_id text not null references workspace (id),
  source_id text not null references source (id),
  path text not null,
  version text not null, -- of the content
  title text not null,
  is_current boolean not null,
  read_at bigint not null
);
create unique index document_version on document (source_id, path, version);

-- encoding: what the model made of it; absent until it was computed.
create table passage (
  id text primary key,
  workspace_id text not null references workspace (id),
  document_id text not null references document (id),
  place bigint not null, -- order within the document
  section_id text not null, -- page#anchor
  title text not null,
  heading text not null,
  url text not null,
  text text not null,
  markdown text not null,
  embed_text text not null,
  embed_heading text not null,
  encoding {bytes}
);
create index passage_document on passage (document_id, place);
