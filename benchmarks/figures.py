"""Two small figures as SVG, without a plotting package: quality against time, and the cold-start curve."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 420, 64, 48, 36, 150
# Told apart by hue and by lightness; the reference is drawn thicker.
COLOURS = ("#0b5fa5", "#b3420a", "#3a7d2c", "#7a3e9d", "#8a6d00", "#0a7f7f", "#a3195b", "#555555")


def _ticks(low, high, most=6):
    """Round numbers from at or above ``low`` to at most ``high``, ``most`` of them or fewer."""
    rough = (high - low) / most or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _style(number):
    """(colour, whether the colours have begun anew): later ones are dashed or hollow."""
    return COLOURS[number % len(COLOURS)], number >= len(COLOURS)


class _Canvas:
    def __init__(self, title, x_range, y_range, x_label, y_label, log_x=False):
        self.log_x = log_x
        self.x_range = tuple(map(math.log10, x_range)) if log_x else x_range
        self.y_range = y_range
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">'
            f"{escape(x_label)}</text>",
            f'<text x="8" y="16">{escape(y_label)}</text>',
        ]

    def at(self, x, y):
        x = math.log10(x) if self.log_x else x
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            LEFT + (x - x0) / ((x1 - x0) or 1) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - (y - y0) / ((y1 - y0) or 1) * (HEIGHT - BOTTOM - TOP),
        )

    def axes(self, xs):
        low, high = self.y_range
        for value in _ticks(low, high):
            _, y = self.at(xs[0], value)
            self.parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
            self.parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:.4g}</text>')
        for value in xs:
            x, _ = self.at(value, low)
            self.parts.append(
                f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:g}</text>'
            )

    def label(self, x, y, text, colour):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(text)}</text>')

    def svg(self):
        return "\n".join([*self.parts, "</svg>", ""])


def _spread(places, gap=15):
    """Heights moved apart so that labels do not cover each other: name -> y."""
    moved, last = {}, -math.inf
    for name, y in sorted(places.items(), key=lambda pair: pair[1]):
        last = max(y, last + gap)
        moved[name] = last
    return moved


def cold_curve(curve, reference="hybrid"):
    """nDCG@10 by number of known ratings, one line a model; points are evenly spaced."""
    known = list(next(iter(curve.values())))
    values = [value for points in curve.values() for value in points.values()]
    canvas = _Canvas(
        "Cold-start curve", (0, len(known) - 1), (min(0.0, *values), max(values) * 1.05),
        "ratings known of a new member", "nDCG@10",
    )  # fmt: skip
    low = canvas.y_range[0]
    canvas.axes([0])
    canvas.parts.pop()
    for place, number in enumerate(known):
        x, y = canvas.at(place, low)
        canvas.parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{number}</text>')
    ends = {name: canvas.at(len(known) - 1, points[known[-1]])[1] for name, points in curve.items()}
    labels = _spread(ends)
    for number, (name, points) in enumerate(curve.items()):
        colour, again = _style(number)
        dashes = ' stroke-dasharray="6 3"' if again else ""
        path = " ".join("{:.1f},{:.1f}".format(*canvas.at(place, points[n])) for place, n in enumerate(known))
        thick = 3.5 if name == reference else 1.5
        canvas.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashes}/>'
        )
        canvas.label(WIDTH - RIGHT + 8, labels[name] + 4, name, colour)
    return canvas.svg()


def quality_and_time(table):
    """nDCG@10 with its interval against fitting time (logarithmic), one point a model."""
    times = table["fit_s"].clip(lower=0.001)
    span = (10 ** math.floor(math.log10(times.min())), 10 ** math.ceil(math.log10(times.max()) + 0.01))
    top = float(table["ndcg@10_high"].max()) * 1.05
    canvas = _Canvas("Quality against time", span, (0.0, top), "seconds to fit", "nDCG@10", log_x=True)
    canvas.axes([10.0**p for p in range(round(canvas.x_range[0]), round(canvas.x_range[1]) + 1)])
    labels = _spread({name: canvas.at(span[0], row["ndcg@10"])[1] for name, row in table.iterrows()})
    for number, (name, row) in enumerate(table.iterrows()):
        colour, again = _style(number)
        fill = "#fff" if again else colour
        x, y = canvas.at(times[name], row["ndcg@10"])
        _, y_low = canvas.at(times[name], row["ndcg@10_low"])
        _, y_high = canvas.at(times[name], row["ndcg@10_high"])
        canvas.parts.append(f'<path d="M{x:.1f} {y_low:.1f}V{y_high:.1f}" stroke="{colour}"/>')
        canvas.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{colour}"/>')
        canvas.parts.append(
            f'<path d="M{x + 5:.1f} {y:.1f}L{WIDTH - RIGHT + 4} {labels[name]:.1f}" stroke="{colour}" '
            f'stroke-width="0.5" fill="none"/>'
        )
        canvas.label(WIDTH - RIGHT + 8, labels[name] + 4, name, colour)
    return canvas.svg()
