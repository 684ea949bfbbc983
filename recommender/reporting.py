"""What a run found, laid out for people: cells and bars from the numbers a run keeps."""

from dataclasses import dataclass

from recommender.training import BASELINES, METRIC

COLUMNS = {
    "ndcg@10": "nDCG@10", "precision@10": "precision@10", "recall@10": "recall@10", "f1@10": "F1@10",
    "accuracy@10": "accuracy@10", "map@10": "MAP@10", "hit@10": "hit rate@10", "coverage@10": "coverage@10",
}  # fmt: skip
# The chart is drawn on a canvas this wide; the longest interval ends a little before its edge.
WIDTH = 100


@dataclass(frozen=True)
class Figure:
    """A number and its 95 % interval, as words; empty words where there is none."""

    value: str
    interval: str = ""

    def __str__(self):
        return f"{self.value} ({self.interval})" if self.interval else self.value


@dataclass(frozen=True)
class Bar:
    """One model in the chart: lengths on a canvas :data:`WIDTH` wide."""

    name: str
    figure: Figure
    value: float
    low: float
    high: float
    is_chosen: bool

    @property
    def spread(self):
        """Length of the interval."""
        return round(self.high - self.low, 2)


def number(value, digits=3):
    """A number, or a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def signed(value, digits=3):
    """A number with its sign, or a dash where there is none."""
    return "–" if value is None else f"{value:+.{digits}f}".replace("-", "−")


def quality(run):
    """The chosen model's nDCG@10 as a :class:`Figure`."""
    found = run.metrics.get("models", {}).get(run.metrics.get("chosen"))
    return _figure(found, METRIC) if found else Figure("–")


def lead_over(run, baseline):
    """How much better than a baseline the hybrid is over the same people, as a :class:`Figure`."""
    found = run.metrics.get("paired", {}).get(f"hybrid - {baseline}")
    if not found:
        return Figure("–")
    return Figure(signed(found["difference"]), f"{signed(found['low'])} to {signed(found['high'])}")


def comparison(run):
    """``(heads, rows)``: every model on the same data, the best first; cells are :class:`Figure`."""
    models = run.metrics.get("models", {})
    return list(COLUMNS.values()), [
        (name, [_figure(models[name], metric) for metric in COLUMNS]) for name in _best_first(models)
    ]


def chart(run):
    """The :class:`Bar` of every model's nDCG@10, the best first."""
    models = run.metrics.get("models", {})
    most = max(
        (found.get(f"{METRIC}_high") or found.get(METRIC) or 0 for found in models.values()), default=0
    )
    scale = 0.98 * WIDTH / most if most else 0

    def bar(name, found):
        value = found.get(METRIC) or 0
        ends = [found.get(f"{METRIC}_{end}") for end in ("low", "high")]
        low, high = (round(scale * (value if end is None else end), 2) for end in ends)
        chosen = name == run.metrics.get("chosen")
        return Bar(name, _figure(found, METRIC), round(scale * value, 2), low, high, chosen)

    return [bar(name, models[name]) for name in _best_first(models)]


def differences(run):
    """``(heads, rows)``: how much better the hybrid is than each other, person by person."""
    rows = [
        (
            name.partition(" - ")[2],
            [
                signed(found.get("difference"), 4),
                f"{signed(found.get('low'), 4)} to {signed(found.get('high'), 4)}",
                number(found.get("p")),
                found.get("members", "–"),
            ],
        )
        for name, found in run.metrics.get("paired", {}).items()
    ]
    return ["difference in nDCG@10", "95 % interval", "p", "people"], rows


def counts(run):
    """``(name, number)`` of what a run learnt from."""
    return [(name.replace("_", " "), count) for name, count in run.counts.items()]


def _best_first(models):
    return sorted(models, key=lambda name: -(models[name].get(METRIC) or 0))


def _figure(found, metric):
    low, high = found.get(f"{metric}_low"), found.get(f"{metric}_high")
    interval = "" if low is None or high is None else f"{number(low)} to {number(high)}"
    return Figure(number(found.get(metric)), interval)


__all__ = [
    "BASELINES",
    "Bar",
    "Figure",
    "chart",
    "comparison",
    "counts",
    "differences",
    "lead_over",
    "quality",
]
