-- Which replies a mail brings, or tells of: from the first number to the last; 0 for a mail that isn't about replies.
alter table mail add column first_seq bigint not null default 0;
alter table mail add column last_seq bigint not null default 0;
