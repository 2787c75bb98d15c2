"""The unit that a line above or below a table gives for all of its values."""

import re
from collections.abc import Sequence

from conformance.intake.page import Box, Word, joined, lines_of
from conformance.intake.tokens import segments
from conformance.intake.units import unit_in

_LABEL = re.compile(
    r"(?:unit of measurement|units of measurement|measurement unit|units?|计量单位|测量单位|单位)"
    r"(?:\s*/?\s*units?)?(?:\s*[:：为]\s*|\s+)(.*)$",
    re.IGNORECASE,
)
# What stands before the first mark that ends a note, outside of brackets.
_ONE_NOTE = re.compile(r"(?:[(（][^()（）]*[)）]|[.,](?=\S)|[^()（）。;；,，.])*")
_ABOVE, _BELOW = 60.0, 40.0


def unit_beside(words: Sequence[Word], head: Box, end: float) -> str | None:
    """Return the unit that a line near a table names; the one above it comes first."""
    above: str | None = None
    below: str | None = None
    for line in lines_of(words):
        middle = line[0].middle
        if not head[1] - _ABOVE < middle < end + _BELOW:
            continue
        for group in _wide(line):
            unit = named_unit(joined(group))
            if unit is None:
                continue
            if middle < head[1]:
                above = unit
            elif middle > end:
                below = below or unit
    return above or below


def _wide(line: Sequence[Word]) -> list[list[Word]]:
    """Return a line as its groups, and as a whole: a label and its unit may stand far apart."""
    return [*segments(line), list(line)]


def named_unit(text: str) -> str | None:
    """Return the unit that a line such as `单位:mg/kg` gives; None where it gives none.

    >>> named_unit("注:单位 mg/kg。ND 表示未检出(小于检出限)"), named_unit("Unit of one kind")
    ('mg/kg', None)
    """
    found = _LABEL.search(text)
    if found is None:
        return None
    first = _ONE_NOTE.match(found[1].strip())
    text = first[0].strip() if first is not None else ""
    bracket = re.search(r"[(（]([^()（）]+)[)）]$", text)
    if bracket is not None:
        return bracket[1].strip()
    return unit_in(text.split("  ")[0]) if text else None
