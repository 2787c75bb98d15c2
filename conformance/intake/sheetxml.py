"""What a sheet's XML says besides the values of its cells: formulas, merged ranges, its far end.

It is read as a stream, with nothing but what is asked kept, and cells may stand without a name, as
some programs write them.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# A formula that takes a value from another workbook: `[1]Sheet1!A1`, `'[1]Sheet 1'!A1`, `[1]!name`.
_LINK = re.compile(r"\[\d+\][^\[\]]*!")
Place = tuple[int, int]


@dataclass(slots=True)
class SheetNotes:
    """Places, from 1: rows of merged ranges, cells with formulas, the last and the farthest cell.

    `linked` says that a formula takes its value from another workbook.
    """

    merged: list[tuple[Place, Place]] = field(default_factory=list)
    formulas: set[Place] = field(default_factory=set)
    linked: bool = False
    last_row: int = 0
    last_column: int = 0


def notes_on(raw: bytes, names: frozenset[str] = frozenset()) -> SheetNotes:
    """Return what the XML of a sheet says; `names` are those that stand for another workbook.

    >>> notes = notes_on(b'<sheetData><row><c><f>[1]S!A1</f></c><c/></row></sheetData>')
    >>> notes.formulas, notes.linked, notes.last_row, notes.last_column
    ({(1, 1)}, True, 1, 1)
    """
    reader = _Reader(names)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(raw, True)
    return reader.notes


def number_of(letters: str) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """Return the letters of a column by its number, from 1.

    >>> letters_of(1), letters_of(27), number_of("AA")
    ('A', 'AA', 27)
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(name: str) -> Place | None:
    """Return row and column of a cell by its name; None where it is no name."""
    found = _CELL.fullmatch(name)
    return None if found is None else (int(found[2]), number_of(found[1]))


def is_link(formula: str, names: frozenset[str] = frozenset()) -> bool:
    """Return whether a formula takes a value from another workbook, or by a name that does.

    >>> is_link("'[1]Sheet 1'!A1*2"), is_link("Table1[Value]"), is_link("SUM(A1:A3)")
    (True, False, False)
    """
    if _LINK.search(formula):
        return True
    return bool(names) and bool(set(re.findall(r"[^\W\d][\w.]*", formula)) & names)


class _Reader:
    """Follows the elements of one sheet."""

    def __init__(self, names: frozenset[str]) -> None:
        self.notes = SheetNotes()
        self.names = names
        self.row = self.column = 0
        self.inside = False
        self.formula: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            place = place_of(attributes.get("r", ""))
            self.row, self.column = place or (self.row, self.column + 1)
            self.inside = True
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdigit() else self.row + 1
            self.column = 0
        elif self.inside and name in ("v", "is", "f"):
            self.notes.last_row = max(self.notes.last_row, self.row)
            self.notes.last_column = max(self.notes.last_column, self.column)
            if name == "f":
                self.formula = []
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            ends = place_of(first), place_of(last or first)
            if ends[0] is not None and ends[1] is not None:
                self.notes.merged.append((ends[0], ends[1]))

    def text(self, data: str) -> None:
        if self.formula is not None:
            self.formula.append(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self.inside = False
        elif self.formula is not None and name == "f":
            self.notes.formulas.add((self.row, self.column))
            self.notes.linked = self.notes.linked or is_link("".join(self.formula), self.names)
            self.formula = None
