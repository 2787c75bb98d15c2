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
    """Return the unit that a line such as `单位:mg/kg` gives; None where it gives none."""
    found = _LABEL.search(text)
    if found is None:
        return None
    rest = found[1].strip()
    bracket = re.search(r"[(（]([^()（）]+)[)）]\s*$", rest)
    if bracket is not None:
        return bracket[1].strip()
    return unit_in(rest.split("  ")[0].strip(" .。;")) if rest else None
