"""Charts as SVG that read in grey, too: what is ours is dark, and every figure is written out."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, LABELS, ROW = 760, 300, 26
APART = 15
DASHES = ("", "7 4", "2 3", "10 3 2 3")


@dataclass(frozen=True, slots=True)
class Bar:
    """A ratio with its spread."""

    name: str
    least: float
    median: float
    greatest: float
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """How something grows: amounts, and the cost of each."""

    name: str
    points: tuple[tuple[float, float], ...]


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Return bars on a logarithmic scale, with whiskers from the least to the greatest."""
    low = floor(log10(min(row.least for row in rows)))
    high = ceil(log10(max(row.greatest for row in rows)) + 0.15)
    room = WIDTH - LABELS - 60
    foot = 44 + ROW * len(rows)

    def x(value: float) -> float:
        return LABELS + room * (log10(value) - low) / (high - low)

    parts = []
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="36" y2="{foot}" stroke="#ddd"/>')
        parts.append(_text(at, foot + 16, _figure(10.0**power), "middle"))
    for place, row in enumerate(rows):
        y = 42 + ROW * place
        fill, middle = ("#222" if row.ours else "#aaa"), y + 9
        parts.append(_text(LABELS - 8, middle + 4, row.name, "end", bold=row.ours))
        wide = max(x(row.median) - LABELS, 1.5)
        parts.append(f'<rect x="{LABELS}" y="{y}" width="{wide:.1f}" height="18" fill="{fill}"/>')
        parts.append(f'<line x1="{x(row.least):.1f}" x2="{x(row.greatest):.1f}" y1="{middle}" '
                     f'y2="{middle}" stroke="#666" stroke-width="2"/>')  # fmt: skip
        at = max(x(row.greatest), x(row.median)) + 6
        parts.append(_text(at, middle + 4, _figure(row.median), "start", bold=row.ours))
    return _svg(title, foot + 26, parts)


def lines(title: str, across: str, drawn: Sequence[Line]) -> str:
    """Return lines with both scales logarithmic, where a straight rise is growth in proportion."""
    points = [point for line in drawn for point in line.points]
    left, right = (edge(log10(x) for x, _ in points) for edge in (min, max))
    bottom, top = (edge(log10(y) for _, y in points) for edge in (min, max))
    wide, tall, from_left = WIDTH - 330, 260, 80

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x = from_left + wide * (log10(point[0]) - left) / ((right - left) or 1)
        return x, 300 - tall * (log10(point[1]) - bottom) / ((top - bottom) or 1)

    parts = []
    for power in range(ceil(bottom), floor(top) + 1):
        y = at((10**left, 10.0**power))[1]
        parts.append(f'<line x1="{from_left}" x2="{from_left + wide}" y1="{y:.1f}" y2="{y:.1f}" '
                     f'stroke="#ddd"/>')  # fmt: skip
        parts.append(_text(from_left - 8, y + 4, _figure(10.0**power), "end"))
    for power in range(ceil(left), floor(right) + 1):
        x = at((10.0**power, 10**bottom))[0]
        parts.append(_text(x, 324, f"{10**power:,}", "middle"))
    parts.append(_text(from_left + wide / 2, 344, across, "middle"))
    ends: list[tuple[float, float, str]] = []
    for line, dash in zip(drawn, DASHES, strict=False):
        places = [at(point) for point in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="#222" stroke-width="2" '
                     f'stroke-dasharray="{dash}"/>')  # fmt: skip
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#222"/>' for x, y in places]
        ends.append((places[-1][1], places[-1][0], line.name))
    before = float(-APART)
    for y, x, name in sorted(ends):
        # names of lines that end close together are moved apart
        before = max(y, before + APART)
        parts.append(_text(x + 10, before + 4, name, "start"))
    return _svg(title, 356, parts)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}"


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    said = escape(title)
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-label="{said}" font-family="sans-serif" font-size="13">')  # fmt: skip
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    heading = f'<text x="8" y="22" font-weight="bold">{said}</text>'
    return "\n".join([head, ground, heading, *parts, "</svg>\n"])
