//! What a workspace's language model has cost, by the month, and what calls under way may still cost.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{id::WorkspaceId, model::Spend};

/// What a month may cost: tokens, and millionths of the owner's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    pub tokens: u64,
    pub micros: u64,
}

/// What a call may cost, or has cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    pub tokens_in: u64,
    pub tokens_out: u64,
    pub micros: u64,
}

impl Cost {
    const fn tokens(&self) -> u64 {
        self.tokens_in.saturating_add(self.tokens_out)
    }
}

/// Holds what a call may cost, where the month is still below its cap; whether it is. Those who ask at once take turns, so
/// that together they exceed it by one call at most.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, month: &str, cap: Cap, cost: Cost) -> Result<bool> {
    let text = "insert into model_spend (workspace_id, month, n_calls, tokens_in, tokens_out, micros, held_tokens, held_micros)
                values ($1, $2, 0, 0, 0, 0, 0, 0) on conflict do nothing";
    tx.run(sql(text).bind(workspace).bind(month)).await?;
    let text = "update model_spend set held_tokens = held_tokens + $3, held_micros = held_micros + $4
                where workspace_id = $1 and month = $2
                and tokens_in + tokens_out + held_tokens < $5 and micros + held_micros < $6";
    let row = sql(text).bind(workspace).bind(month).bind(cost.tokens()).bind(cost.micros).bind(cap.tokens).bind(cap.micros);
    Ok(tx.run(row).await? > 0)
}

/// Writes down what a call has cost, in place of what was held for it.
pub async fn settle(tx: &mut Tx, workspace: &WorkspaceId, month: &str, held: Cost, cost: Cost) -> Result<()> {
    let text = "update model_spend set n_calls = n_calls + 1, tokens_in = tokens_in + $3, tokens_out = tokens_out + $4,
                micros = micros + $5, held_tokens = held_tokens - $6, held_micros = held_micros - $7
                where workspace_id = $1 and month = $2";
    let row = sql(text).bind(workspace).bind(month).bind(cost.tokens_in).bind(cost.tokens_out).bind(cost.micros);
    tx.run(row.bind(held.tokens()).bind(held.micros)).await?;
    Ok(())
}

/// What a month has cost so far, calls under way not counted.
pub async fn of_month(db: &Db, workspace: &WorkspaceId, month: &str) -> Result<Spend> {
    let text = "select n_calls, tokens_in, tokens_out, micros from model_spend where workspace_id = $1 and month = $2";
    let row: Option<(i64, i64, i64, i64)> = db.maybe(sql(text).bind(workspace).bind(month)).await?;
    let (n_calls, tokens_in, tokens_out, micros) = row.unwrap_or_default();
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Spend {
        month: month.to_owned(),
        n_calls: count(n_calls),
        tokens_in: count(tokens_in),
        tokens_out: count(tokens_out),
        micros: count(micros),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};

    const CAP: Cap = Cap { tokens: 1_000, micros: 50 };
    const CALL: Cost = Cost { tokens_in: 400, tokens_out: 100, micros: 10 };

    #[tokio::test]
    async fn a_month_is_held_below_its_cap_and_settled_by_what_it_cost() {
        for world in each().await {
            let hold = async |month: &'static str| {
                let wall = world.workspace.clone();
                let held = world.db.write::<_, Error, _>(move |tx| Box::pin(async move { hold(tx, &wall, month, CAP, CALL).await }));
                held.await.expect("writes")
            };
            let settle = async |cost: Cost| {
                let wall = world.workspace.clone();
                let done = world.db.write::<_, Error, _>(move |tx| Box::pin(async move { settle(tx, &wall, "2026-11", CALL, cost).await }));
                done.await.expect("writes");
            };
            assert!(hold("2026-11").await && hold("2026-11").await);
            assert!(!hold("2026-11").await, "two under way may use it up");
            assert!(hold("2026-12").await, "another month");
            settle(Cost { tokens_in: 90, tokens_out: 9, micros: 3 }).await;
            assert!(hold("2026-11").await, "it cost less than was held");
            settle(Cost { micros: 60, ..CALL }).await;
            settle(Cost::default()).await;
            assert!(!hold("2026-11").await, "by money as well");
            let spend = of_month(&world.db, &world.workspace, "2026-11").await.expect("reads");
            let expected = Spend { month: "2026-11".to_owned(), n_calls: 3, tokens_in: 490, tokens_out: 109, micros: 63 };
            assert_eq!(spend, expected);
            assert_eq!(of_month(&world.db, &world.foreign, "2026-11").await.expect("reads").n_calls, 0);
        }
    }
}
