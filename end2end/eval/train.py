"""Learns the coefficients of server/src/answer/confidence.rs from figures that the engine itself wrote.

    python -m venv venv && venv/bin/pip install numpy scikit-learn
    cargo run --release -p server --example figures -- MODEL.onnx CACHE dev=DOCS=QUESTIONS.jsonl … clinc=QUESTIONS.jsonl > figures.jsonl
    venv/bin/python train.py figures.jsonl

The first line names the figures; a further one: {"set", "id", "kind", "answerable", "removed", "right", "x": [figures], "e": with
vectors?}. `set` is a help centre's name, with `-foreign` or `-clinc` behind it for questions that are none of its business.
`right`: the page of the best section is a right one. `removed`: the right pages were taken out of the docs before asking, which
makes a near miss of every answerable question.

What counts is how a help centre fares that wasn't learnt from: each is left out in turn, with all that was asked of its docs.
"""
import json
import sys
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

NOT_WITH_VECTORS = ("covered", "page_share")
WORDS_ALONE = ("lead", "words", "covered", "unknown", "page_share", "length", "account", "asks_whether", "words_agree")
STRENGTH = 0.1


def site(row):
    return row["set"].split("-")[0]


def is_own(row):
    return row["set"] == site(row) and not row["removed"]


def table(rows, columns):
    x = np.array([[row["x"][column] for column in columns] for row in rows])
    y = np.array([row["answerable"] and row["right"] for row in rows])
    weight = np.array([0.25 if "-" in row["set"] else 0.4 if row["removed"] else 1.0 for row in rows])
    # A help centre with many questions counts more than one with few, but not by as much as it has more.
    for name in {site(row) for row in rows}:
        of_site = np.array([site(row) == name for row in rows])
        weight[of_site] /= np.sqrt(weight[of_site].sum())
    return x, y, weight * len(weight) / weight.sum()


def fitted(rows, columns):
    x, y, weight = table(rows, columns)
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(scale.transform(x), y, sample_weight=weight)
    coefficients = model.coef_[0] / scale.scale_
    return coefficients, model.intercept_[0] - (coefficients * scale.mean_).sum()


def sure(rows, columns, model):
    return 1 / (1 + np.exp(-(table(rows, columns)[0] @ model[0] + model[1])))


def right_at(answerable, right, p, share):
    wrong = np.sort(p[~answerable])[::-1]
    return 100 * ((p > wrong[int(share * len(wrong))]) & right & answerable).sum() / answerable.sum()


def figures(name, rows, p, bars):
    answerable = np.array([row["answerable"] for row in rows])
    right = answerable & np.array([row["right"] for row in rows])
    near = np.array([0 < row["place"] <= 3 for row in rows]) & answerable
    given, suggested = p >= bars[0], (p >= bars[1]) & (p < bars[0])
    line = f"{name:10} right first {100 * right.sum() / answerable.sum():5.1f}, in 3 {100 * near.sum() / answerable.sum():5.1f}"
    if (~answerable).any():
        at = [right_at(answerable, right, p, share) for share in (0.05, 0.1)]
        line += f"; AUROC {roc_auc_score(answerable, p):.3f}, right at 5 % {at[0]:5.1f}, at 10 % {at[1]:5.1f}; false answers {100 * given[~answerable].mean():4.1f}"
    line += f"; answered {100 * given[answerable].mean():5.1f}, of answers right {100 * right[given].sum() / max(given.sum(), 1):5.1f}"
    print(line + f", right or suggested {100 * ((given & right) | (suggested & near)).sum() / answerable.sum():5.1f}")


def rust(names, columns, model, bars):
    weights = dict(zip(columns, model[0]))
    listed = ", ".join(f"{weights.get(column, 0):.3f}" for column in range(len(names)))
    return f"Model {{ bias: {model[1]:.3f}, weights: [{listed}], bars: Bars {{ answer: {bars[0]}, suggest: {bars[1]} }} }}"


if __name__ == "__main__":
    names, *lines = [json.loads(line) for line in open(sys.argv[1])]
    for with_vectors, bars in ((True, (0.5, 0.12)), (False, (0.55, 0.1))):
        chosen = [name for name in names if name not in NOT_WITH_VECTORS] if with_vectors else WORDS_ALONE
        columns = [names.index(name) for name in chosen]
        rows = [row for row in lines if row["e"] == with_vectors]
        print("with vectors" if with_vectors else "by words alone", "- each help centre as one that was never seen:")
        everything, of_everything = [], []
        for name in sorted({site(row) for row in rows}):
            own = [row for row in rows if site(row) == name and is_own(row)]
            p = sure(own, columns, fitted([row for row in rows if site(row) != name], columns))
            figures(name, own, p, bars)
            everything += own
            of_everything += list(p)
        figures("together", everything, np.array(of_everything), bars)
        print(rust(names, columns, fitted(rows, columns), bars))
