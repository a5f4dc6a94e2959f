"""Learns the coefficients of server/src/answer/confidence.rs from figures that the engine itself wrote.

    python -m venv venv && venv/bin/pip install numpy scikit-learn
    venv/bin/python train.py features.jsonl

A line of features.jsonl: {"set", "id", "kind", "answerable", "removed", "right", "x": [figures], "e": with vectors?}.
`right`: the page of the best section is a right one. `removed`: the right pages were taken out of the docs before asking,
which makes a near miss of every answerable question. Folds never part a question from its near miss.
"""
import json
import sys
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

NAMES = ["heading", "stands_out", "lead", "words", "covered", "unknown", "page_share", "length", "account", "asks_whether", "alike", "least_alike", "telling_alike", "telling_lead"]
WITH_VECTORS = [name for name in NAMES if name not in ("covered", "page_share")]
WORDS_ALONE = ["lead", "words", "covered", "unknown", "page_share", "length", "account", "asks_whether"]
WEIGHT = {"dev": 1.0, "dev-clinc": 0.5, "dev-foreign": 0.5, "demo": 1.0, "demo-clinc": 0.3, "demo-foreign": 0.15, "gov": 1.0, "gov-foreign": 0.15, "gov-clinc": 0.3, "xquad": 0.1, "policyqa": 0.3}


def rows(path, with_vectors):
    read = [json.loads(line) for line in open(path)]
    return [row for row in read if row["e"] == with_vectors]


def table(rows, names):
    x = np.array([[row["x"][NAMES.index(name)] for name in names] for row in rows])
    y = np.array([row["answerable"] and row["right"] for row in rows])
    weight = np.array([WEIGHT[row["set"]] * (0.4 if row["removed"] else 1.0) for row in rows])
    group = np.array([hash(row["set"].split("-")[0] + row["id"]) for row in rows])
    return x, y, weight, group


def fitted(x, y, weight, strength):
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=strength, max_iter=5000).fit(scale.transform(x), y, sample_weight=weight)
    coefficients = model.coef_[0] / scale.scale_
    return coefficients, model.intercept_[0] - (coefficients * scale.mean_).sum()


def sure(x, model):
    return 1 / (1 + np.exp(-(x @ model[0] + model[1])))


def right_at(rows, p, share):
    yes = np.array([row["answerable"] for row in rows]); right = np.array([row["right"] for row in rows])
    no = np.sort(p[~yes])[::-1]
    return ((p > no[int(share * len(no))]) & right & yes).sum() / yes.sum()


def figures(rows, p):
    yes = np.array([row["answerable"] for row in rows]); right = yes & np.array([row["right"] for row in rows])
    kind = np.array([row["kind"] for row in rows])
    by_kind = {k: round(roc_auc_score(yes[yes | (kind == k)], p[yes | (kind == k)]), 3) for k in ("account", "outofscope", "nearmiss") if (kind == k).any()}
    return f"AUROC {roc_auc_score(yes, p):.3f} (right {roc_auc_score(right, p):.3f}) right at 5 % {100 * right_at(rows, p, .05):.1f}, at 10 % {100 * right_at(rows, p, .1):.1f} {by_kind}"


def cross_validated(rows, names, strength, repeats=5):
    x, y, weight, group = table(rows, names)
    total = np.zeros(len(rows))
    for seed in range(repeats):
        names_of_groups = np.unique(group); np.random.default_rng(seed).shuffle(names_of_groups)
        place = {g: n for n, g in enumerate(names_of_groups)}
        folds = np.array([place[g] % 5 for g in group])
        for fold in range(5):
            model = fitted(x[folds != fold], y[folds != fold], weight[folds != fold], strength)
            total[folds == fold] += sure(x[folds == fold], model)
    return total / repeats


def thresholds(rows, p):
    yes = np.array([row["answerable"] for row in rows]); right = yes & np.array([row["right"] for row in rows])
    kind = np.array([row["kind"] for row in rows])
    for t in np.arange(0.1, 0.8, 0.05):
        given = p >= t
        false = {k: round(float(given[kind == k].mean()), 2) for k in ("account", "outofscope", "nearmiss") if (kind == k).any()}
        print(f"  from {t:.2f}: answered {100 * given[yes].mean():5.1f} % of answerable, right {100 * right[given].sum() / max(given.sum(), 1):5.1f} %, of answerable answers right {100 * right[given & yes].sum() / max((given & yes).sum(), 1):5.1f}, false {false}")


def rust(names, model):
    weights = dict(zip(names, model[0]))
    return f"Model {{ bias: {model[1]:.3f}, weights: [{', '.join(f'{weights.get(name, 0):.3f}' for name in NAMES)}] }}"


def asked(rows, name):
    return np.array([row["set"] == name and not row["removed"] for row in rows])


def without(rows, name):
    return [row for row in rows if not row["set"].startswith(name)]


if __name__ == "__main__":
    for with_vectors, names in ((True, WITH_VECTORS), (False, WORDS_ALONE)):
        all_rows = rows(sys.argv[1], with_vectors)
        for strength in (0.03, 0.1, 0.3):
            p = cross_validated(all_rows, names, strength)
            for name in ("dev", "demo"):
                print(f"C {strength}, {name}:", figures([row for row, is_it in zip(all_rows, asked(all_rows, name)) if is_it], p[asked(all_rows, name)]))
        for name in ("dev", "demo"):
            own = [row for row, is_it in zip(all_rows, asked(all_rows, name)) if is_it]
            p = sure(table(own, names)[0], fitted(*table(without(all_rows, name), names)[:3], 0.1))
            print(f"never saw {name}:", figures(own, p))
            thresholds(own, p)
        p = cross_validated(all_rows, names, 0.1)
        print("cross-validated, dev:")
        thresholds([row for row, is_it in zip(all_rows, asked(all_rows, "dev")) if is_it], p[asked(all_rows, "dev")])
        print(rust(names, fitted(*table(all_rows, names)[:3], 0.1)))
