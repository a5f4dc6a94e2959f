-- Whether a person asked for the run that a question waits for; else a change of docs or settings did.
alter table test_question add column is_by_hand boolean not null default false;
