//! The language model of a workspace: which it is, whether it may be asked, and what it costs.

mod aside;
mod kept;
mod turn;

pub(super) use aside::Aside;
pub(super) use turn::{Aim, Spoken, Turn};

use super::{Desk, Result};
use crate::{
    answer::model::{Breaker, Vault, pattern},
    db,
    outside::model::{Model, Patience, Usage},
    secret::hash_of,
    store::{
        self,
        model_spend::{Cap, Cost},
        setting::KeptModel,
    },
};
use app::domain::{
    id::WorkspaceId,
    model::{ModelUse, ModelWish, Spend, Standing, Trouble},
    time::Timestamp,
};
use futures::FutureExt;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::Semaphore;

/// So many models are asked at once; who comes then is answered by the built-in engine, so that some who answer are always free.
const MOST_AT_ONCE: usize = 8;
/// A reply may have so many tokens.
pub(super) const MOST_TOKENS: u32 = 1_200;
/// A model that has begun is never silent for longer than this.
const BETWEEN: Duration = Duration::from_secs(2);
/// A turn with a model takes no longer: well within the time that a worker has for it.
const WHOLE: Duration = Duration::from_secs(20);
/// A token is about so many bytes of text, where a model doesn't count them itself.
const BYTES_PER_TOKEN: usize = 4;

/// How the models of all workspaces have done lately, and who is being asked.
#[derive(Debug)]
pub struct Models {
    /// By workspace, each with what its model was then: a changed setting begins anew.
    breakers: Mutex<HashMap<WorkspaceId, (String, Breaker)>>,
    memory: Mutex<kept::Memory>,
    seats: Semaphore,
}

impl Default for Models {
    fn default() -> Self {
        Self { breakers: Mutex::default(), memory: Mutex::default(), seats: Semaphore::new(MOST_AT_ONCE) }
    }
}

impl Models {
    /// The breaker of a workspace's model as it is set now.
    fn with<T>(&self, workspace: &WorkspaceId, setup: &Setup, act: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut all: MutexGuard<'_, _> = self.breakers.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, breaker) = all.entry(workspace.clone()).or_default();
        if *stamp != setup.stamp {
            (*stamp, *breaker) = (setup.stamp.clone(), Breaker::default());
        }
        act(breaker)
    }

    /// What models said lately.
    fn memory(&self) -> MutexGuard<'_, kept::Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A workspace's model, and what the workspace wants of it.
pub(super) struct Setup {
    pub model: Model,
    pub wish: ModelWish,
    stamp: String,
}

impl Setup {
    pub(super) fn patience(&self) -> Patience {
        Patience { first: Duration::from_secs(u64::from(self.wish.patience_seconds)), between: BETWEEN, whole: WHOLE }
    }

    /// A vault for what must not leave, by the owner's patterns as well.
    pub(super) fn vault(&self) -> Vault {
        Vault::with(self.wish.patterns.iter().filter_map(|it| pattern(it)).collect())
    }

    fn cap(&self) -> Cap {
        let micros = self.wish.most_money.map(|it| it.saturating_mul(1_000));
        Cap { tokens: self.wish.most_tokens.unwrap_or(u64::MAX), micros: micros.unwrap_or(u64::MAX) }
    }

    /// What so many tokens cost. A price is in thousandths for a million tokens, so it is in thousands of millionths.
    fn cost(&self, usage: Usage) -> Cost {
        let (tokens_in, tokens_out) = (u64::from(usage.tokens_in), u64::from(usage.tokens_out));
        let of = |tokens: u64, price: u64| tokens.saturating_mul(price);
        let micros = of(tokens_in, self.wish.price_in).saturating_add(of(tokens_out, self.wish.price_out)).div_ceil(1_000);
        Cost { tokens_in, tokens_out, micros }
    }

    /// A use of it that hasn't come to anything yet.
    fn unused(&self, came: app::domain::model::Came) -> ModelUse {
        ModelUse {
            model: self.model.label(),
            prompt: String::new(),
            n_passages: 0,
            tokens_in: 0,
            tokens_out: 0,
            first_ms: 0,
            ms: 0,
            came,
            kept_seconds: None,
        }
    }
}

/// About how many tokens a text has.
pub(super) fn tokens(n_bytes: usize) -> u32 {
    u32::try_from(n_bytes.div_ceil(BYTES_PER_TOKEN)).unwrap_or(u32::MAX)
}

/// The month of a moment, such as `2026-11`.
pub(super) fn month(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.strftime("%Y-%m").to_string()
}

impl Desk {
    /// Says which model answers where a workspace hasn't chosen otherwise; the first time counts.
    pub fn open_model(&self, model: Model) {
        self.usual_model.get_or_init(|| model);
    }

    /// The name of the model that answers where a workspace hasn't chosen otherwise.
    pub(super) fn usual_model(&self) -> Option<String> {
        self.usual_model.get().map(Model::label)
    }

    /// The model that these settings mean; nothing: the built-in engine.
    pub(super) fn setup(&self, workspace: &WorkspaceId, kept: KeptModel) -> Option<Setup> {
        let KeptModel { wish, key, key_for } = kept;
        let model = match wish.choice.provider() {
            None if wish.choice == app::domain::model::Choice::BuiltIn => return None,
            None => self.usual_model.get()?.clone(),
            Some(provider) => Model {
                provider,
                name: wish.model.clone(),
                url: if wish.url.is_empty() { provider.address().to_owned() } else { wish.url.clone() },
                key: key.filter(|_| key_for == wish.origin()).and_then(|sealed| self.keys.open(workspace, &sealed)),
                outbound: self.outbound(),
            },
        };
        let stamp = hash_of(&[&model.label(), "\n", &model.url, "\n", model.key.as_deref().unwrap_or_default()].concat());
        Some(Setup { model, wish, stamp })
    }

    /// Who answers in a workspace at this moment.
    pub(super) async fn model_standing(&self, workspace: &WorkspaceId, kept: KeptModel, spend: &Spend) -> Result<Standing> {
        let Some(setup) = self.setup(workspace, kept) else { return Ok(Standing::BuiltIn) };
        let (cap, model) = (setup.cap(), setup.model.label());
        if spend.tokens_in.saturating_add(spend.tokens_out) >= cap.tokens || spend.micros >= cap.micros {
            return Ok(Standing::Spent { model });
        }
        let resting = self.models.with(workspace, &setup, |it| it.resting(self.clock.now()));
        Ok(match resting {
            Some((why, until)) => Standing::Resting { model, why, until },
            None => Standing::Ready { model },
        })
    }

    /// Holds what a call may cost; nothing where the month's cap is reached.
    pub(super) async fn hold_cost(&self, workspace: &WorkspaceId, setup: &Setup, n_bytes: usize) -> Result<Option<Held>> {
        let month = month(self.clock.now());
        let held = setup.cost(Usage { tokens_in: tokens(n_bytes), tokens_out: MOST_TOKENS });
        let (wall, at, cap) = (workspace.clone(), month.clone(), setup.cap());
        let may =
            self.db.write::<_, db::Error, _>(move |tx| async move { store::model_spend::hold(tx, &wall, &at, cap, held).await }.boxed());
        Ok(may.await?.then_some(Held { month, cost: held }))
    }

    /// Writes down what it has cost.
    pub(super) async fn settle_cost(&self, workspace: &WorkspaceId, setup: &Setup, held: Held, usage: Usage) -> Result<()> {
        let (wall, cost) = (workspace.clone(), setup.cost(usage));
        let done = self.db.write::<_, db::Error, _>(move |tx| {
            async move { store::model_spend::settle(tx, &wall, &held.month, held.cost, cost).await }.boxed()
        });
        Ok(done.await?)
    }

    /// How a call went, for those that follow.
    fn note_model(&self, workspace: &WorkspaceId, setup: &Setup, failed: Option<Trouble>) {
        let now = self.clock.now();
        self.models.with(workspace, setup, |it| match failed {
            None => it.went_well(),
            Some(why) => it.failed(why, now),
        });
    }
}

/// What is held for a call.
pub(super) struct Held {
    month: String,
    cost: Cost,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::Outbound;
    use app::domain::model::Provider;

    fn setup(wish: ModelWish) -> Setup {
        let url = "https://x.test".to_owned();
        let model = Model { provider: Provider::OpenAi, name: "gpt".to_owned(), url, key: None, outbound: Outbound::default() };
        Setup { model, wish, stamp: String::new() }
    }

    #[test]
    fn a_call_costs_what_its_tokens_do() {
        // 0.15 and 0.60 for a million.
        let it = setup(ModelWish { price_in: 150, price_out: 600, most_money: Some(5_000), ..ModelWish::default() });
        assert_eq!(it.cost(Usage { tokens_in: 1_000_000, tokens_out: 1_000_000 }).micros, 750_000);
        assert_eq!(it.cost(Usage { tokens_in: 1, tokens_out: 0 }).micros, 1, "rounded up");
        assert_eq!(it.cap(), Cap { tokens: u64::MAX, micros: 5_000_000 });
    }

    #[test]
    fn a_month_is_named_by_its_year_too() {
        assert_eq!(month(Timestamp(1_763_000_000_000)), "2025-11");
        assert_eq!((month(Timestamp(0)), tokens(9)), ("1970-01".to_owned(), 3));
    }
}
