"""Slips in the text of a limit or condition: one sign, digit, unit or word at a time."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction

from conformance.authoring.second_reading import exact
from conformance.diagnostics import IllFormed
from conformance.model.dates import read_date
from conformance.quantities.conditions import FactType
from conformance.quantities.expressions import tokens
from conformance.quantities.limit import HERE
from conformance.quantities.scales import SCALES
from conformance.quantities.unit_table import GROUPS
from conformance.quantities.units import find_units

_SIGN = re.compile(r"≤|≥|<=|>=|<|>")
_OPEN = {"≤": "<", "<": "≤", "≥": ">", ">": "≥", "<=": "<", ">=": ">"}
_TURNED = {"≤": "≥", "<": ">", "≥": "≤", ">": "<", "<=": ">=", ">=": "<="}
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\d.]|-\d)")
_CHOSEN = re.compile(r"([A-Za-z_][\w.-]*) (?:is|in) (not )?((?:[^\s,()]+, )*[^\s,()]+)")

Slip = tuple[str, str]
"""What kind of slip it is, and the text with it."""


def limit_slips(text: str, kind: str | None, scale: str | None) -> Iterator[Slip]:
    """Yield the slips of a limit; some of them are no limits any more.

    >>> [new for _, new in limit_slips("≤ 5 s", "time", None)][:4]
    ['< 5 s', '≥ 5 s', '≤ 6 s', '≤ 4 s']
    """
    if scale is not None:
        yield from _grade_slips(text, scale)
        return
    for sign in _SIGN.finditer(text):
        yield "operator", _put(text, sign, _OPEN[sign[0]])
        yield "operator", _put(text, sign, _TURNED[sign[0]])
    if " .. " in text:
        low, _, high = text.partition(" .. ")
        yield "operator", f"> {low} and ≤ {high}"
        yield "operator", f"≥ {low} and < {high}"
    for number in _numbers(text):
        for new in shifted_number(number[0]):
            yield "digit", _put(text, number, new)
    for word, other in (("max (", "min ("), ("min (", "max (")):
        if word in text:
            yield "operator", text.replace(word, other, 1)
    yield from _unit_slips(text, kind)


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a text that are no part of a unit such as `g/100g`."""
    for match in _NUMBER.finditer(text):
        if not re.search(r"/\s*$", text[: match.start()]):
            yield match


def shifted_number(text: str) -> list[str]:
    """Return a number with its last digit one higher and one lower.

    >>> shifted_number("0.50"), shifted_number("1")
    (['0.51', '0.49'], ['2', '0'])
    """
    step = Fraction(1, 10 ** len(text.partition(".")[2]))
    found = (exact(Fraction(text) + sign * step, step) for sign in (1, -1))
    return [new for new in found if new is not None and not new.startswith("-")]


def _unit_slips(text: str, kind: str | None) -> Iterator[Slip]:
    """Yield the text with one figure in another unit of its kind."""
    try:
        given = [t for t in tokens(text, HERE) if t.amount is not None and t.amount.units]
    except IllFormed:
        return
    for token in given[:1]:
        units = token.amount.units if token.amount else ()
        unit = next((u for u in units if u.kind == kind), units[0])
        if token.amount is None or token.amount.per or unit.symbol not in text:
            continue
        other = another_unit(unit.symbol, unit.kind)
        if other is not None:
            yield "unit", text.replace(unit.symbol, other, 1)


def another_unit(symbol: str, kind: str) -> str | None:
    """Return the symbol of a unit of the kind with another factor, None where there is none."""
    own = next((unit.factor for unit in find_units(symbol) if unit.kind == kind), None)
    for name, *_, rows in GROUPS:
        for line in rows.strip().splitlines() if name == kind else ():
            other = line.split("|")[0].strip()
            units = find_units(other)
            if [unit.kind for unit in units] == [kind] and units[0].factor != own:
                return other
    return None


def _grade_slips(text: str, scale: str) -> Iterator[Slip]:
    match = re.fullmatch(r"\s*(>=|<=|=|>|<|≥|≤)\s*(.+?)\s*", text)
    if match is None or " or " in match[2]:
        for part in text.split(" or ") if " or " in text else ():
            kept = [each for each in text.split(" or ") if each != part]
            yield "grade", " or ".join(kept)
        return
    sign, code = match[1], match[2]
    yield "operator", f"{'=' if sign != '=' else '>='} {code}"
    for grade in neighbours(scale, code):
        yield "grade", f"{sign} {grade}"


def neighbours(scale: str, code: str) -> list[str]:
    """Return the grades next to one on its scale, the worse first."""
    if ip := re.fullmatch(r"IP(.)([1-8])", code):
        return [f"IP{ip[1]}{int(ip[2]) - 1}", f"IP{ip[1]}{int(ip[2]) + 1}"]
    for chain in SCALES[scale].chains if scale in SCALES else ():
        if code in chain:
            at = chain.index(code)
            return [*chain[at + 1 : at + 2], *(chain[at - 1 : at] if at else ())]
    return []


def condition_slips(text: str, types: Mapping[str, FactType]) -> Iterator[Slip]:
    """Yield the slips of a condition; some of them are no conditions any more."""
    yield "condition-negated", f"not ( {text} )"
    for sign in _SIGN.finditer(text):
        yield "condition-operator", _put(text, sign, _OPEN[sign[0]])
        yield "condition-operator", _put(text, sign, _TURNED[sign[0]])
    for number in re.finditer(r"(?<=[≤<≥>] )\d+(?:\.\d+)?", text):
        for new in shifted_number(number[0]):
            yield "condition-digit", _put(text, number, new)
    for word, other in ((" and ", " or "), (" or ", " and ")):
        if word in text:
            for match in re.finditer(word, text):
                yield "condition-combination", _put(text, match, other)
    for day in re.finditer(r"\d{4}-\d\d-\d\d", text):
        yield from _day_slips(text, day)
    for chosen in re.finditer(
        r"([A-Za-z_][\w.-]*) (?:is|in) (not )?((?:[^\s,()]+, )*[^\s,()]+)", text
    ):
        words, choices = chosen[3].split(", "), types.get(chosen[1], FactType()).choices
        for word in words:
            start = chosen.start(3)
            left = [each for each in words if each != word]
            if left:
                yield "condition-choice", text[:start] + ", ".join(left) + text[chosen.end(3) :]
        for other in [each for each in choices if each not in words][:1]:
            new = ", ".join([*words[:-1], other])
            yield "condition-choice", text[: chosen.start(3)] + new + text[chosen.end(3) :]


def _day_slips(text: str, match: re.Match[str]) -> Iterator[Slip]:
    day = read_date(match[0])
    for step in (-1, 1) if day else ():
        if day is not None:
            yield "date", _put(text, match, (day + timedelta(days=step)).isoformat())
