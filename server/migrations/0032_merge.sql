-- The conversation that one goes on in, where two were merged; none: empty.
alter table conversation add column merged_into text not null default '';
create index conversation_merged_into on conversation (merged_into);
