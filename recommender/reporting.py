"""What a run found, laid out for people: tables of plain cells from the numbers a run keeps."""

from recommender.training import BASELINES, METRIC

COLUMNS = {
    "ndcg@10": "nDCG@10", "precision@10": "precision@10", "recall@10": "recall@10", "f1@10": "F1@10",
    "accuracy@10": "accuracy@10", "map@10": "MAP@10", "hit@10": "hit rate@10", "coverage@10": "coverage@10",
}  # fmt: skip


def number(value, digits=3):
    """A number, or a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def quality(run):
    """The chosen model's nDCG@10 with its 95 % interval."""
    found = run.metrics.get("models", {}).get(run.metrics.get("chosen"))
    return _with_interval(found, METRIC) if found else "–"


def best_baseline(run):
    """The best of popularity, content and neighbours, and its nDCG@10."""
    models = {name: found for name, found in run.metrics.get("models", {}).items() if name in BASELINES}
    if not models:
        return "–"
    name = max(models, key=lambda model: models[model].get(METRIC) or 0)
    return f"{name} {number(models[name].get(METRIC))}"


def comparison(run):
    """``(heads, rows)``: every model on the same data, the best first, with intervals."""
    models = run.metrics.get("models", {})
    order = sorted(models, key=lambda name: -(models[name].get(METRIC) or 0))
    rows = [[name, *[_with_interval(models[name], metric) for metric in COLUMNS]] for name in order]
    return ["model", *COLUMNS.values()], rows


def differences(run):
    """``(heads, rows)``: how much better the hybrid is, person by person."""
    rows = [
        [
            name,
            number(found.get("difference"), 4),
            f"{number(found.get('low'), 4)} to {number(found.get('high'), 4)}",
            number(found.get("p")),
        ]
        for name, found in run.metrics.get("paired", {}).items()
    ]
    return ["nDCG@10", "difference", "95 % interval", "p"], rows


def _with_interval(found, metric):
    low, high = found.get(f"{metric}_low"), found.get(f"{metric}_high")
    if low is None or high is None:
        return number(found.get(metric))
    return f"{number(found.get(metric))} ({number(low)} to {number(high)})"
