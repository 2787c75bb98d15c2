"""Labels and what stands beside or below them: on lines of a page, or in cells of a grid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conformance.intake.grid import Grid, GridCell
from conformance.intake.labels import DAYS, field_of
from conformance.intake.page import Page, Word, joined, lines_of
from conformance.intake.tokens import segments

_COLON = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One label and what stands beside it; `near` is smaller the closer they stand."""

    field: str
    label: str
    text: str
    page: int = 1
    near: int = 0


def said_on(page: Page) -> Iterator[Said]:
    """Yield the labels of a page with the text beside or below each."""
    lines = [list(segments(line, 1.1)) for line in lines_of(page.words)]
    for index, line in enumerate(lines):
        for place, group in enumerate(line):
            yield from _said(page, lines, index, place, group)


def _said(
    page: Page, lines: list[list[list[Word]]], index: int, place: int, group: list[Word]
) -> Iterator[Said]:
    text = joined(group)
    for part in re.split(r"\s*[;；|]\s*", text):
        begun = _begins(part)
        if begun is not None and part != text and not _COLON.search(part):
            yield Said(field=begun, label=part, text=_rest_of_label(part), page=page.number, near=1)
    for label, value in _inline(text):
        name = field_of(label)
        if name is None:
            continue
        if value:
            yield Said(field=name, label=label, text=value, page=page.number)
        elif place + 1 < len(lines[index]):
            right = joined(lines[index][place + 1])
            if not _is_label(right):
                yield Said(field=name, label=label, text=right, page=page.number, near=1)
    if _COLON.search(text) or text.endswith(("-", "–")):
        return
    several = [field_of(part) for part in re.split(r"[,,]\s*", text)]
    if len(several) > 1 and all(several):
        # `COLLECTED, RECEIVED` over two days: each label has the text in its own place
        below = _below(lines, index, group)
        parts = re.split(r",\s+", joined(below)) if below else []
        if len(parts) == len(several):
            for name, part in zip(several, parts, strict=True):
                if name:
                    yield Said(field=name, label=text, text=part, page=page.number, near=2)
        return
    name = field_of(text) or _begins(text)
    if name is None:
        return
    rest = _rest_of_label(text)
    if rest:
        yield Said(field=name, label=text, text=rest, page=page.number, near=1)
        return
    below = _below(lines, index, group)
    if place + 1 < len(lines[index]):
        beside = lines[index][place + 1]
        far = beside[0].x0 - group[-1].x1 > 6 * group[-1].height
        under = bool(below) and abs(below[0].x0 - group[0].x0) < 2
        if not _is_label(joined(beside)) and not (far and under):
            yield Said(field=name, label=text, text=joined(beside), page=page.number, near=2)
            return
    if below and not _is_label(joined(below)):
        yield Said(field=name, label=text, text=joined(below), page=page.number, near=3)


def _inline(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a text such as `Sampled : 09/13/19  Completed : 09/23/19`."""
    for part in re.split(r"\s*[;;|]\s*", text):
        marks = [m for m in _COLON.finditer(part) if not _in_time(part, m.start())]
        if not marks:
            continue
        pieces = _by_labels(part, marks)
        yield from pieces


def _in_time(text: str, at: int) -> bool:
    return bool(re.match(r"\d{2}(?!\d)", text[at + 1 :])) and text[:at][-1:].isdigit()


def _by_labels(text: str, marks: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    starts = []
    for mark in marks:
        before = text[: mark.start()].rstrip()
        words = before.split(" ")
        for count in range(1, min(len(words), 6) + 1):
            label = " ".join(words[-count:])
            longer = " ".join(words[-count - 1 :])
            if field_of(label) and not (count < len(words) and field_of(longer)):
                starts.append((len(before) - len(label), mark.end(), label))
                break
        else:
            starts.append((len(before) - len(words[-1]), mark.end(), before))
    for number, (_, end, label) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        yield label, text[end : max(stop, end)].strip(", ")


def _begins(text: str) -> str | None:
    """Return the field of a text that begins with a label and goes on with a day or a number."""
    words = text.split(" ")
    for count in (4, 3, 2, 1):
        if len(words) > count and any(c.isdigit() for c in words[count]):
            name = field_of(" ".join(words[:count]))
            if name in DAYS or name in ("report_number",):
                return name
    return None


def _rest_of_label(text: str) -> str:
    words = text.split(" ")
    for count in (4, 3, 2, 1):
        if (
            len(words) > count
            and field_of(" ".join(words[:count]))
            and any(c.isdigit() for c in words[count])
        ):
            return " ".join(words[count:])
    return ""


def _is_label(text: str) -> bool:
    return field_of(text) is not None or text.endswith((":", "："))


def _below(lines: list[list[list[Word]]], index: int, group: Sequence[Word]) -> list[Word]:
    """Return the words under a label, as far as they go on in the next lines."""
    left, right = group[0].x0, group[-1].x1
    height = group[0].height
    found: list[Word] = []
    bottom = group[0].bottom
    for line in lines[index + 1 : index + 6]:
        over = [g for g in line if g[0].x0 < right + height and g[-1].x1 > left - height]
        if not over:
            continue
        if over[0][0].top - bottom > (2.2 if not found else 0.6) * height:
            break
        if found and (_is_label(joined(over[0])) or len(over) > 1):
            break
        found += over[0]
        bottom = max(word.bottom for word in over[0])
    return found


# ---- grids


def said_in(grid: Grid) -> Iterator[Said]:
    """Yield the labels of a grid with the text of the cell beside, or below, each."""
    for number, row in enumerate(grid.rows):
        cells = [cell for c, cell in enumerate(row) if cell is not None and cell.left == c]
        cells = [cell for cell in cells if cell.top == number]
        across = _is_row_of_labels(cells)
        for place in range(len(cells)):
            yield from _in_cell(grid, cells, place, across)


def _is_row_of_labels(cells: Sequence[GridCell]) -> bool:
    """Return whether labels stand side by side, so that their texts stand below."""
    labels = [_is_label(cell.text) for cell in cells if cell.text]
    return any(one and other for one, other in pairwise(labels))


def _in_cell(grid: Grid, cells: Sequence[GridCell], place: int, across: bool) -> Iterator[Said]:
    cell = cells[place]
    text = " ".join(cell.text.split())
    found = False
    for label, value in _inline(text):
        name = field_of(label)
        if name is not None and value:
            found = True
            yield Said(field=name, label=label, text=value, page=grid.page or 1)
    name = field_of(text)
    if found or name is None:
        return
    beside = next((c for c in cells[place + 1 :] if c.text), None)
    if not across and beside is not None and not _is_label(beside.text):
        yield Said(field=name, label=text, text=_flat(beside), page=grid.page or 1)
    elif across:
        below = grid.at(cell.top + cell.height, cell.left)
        if below is not None and below.text and not _is_label(below.text):
            yield Said(field=name, label=text, text=_flat(below), page=grid.page or 1)


def _flat(cell: GridCell) -> str:
    return " ".join(cell.text.split())
