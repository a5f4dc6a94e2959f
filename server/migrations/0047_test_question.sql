-- Questions whose answers the owner checks. expects, ran: JSON; ran is empty before the first run.
-- wanted_at: it is to be run from then on; 0: nothing to do. broken_at: since when it fails that passed before; 0: it doesn't.
-- ran_on: what it was answered from, so that it is run again where that has changed.
create table test_question (
  id text primary key,
  workspace_id text not null references workspace (id),
  assistant_id text not null references assistant (id),
  question text not null,
  expects text not null,
  created_at bigint not null,
  wanted_at bigint not null,
  broken_at bigint not null,
  ran text not null,
  ran_on text not null
);
create index test_question_workspace on test_question (workspace_id, id);
create index test_question_wanted on test_question (workspace_id, wanted_at);
