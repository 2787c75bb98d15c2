"""Grids: cells in rows and columns, as sheets and documents have them, or as rules draw them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.intake.page import Box, Page, Word, joined, part_of

_NEAR = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: its text, where its first row and column are, and how many of them it covers.

    `number` says that a workbook keeps it as a number, which has no last zeros.
    """

    text: str
    top: int
    left: int
    height: int = 1
    width: int = 1
    box: Box | None = None
    name: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid; a merged cell stands in every place that it covers.

    `around` is the text right above and below it.
    """

    rows: tuple[tuple[GridCell | None, ...], ...]
    page: int | None = None
    sheet: str | None = None
    edges: tuple[float, ...] = ()
    box: Box | None = None
    around: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> GridCell | None:
        """Return the cell at a place; None outside of the grid too."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return None
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """Return the text at a place."""
        cell = self.at(row, column)
        return cell.text if cell is not None else ""


def ruled_grids(page: Page, words: Sequence[Word]) -> list[Grid]:
    """Return the grids that rules draw on a page, from the top."""
    across = _merged_rules(page.across, along=0)
    down = _merged_rules(page.down, along=1)
    grids = []
    for flat, upright in _touching(across, down):
        grid = _grid(flat, upright, words, page.number)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: grid.box[1] if grid.box else 0.0)


def _merged_rules(rules: Sequence[Box], along: int) -> list[Box]:
    """Return rules of which those that lie in one line and touch are one."""
    across = 1 - along
    merged: list[list[float]] = []
    by_place: dict[int, list[list[float]]] = {}
    for rule in sorted(rules, key=lambda r: (round(r[across]), r[along])):
        place = (rule[across] + rule[across + 2]) / 2
        for other in (
            by_place.get(round(place), [])
            + by_place.get(round(place) - 1, [])
            + (by_place.get(round(place) + 1, []))
        ):
            near = abs((other[across] + other[across + 2]) / 2 - place) < _NEAR
            if (
                near
                and rule[along] <= other[along + 2] + _NEAR
                and (rule[along + 2] >= other[along] - _NEAR)
            ):
                other[along] = min(other[along], rule[along])
                other[along + 2] = max(other[along + 2], rule[along + 2])
                break
        else:
            fresh = list(rule)
            merged.append(fresh)
            by_place.setdefault(round(place), []).append(fresh)
    return [(r[0], r[1], r[2], r[3]) for r in merged]


def _touching(across: Sequence[Box], down: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """Yield the rules that hang together."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            x = (upright[0] + upright[2]) / 2
            y = (flat[1] + flat[3]) / 2
            if flat[0] - _NEAR <= x <= flat[2] + _NEAR and (
                upright[1] - _NEAR <= y <= upright[3] + _NEAR
            ):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    yield from (group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1)


def _places(values: Sequence[float]) -> list[float]:
    """Return places, those that are nearly one as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 1.5 * _NEAR:
            found.append(value)
    return found


def _grid(across: list[Box], down: list[Box], words: Sequence[Word], page: int) -> Grid | None:
    xs = _places([(rule[0] + rule[2]) / 2 for rule in down])
    ys = _places([(rule[1] + rule[3]) / 2 for rule in across])
    if len(xs) < 3 or len(ys) < 3 or len(xs) > 60 or len(ys) > 400:
        return None
    right = [[_drawn(down, xs[c + 1], (ys[r] + ys[r + 1]) / 2, 1) for c in range(len(xs) - 1)]
             for r in range(len(ys) - 1)]  # fmt: skip
    below = [[_drawn(across, ys[r + 1], (xs[c] + xs[c + 1]) / 2, 0) for c in range(len(xs) - 1)]
             for r in range(len(ys) - 1)]  # fmt: skip
    owner = _owners(right, below)
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in _cut_at_rules(words, xs, ys, owner):
        column = _slot(xs, (word.x0 + word.x1) / 2)
        row = _slot(ys, word.middle)
        if column is not None and row is not None:
            inside.setdefault(owner[row][column], []).append(word)
    spans = _spans(owner)
    cells = {
        place: GridCell(
            text=joined(inside.get(place, [])) if inside.get(place) else "",
            top=place[0],
            left=place[1],
            height=bottom - place[0] + 1,
            width=last - place[1] + 1,
            box=(xs[place[1]], ys[place[0]], xs[last + 1], ys[bottom + 1]),
        )
        for place, (bottom, last) in spans.items()
    }
    if sum(bool(cell.text) for cell in cells.values()) < 4:
        return None
    return Grid(
        rows=tuple(tuple(cells[place] for place in row) for row in owner),
        page=page,
        edges=tuple(xs),
        box=(xs[0], ys[0], xs[-1], ys[-1]),
    )


def _cut_at_rules(
    words: Sequence[Word],
    xs: Sequence[float],
    ys: Sequence[float],
    owner: Sequence[Sequence[tuple[int, int]]],
) -> Iterator[Word]:
    """Yield words, those cut in two that ran out of their cell and into the text of the next one.

    They are cut between two characters, where the words of the next column begin.
    """
    starts = _starts(words, xs)
    for word in words:
        row = _slot(ys, word.middle)
        if row is None or len(word.edges) != len(word.text):
            yield word
            continue
        for column in range(1, len(xs) - 1):
            x = xs[column]
            apart = owner[row][column - 1] != owner[row][column]
            if not apart or not word.x0 + 2 < x < word.x1 - 2:
                continue
            begin = starts.get(column, x)
            at = min(range(1, len(word.text)), key=lambda i: abs(word.edges[i] - begin), default=0)
            if at and abs(word.edges[at] - begin) < 0.15:
                yield part_of(word, 0, at)
                word = part_of(word, at, len(word.text))
        yield word


def _starts(words: Sequence[Word], xs: Sequence[float]) -> dict[int, float]:
    """Return where most words of each column begin, right behind its rule."""
    found: dict[int, Counter[float]] = {}
    for word in words:
        column = _slot(xs, word.x0)
        if column is not None:
            found.setdefault(column, Counter())[round(word.x0, 1)] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in found.items()}


def _drawn(rules: Sequence[Box], place: float, middle: float, along: int) -> bool:
    across = 1 - along
    return any(
        abs((rule[across] + rule[across + 2]) / 2 - place) < 2 * _NEAR
        and rule[along] - 0.5 <= middle <= rule[along + 2] + 0.5
        for rule in rules
    )


def _owners(right: list[list[bool]], below: list[list[bool]]) -> list[list[tuple[int, int]]]:
    """Return for each place of the grid the first place of the cell that covers it."""
    height, width = len(right), len(right[0])
    owner: list[list[tuple[int, int]]] = [[(-1, -1)] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if owner[row][column] != (-1, -1):
                continue
            last = column
            while last + 1 < width and not right[row][last] and owner[row][last + 1] == (-1, -1):
                last += 1
            bottom = row
            while bottom + 1 < height and not any(below[bottom][column : last + 1]):
                bottom += 1
            for r in range(row, bottom + 1):
                for c in range(column, last + 1):
                    owner[r][c] = (row, column)
    return owner


def _spans(owner: list[list[tuple[int, int]]]) -> dict[tuple[int, int], tuple[int, int]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(owner):
        for c, place in enumerate(row):
            bottom, last = spans.get(place, (r, c))
            spans[place] = (max(bottom, r), max(last, c))
    return spans


def _slot(edges: Sequence[float], value: float) -> int | None:
    for index in range(len(edges) - 1):
        if edges[index] <= value < edges[index + 1]:
            return index
    return None
