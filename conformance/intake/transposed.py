"""Tables that lie on their side: the items across, and below them a line for each unit or limit."""

from collections.abc import Iterator, Sequence

from conformance.intake.cellwords import is_reading
from conformance.intake.headings import Meaning, Role
from conformance.intake.page import Page, Word, box_of, joined, lines_of
from conformance.intake.table import Cell, Field, Row, Table
from conformance.intake.tokens import Token, tokens_of

_LABELS = {Role.LOD, Role.LOQ, Role.LIMIT, Role.VERDICT, Role.UNCERTAINTY, Role.VALUE}
_FEWEST = 3


def lying_tables(page: Page, words: Sequence[Word]) -> Iterator[Table]:
    """Yield the tables of a page whose lines begin with a unit or a limit, and have many cells."""
    lines = [list(_split(line)) for line in lines_of(words)]
    index = 0
    while index < len(lines):
        body = _body(lines, index)
        if len(body) > 1 and index and _heads(lines[index - 1], body[0]):
            yield _table(page, lines[index - 1], body)
            index += len(body)
        else:
            index += 1


def _split(line: Sequence[Word]) -> Iterator[Token]:
    yield from tokens_of(line)


def _body(lines: Sequence[Sequence[Token]], start: int) -> list[Sequence[Token]]:
    found: list[Sequence[Token]] = []
    for line in lines[start:]:
        label, cells = line[0], line[1:]
        known = label.meaning is not None and label.meaning.role in _LABELS
        if not known or len(cells) < _FEWEST or not all(is_reading(c.text) for c in cells):
            break
        if found and len(cells) != len(found[0]) - 1:
            break
        found.append(line)
    return found


def _heads(above: Sequence[Token], first: Sequence[Token]) -> bool:
    """Return whether the line above names every cell of the first line."""
    cells = first[1:]
    names = _names(above, cells)
    return len(names) == len(cells) and not any(is_reading(name) for name in names.values())


def _names(above: Sequence[Token], cells: Sequence[Token]) -> dict[int, str]:
    """Return the name over each cell: all words that stand nearer to it than to another."""
    words = [word for token in above for word in token.words]
    named: dict[int, list[Word]] = {}
    for word in words:
        x = word.x0
        nearest = min(range(len(cells)), key=lambda i: abs(_start(cells[i], word) - x))
        width = max(cells[0].box[2] - cells[0].box[0], 4 * word.height)
        if abs(_start(cells[nearest], word) - x) < width:
            named.setdefault(nearest, []).append(word)
    return {index: joined(found) for index, found in named.items()}


def _start(cell: Token, word: Word) -> float:
    """Return where a name over a cell would begin: as far left, or around the same middle."""
    centred = (cell.box[0] + cell.box[2]) / 2 - (word.x1 - word.x0) / 2
    return min(cell.box[0], centred, key=lambda x: abs(x - word.x0))


def _table(page: Page, above: Sequence[Token], body: Sequence[Sequence[Token]]) -> Table:
    names = _names(above, body[0][1:])
    fields = [Field(text="", meaning=Meaning(Role.ITEM))]
    fields += [
        Field(text=line[0].text, meaning=line[0].meaning or Meaning(Role.OTHER)) for line in body
    ]
    rows = []
    for index in sorted(names):
        over = [word for token in above for word in token.words if word.text in names[index]]
        cells = [Cell(text=names[index], box=box_of(over) if over else None)]
        for line in body:
            token = line[index + 1]
            cells.append(Cell(text=token.text, box=token.box))
        rows.append(Row(cells=tuple(cells), number=index + 1))
    return Table(fields=tuple(fields), rows=tuple(rows), page=page.number)
