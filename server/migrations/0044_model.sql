-- What a workspace's language model has cost in a month, such as 2026-11. micros: millionths of the owner's currency.
-- held_…: what calls under way may still cost.
create table model_spend (
  workspace_id text not null references workspace (id),
  month text not null,
  n_calls bigint not null,
  tokens_in bigint not null,
  tokens_out bigint not null,
  micros bigint not null,
  held_tokens bigint not null,
  held_micros bigint not null,
  primary key (workspace_id, month)
);
