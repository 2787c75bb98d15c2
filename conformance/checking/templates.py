"""Reports whose rows are those of a report that was read before, but for what was measured.

A laboratory prints the same table every time.  So the JSON of its rows is taken apart at the
values, and if what stands between them was read once, as strictly as everything is read, then so
are these rows: they are the same, with other texts in the places of the values.  Where a row
stands and what the laboratory says of it may differ too, which takes a little longer to see.

A template is only learnt where every value was found in the place where the full read has it, so
that no text elsewhere can be taken for a value; and every text is one that JSON needs no escape
for, so that it is what it looks like.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from conformance.model.submission import ReportHead, Result, Specimen, TestReport, UnreadReport
from conformance.quantities.patterns import pattern

# A string without escapes, and a list without lists or objects in it; JSON has no other space.
_STRING = rb'"([^"\\\x00-\x1f]*+)"'
_LIST = rb"(\[[^][{}\\]*+\])"
_IS = rb'"[ \t\n\r]*+:[ \t\n\r]*+'
_VALUE = b"value(?:" + _IS + _STRING + b"|s" + _IS + _LIST + b")"
_VALUES_ALONE = pattern(b'"' + _VALUE)
_ALL_THAT_DIFFERS = pattern(b'"(?:' + _VALUE + b"|(locator|verdict)" + _IS + _STRING + b")")
# How many groups each has, and what stands before the first of them.
_ALONE, _ALL = 3, 5

_ROWS = msgspec.json.Decoder(tuple[Result, ...])
_LISTED = msgspec.json.Decoder(tuple[Specimen, ...])
# Kept are about as many kilobytes as templates, and as many more for each way to print the places.
MOST_TEMPLATES = 512
# So many looks in vain are made before there are fewer, and then one of so many.
_MOST_CREDIT, _NOW_AND_THEN = 512, 16
_HEAD = ReportHead.__struct_fields__
_Parts = tuple[bytes | None, ...]


class NotRows(Exception):
    """Ends looking through where what stands in the place of a value is none; a full read says so.

    It never leaves this package.
    """


class Template:
    """Rows as they are printed every time.

    Attributes:
        rows: As they were read the first time.
        places: Where each of them stands, as JSON.
        valued: The numbers of those that have a value, or several; None for all of them.
        several: The numbers of those that have several.
        placed: The numbers of the rows that say where they stand.
        verdicts: What the laboratory says of each row that it says something of.
        judged: The numbers of these rows.
    """

    __slots__ = ("judged", "placed", "places", "rows", "several", "valued", "verdicts")

    def __init__(self, rows: tuple[Result, ...]) -> None:
        self.rows = rows
        self.places = [place_in_report(n, row.locator) for n, row in enumerate(rows)]
        self.placed = [n for n, row in enumerate(rows) if row.locator is not None]
        valued = [n for n, row in enumerate(rows) if _has_value(row)]
        self.valued = None if len(valued) == len(rows) else valued
        self.several = [n for n, row in enumerate(rows) if row.values is not None]
        self.judged = [n for n, row in enumerate(rows) if row.verdict is not None]
        self.verdicts = [rows[n].verdict for n in self.judged]

    def spread(self, found: list[bytes | None]) -> list[bytes | None]:
        """Return what was found of the rows with values, with nothing for the others."""
        if self.valued is None:
            return found
        spread: list[bytes | None] = [None] * len(self.rows)
        for number, each in zip(self.valued, found, strict=True):
            spread[number] = each
        return spread

    def with_verdicts(self, verdicts: Sequence[str]) -> tuple[Result, ...]:
        """Return the rows, the laboratory saying this of them."""
        rows = list(self.rows)
        for number, verdict in zip(self.judged, verdicts, strict=True):
            if rows[number].verdict != verdict:
                rows[number] = replace(rows[number], verdict=verdict)
        return tuple(rows)


class Filled:
    """A template with the values of one report.

    Attributes:
        template: What the rows are, but for their values and what the laboratory says of them.
        rows: The rows with what the laboratory says of them; None where it says the same.
        places: Where each row stands, as JSON.
        values: The value of each row, None where it has none or several.
        lists: The values of each row that has several, as JSON; None of the others.
    """

    __slots__ = ("lists", "places", "rows", "template", "values")

    def __init__(
        self,
        template: Template,
        values: list[bytes | None],
        lists: list[bytes | None],
        rows: tuple[Result, ...] | None = None,
        places: list[bytes] | None = None,
    ) -> None:
        self.template, self.rows = template, rows
        self.places = template.places if places is None else places
        self.values, self.lists = template.spread(values), template.spread(lists)

    def row(self, number: int) -> Result:
        """Return a row, whatever value stands in it."""
        return (self.rows or self.template.rows)[number]

    def texts(self, number: int) -> tuple[Specimen, ...] | None:
        """Return the value or the values of a row; None where they are no texts, or no list."""
        value, listed = self.values[number], self.lists[number]
        try:
            if listed is not None:
                return _LISTED.decode(listed)
            return () if value is None else (value.decode(),)
        except (msgspec.DecodeError, UnicodeError):
            return None

    def with_texts(self, number: int, texts: tuple[Specimen, ...]) -> Result:
        """Return a row with these as its value or values."""
        if self.lists[number] is not None:
            return replace(self.row(number), value=None, values=texts)
        value = texts[0] if texts else None
        if isinstance(value, tuple):
            raise AssertionError(number)
        return replace(self.row(number), value=value, values=None)


class _Print:
    """One way in which a template is printed, as it is taken apart.

    Attributes:
        keys: What each of the texts that may differ is; None for a value or several.
        values: Which of them are.
        places: Which of them are where a row stands.
        verdicts: Which of them the laboratory says of its rows.
        template: What is printed like that.
    """

    __slots__ = ("keys", "places", "template", "values", "verdicts")

    def __init__(self, keys: Sequence[bytes | None], template: Template) -> None:
        self.keys, self.template = keys, template
        self.values = [n for n, key in enumerate(keys) if key is None]
        self.places = [n for n, key in enumerate(keys) if key == b"locator"]
        self.verdicts = [n for n, key in enumerate(keys) if key == b"verdict"]

    def filled(
        self,
        values: Sequence[bytes | None],
        lists: Sequence[bytes | None],
        said: Sequence[bytes | None],
    ) -> Filled:
        """Return the template with what stands in the places that may differ."""
        template, at = self.template, self.values
        verdicts = [text.decode() for n in self.verdicts if (text := said[n]) is not None]
        rows = None if verdicts == template.verdicts else template.with_verdicts(verdicts)
        places = template.places.copy()
        for number, n in zip(template.placed, self.places, strict=True):
            places[number] = place_in_report(number, _text(said[n]))
        return Filled(template, [values[n] for n in at], [lists[n] for n in at], rows, places)


class Templates:
    """What was printed before; bounded, and safe to share between threads, as in `Quick`."""

    def __init__(self) -> None:
        # by what stands between the texts that may differ, and by the keys of these
        self._exact: dict[_Parts, Template] = {}
        self._alike: dict[_Parts, _Print] = {}
        self._once: set[int] = set()
        self._credit, self._turns = _MOST_CREDIT, 0

    def worth_a_look(self) -> bool:
        """Return whether rows were lately printed as before, or it is time to look once more.

        A look in vain costs more than a good one saves.
        """
        self._turns += 1
        return self._credit > 0 or self._turns % _NOW_AND_THEN == 0

    def looked(self, *, well: bool) -> None:
        """Note whether the rows of a submission were all printed as before."""
        if well:
            self._credit = min(self._credit + 1, _MOST_CREDIT) if self._credit else _NOW_AND_THEN
        else:
            self._credit = max(self._credit - 3, 0)

    def __len__(self) -> int:
        """Return how many ways of printing are known."""
        return max(len(self._exact), len(self._alike))

    def filled(self, report: UnreadReport) -> Filled | None:
        """Return the rows of a report as a template with values; None where there is none."""
        rows = bytes(report.rows)
        parts: list[bytes | None] = _VALUES_ALONE.split(rows)
        between = tuple(parts[::_ALONE])
        template = self._exact.get(between)
        if template is not None:
            return Filled(template, parts[1::_ALONE], parts[2::_ALONE])
        parts = _ALL_THAT_DIFFERS.split(rows)
        known = self._alike.get((*parts[::_ALL], *parts[3::_ALL]))
        if known is None or not _is_text(rows):
            return None
        return known.filled(parts[1::_ALL], parts[2::_ALL], parts[4::_ALL])

    def learn(self, unread: UnreadReport, report: TestReport) -> None:
        """Keep the rows of a report as a template, if they are printed like that once more.

        `report` is the same report, read in full.
        """
        text = bytes(unread.rows)
        parts: list[bytes | None] = _ALL_THAT_DIFFERS.split(text)
        between, keys = parts[::_ALL], parts[3::_ALL]
        whole = (*between, *keys)
        if whole in self._alike:
            return
        if hash(whole) not in self._once:
            if len(self._once) >= MOST_TEMPLATES:
                self._once.clear()
            self._once.add(hash(whole))
            return
        template = Template(report.results)
        known = _Print(keys, template)
        if b"\\" in text or not _shows_all(known, parts, unread, report.results):
            return
        _keep(self._alike, whole, known)
        _keep(self._exact, tuple(_VALUES_ALONE.split(text)[::_ALONE]), template)


_Kept = TypeVar("_Kept")


def _keep(kept: dict[_Parts, _Kept], key: _Parts, known: _Kept) -> None:
    if len(kept) >= MOST_TEMPLATES:
        kept.clear()
    kept[key] = known


def _is_text(rows: bytes) -> bool:
    try:
        rows.decode()
    except UnicodeDecodeError:
        return False
    return True


def place_in_report(number: int, locator: str | None) -> bytes:
    """Return where a row stands, as JSON: what it says itself, else its number."""
    return msgspec.json.encode(locator or f"results/{number}")


def _has_value(row: Result) -> bool:
    return row.value is not None or row.values is not None


def _shows_all(
    known: _Print, parts: list[bytes | None], unread: UnreadReport, rows: Sequence[Result]
) -> bool:
    """Return whether each text that was found is the value, place or verdict of its row.

    As every row with a value shows at least one text for it, none is left for anything else if
    there are as many as rows, and all are what they should be.
    """
    try:
        if _ROWS.decode(unread.rows) != tuple(rows):
            return False  # a number was written without quotes
        lists = [None if each is None else _LISTED.decode(each) for each in parts[2::_ALL]]
    except (msgspec.DecodeError, UnicodeError):
        return False
    # all of them are texts, for the rows have been read
    values, said = ([_text(each) for each in parts[n::_ALL]] for n in (1, 4))
    shown = [(values[n], lists[n]) for n in known.values]
    return (
        all(row.uncertainty is None for row in rows)
        and shown == [(row.value, row.values) for row in rows if _has_value(row)]
        and [said[n] for n in known.places]
        == [row.locator for row in rows if row.locator is not None]
        and [said[n] for n in known.verdicts] == known.template.verdicts
    )


def _text(said: bytes | None) -> str | None:
    return None if said is None else said.decode()


def in_full(unread: UnreadReport) -> TestReport:
    """Return a report with its rows, which are those of a template; raises NotRows."""
    head = {name: getattr(unread, name) for name in _HEAD}
    try:
        return TestReport(**head, results=_ROWS.decode(unread.rows))
    except (msgspec.DecodeError, UnicodeError):
        raise NotRows from None
