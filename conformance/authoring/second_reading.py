"""Limits and conditions of a plan, read a second time by other means.

A test whose expectation comes from what it tests cannot fail.  So the text of a limit
is read here again, with its own grammar and in fractions, member by member where a
reading stands for many values.  Nothing here calls the reader of limits or the judging;
shared with them is the table of units, which is data.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from conformance.model.plan import Attribute
from conformance.quantities.units import Unit, find_units


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of what is accepted; `digit` is its last written digit, None where computed."""

    value: Fraction
    closed: bool
    digit: Fraction | None


@dataclass(frozen=True, slots=True)
class Zone:
    """The values between two bounds; None where there is no bound on that side."""

    low: Bound | None
    high: Bound | None


@dataclass(frozen=True, slots=True)
class Reread:
    """What a limit accepts, in the base unit of what is measured, and the unit it is written in.

    What must not be detected is compared as it is written, whatever the rounding of the clause.
    """

    zones: tuple[Zone, ...]
    unit: Unit | None
    unrounded: bool = False

    @property
    def bounds(self) -> list[Bound]:
        """Every bound, ascending."""
        both = [bound for zone in self.zones for bound in (zone.low, zone.high)]
        return sorted((b for b in both if b is not None), key=lambda bound: bound.value)

    def with_digit(self, digit: Fraction) -> "Reread":
        """Return the limit with every end written to another last digit: a rounding interval."""
        zones = (
            Zone(
                *(
                    None if bound is None else Bound(bound.value, bound.closed, digit)
                    for bound in (zone.low, zone.high)
                )
            )
            for zone in self.zones
        )
        return Reread(tuple(zones), self.unit, self.unrounded)

    def accepts(
        self, x: Fraction, *, rounded: bool = False, inward: Fraction = Fraction(0)
    ) -> bool:
        """Return whether one value conforms, to the limit drawn in by `inward`."""
        return any(_within(x, zone, rounded, inward) for zone in self.zones)

    def verdict(
        self, low: Fraction, high: Fraction, *, high_closed: bool = True, rounded: bool = False
    ) -> str:
        """Return the verdict on a reading that stands for all values from `low` to `high`."""
        if low == high:
            return "pass" if self.accepts(low, rounded=rounded) else "fail"
        cuts = {low, high, *(bound.value for bound in self.bounds)}
        if rounded:
            cuts |= {
                b.value + (b.digit or Fraction(0)) * k / 2 for b in self.bounds for k in (-1, 1)
            }
        inside = sorted(cut for cut in cuts if low <= cut <= high)
        members = [*inside, *((a + b) / 2 for a, b in pairwise(inside))]
        answers = {self.accepts(x, rounded=rounded) for x in members if high_closed or x != high}
        return "missing-evidence" if len(answers) > 1 else "pass" if True in answers else "fail"


def _within(x: Fraction, zone: Zone, rounded: bool, inward: Fraction) -> bool:
    if zone.low is not None:
        y, end = _rounded(x, zone.low, rounded), zone.low.value + inward
        if y < end or (y == end and not zone.low.closed):
            return False
    if zone.high is not None:
        y, end = _rounded(x, zone.high, rounded), zone.high.value - inward
        if y > end or (y == end and not zone.high.closed):
            return False
    return True


def _rounded(x: Fraction, bound: Bound, rounded: bool) -> Fraction:
    """Return x rounded as GB/T 8170 does, half to even on the size, to the bound's digit."""
    if not rounded or bound.digit is None:
        return x
    size = abs(x) / bound.digit
    whole = size.numerator // size.denominator
    rest = size - whole
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1):
        whole += 1
    return whole * bound.digit * (1 if x >= 0 else -1)


class NotRead(Exception):
    """Raised where this second reading does not know a form, or a fact is not declared."""


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(r"(?:(?!\s+(?:or|and|\.\.|±|[*+/)-]|for|≤|≥|<|>|=)(?:\s|$)|\s*,|\s*$).)*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z_][A-Za-z0-9_]*)*")
_SIGNS = {"≤": ("high", True), "<": ("high", False), "≥": ("low", True), ">": ("low", False)}


@dataclass(frozen=True, slots=True)
class Value:
    """A term: its value in the base unit, the unit and digit where it is one written figure."""

    value: Fraction
    unit: Unit | None = None
    digit: Fraction | None = None


class _Reader:
    """Reads canonical text from left to right; every figure is turned into its base unit."""

    def __init__(self, text: str, kind: str | None, facts: Mapping[str, Fraction]) -> None:
        self.text, self.at, self.kind, self.facts = text, 0, kind, facts

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def take(self, *signs: str) -> str | None:
        self.space()
        for sign in signs:
            word = sign[0].isalpha()
            end = self.at + len(sign)
            if self.text.startswith(sign, self.at) and not (
                word and self.text[end : end + 1].isalnum()
            ):
                self.at = end
                return sign
        return None

    def limit(self) -> list[Zone]:
        zones = self.all_of()
        while self.take("or"):
            zones = [*zones, *self.all_of()]
        return zones

    def all_of(self) -> list[Zone]:
        zones = self.single()
        while self.take("and"):
            zones = [_both(one, other) for one in zones for other in self.single()]
        return zones

    def single(self) -> list[Zone]:
        if self.take("not detected"):
            if not (self.take("(") and self.take("DL")):
                raise NotRead(self.text)
            found = self.sum()
            if not self.take(")"):
                raise NotRead(self.text)
            return [Zone(None, Bound(found.value, False, found.digit))]
        if sign := self.take("≤", "<", "≥", ">"):
            side, closed = _SIGNS[sign]
            found = self.sum()
            bound = Bound(found.value, closed, found.digit)
            return [Zone(None, bound) if side == "high" else Zone(bound, None)]
        if self.take("="):
            found = self.sum()
            bound = Bound(found.value, True, found.digit)
            return [Zone(bound, bound)]
        first = self.sum()
        if self.take(".."):
            last = self.sum()
            first = self.with_unit(first, last)
            return [
                Zone(Bound(first.value, True, first.digit), Bound(last.value, True, last.digit))
            ]
        if self.take("±"):
            half = self.sum(centre=first)
            finer = (
                None
                if None in (first.digit, half.digit)
                else min(digit for digit in (first.digit, half.digit) if digit is not None)
            )
            low, high = first.value - half.value, first.value + half.value
            self.refuse_more()
            return [Zone(Bound(low, True, finer), Bound(high, True, finer))]
        raise NotRead(self.text)

    def refuse_more(self) -> None:
        self.space()
        if self.text.startswith("(", self.at):  # ends left out; not known here
            raise NotRead(self.text)

    @staticmethod
    def with_unit(one: Value, other: Value) -> Value:
        """Return the first end in the unit of the second where it states none."""
        if one.unit is not None or other.unit is None or one.digit is None:
            return one
        factor = other.unit.factor
        return Value(one.value * factor, other.unit, one.digit * factor)

    def sum(self, centre: Value | None = None) -> Value:
        total = self.product(centre)
        while sign := self.take("+", "-"):
            other = self.product(centre)
            total = Value(total.value + (other.value if sign == "+" else -other.value), total.unit)
        return total

    def product(self, centre: Value | None) -> Value:
        total = self.factor(centre)
        while sign := self.take("*", "/"):
            other = self.factor(centre)
            value = total.value * other.value if sign == "*" else total.value / other.value
            total = Value(value, total.unit or other.unit)
        return total

    def factor(self, centre: Value | None) -> Value:
        if self.take("-"):
            inner = self.factor(centre)
            return Value(-inner.value, inner.unit, inner.digit)
        for name, pick in (("max", max), ("min", min)):
            start = self.at
            if self.take(name) and self.take("("):
                found = [self.sum(centre)]
                while self.take(","):
                    found.append(self.sum(centre))
                self.take(")")
                unit = next((each.unit for each in found if each.unit), None)
                return Value(pick(each.value for each in found), unit)
            self.at = start
        if self.take("("):
            inner = self.sum(centre)
            self.take(")")
            return Value(inner.value, inner.unit)
        self.space()
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return self.figure(number[0], centre)
        if name_match := _NAME.match(self.text, self.at):
            self.at = name_match.end()
            if name_match[0] not in self.facts:
                raise NotRead(name_match[0])
            return Value(self.facts[name_match[0]])
        raise NotRead(self.text)

    def figure(self, number: str, centre: Value | None) -> Value:
        unit_text = _UNIT.match(self.text, self.at)
        spelling = unit_text[0].strip() if unit_text else ""
        self.at = unit_text.end() if unit_text else self.at
        value, digit = Fraction(number), Fraction(1, 10 ** len(number.partition(".")[2]))
        if not spelling:
            return Value(value, None, digit)
        units = find_units(spelling)
        if not units:
            above, slash, below = spelling.partition("/")
            ratio = find_units(above)[:1] + find_units(below)[:1] if slash else ()
            if len(ratio) != 2:
                raise NotRead(spelling)
            return Value(value * ratio[0].factor / ratio[1].factor)
        unit = next((each for each in units if each.kind == self.kind), units[0])
        if unit.offset:
            raise NotRead(spelling)
        if centre is not None and unit.kind == "ratio" and self.kind != "ratio":
            return Value(abs(centre.value) * value * unit.factor)
        return Value(value * unit.factor, unit, digit * unit.factor)


def _both(one: Zone, other: Zone) -> Zone:
    lows = [zone.low for zone in (one, other) if zone.low is not None]
    highs = [zone.high for zone in (one, other) if zone.high is not None]
    low = max(lows, key=lambda b: (b.value, not b.closed)) if lows else None
    high = min(highs, key=lambda b: (b.value, b.closed)) if highs else None
    return Zone(low, high)


def reread(text: str, kind: str | None, facts: Mapping[str, Fraction]) -> Reread:
    """Return what a limit on numbers accepts; raises `NotRead` for other limits.

    >>> reread("≤ 1.5 mg/L", "mass concentration", {}).verdict(Fraction(1), Fraction(1))
    'fail'
    """
    reader = _Reader(text, kind, facts)
    zones = tuple(reader.limit())
    reader.space()
    if reader.at != len(text):
        raise NotRead(text)
    units = [unit for word in _units_of(text) for unit in find_units(word) if unit.kind == kind]
    return Reread(zones, units[0] if units else None, text.strip().startswith("not detected"))


def _units_of(text: str) -> list[str]:
    found = []
    for number in _NUMBER.finditer(text):
        before = text[number.start() - 1 : number.start()]
        unit = _UNIT.match(text, number.end())
        if unit and unit[0].strip() and not before.isalnum():
            found.append(unit[0].strip())
    return found


def amount_of(text: str, kind: str | None) -> Fraction | None:
    """Return a declared quantity in the base unit of its kind, None where it is not read."""
    try:
        return _Reader(text.strip(), kind, {}).sum().value
    except NotRead:
        return None


# ---- conditions


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of a product or one of its parts, as text, and how each fact is typed."""

    facts: Mapping[str, str]
    types: Mapping[str, Attribute]

    def amounts(self) -> dict[str, Fraction]:
        """Return the declared quantities in base units."""
        found = {
            name: amount_of(self.facts[name], kind.kind)
            for name, kind in self.types.items()
            if kind.kind is not None and name in self.facts
        }
        return {name: value for name, value in found.items() if value is not None}


def holds(text: str | None, declared: Declared) -> bool | None:
    """Return whether a condition is true of what is declared; None where it is not known."""
    if text is None:
        return True
    reader = _Conditions(text, None, declared.amounts())
    reader.declared = declared
    answer = reader.either()
    reader.space()
    if reader.at != len(text):
        raise NotRead(text)
    return answer


_DATED = re.compile(rf"({_NAME.pattern})\s+(from|until|before)\s+(\d{{4}}-\d\d-\d\d)")
_CHOSEN = re.compile(rf"({_NAME.pattern})\s+(?:is|in)\s+(not\s+)?")
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,()\"']+")


class _Conditions(_Reader):
    """Conditions in Kleene's strong logic."""

    declared: Declared

    def either(self) -> bool | None:
        answers = [self.both()]
        while self.take("or"):
            answers.append(self.both())
        return True if True in answers else None if None in answers else False

    def both(self) -> bool | None:
        answers = [self.atom()]
        while self.take("and"):
            answers.append(self.atom())
        return False if False in answers else None if None in answers else True

    def atom(self) -> bool | None:
        if self.take("not"):
            inner = self.atom()
            return None if inner is None else not inner
        self.space()
        if dated := _DATED.match(self.text, self.at):
            self.at = dated.end()
            return self.on_day(*dated.groups())
        if chosen := _CHOSEN.match(self.text, self.at):
            self.at = chosen.end()
            words = self.words()
            fact = self.declared.facts.get(chosen[1])
            return None if fact is None else (fact in words) != bool(chosen[2])
        start = self.at
        if self.take("("):
            try:
                inner = self.either()
            except NotRead:
                inner = None
            else:
                if self.take(")"):
                    return inner
            self.at = start
        return self.compared()

    def words(self) -> list[str]:
        found = []
        while True:
            self.space()
            word = _WORD.match(self.text, self.at)
            if word is None:
                raise NotRead(self.text)
            self.at = word.end()
            found.append(word[0].strip("\"'"))
            if not self.take(","):
                return found

    def on_day(self, name: str, operator: str, text: str) -> bool | None:
        fact = self.declared.facts.get(name)
        if fact is None:
            return None
        day, wanted = date.fromisoformat(fact), date.fromisoformat(text)
        if operator == "from":
            return day >= wanted
        return day < wanted if operator == "before" else day <= wanted

    def compared(self) -> bool | None:
        self.space()
        name = _NAME.match(self.text, self.at)
        kind = self.declared.types.get(name[0]) if name else None
        if name and kind is None and name[0] not in ("max", "min"):
            raise NotRead(name[0])
        if kind is not None and kind.kind is None:  # a grade: not read here
            raise NotRead(self.text)
        if name and kind is not None and name[0] not in self.facts:
            self.facts = {**self.facts, name[0]: Fraction(0)}
            self.rest(kind.kind)
            return None
        return self.rest(kind.kind if kind else None)

    def rest(self, kind: str | None) -> bool | None:
        self.kind = kind
        left = self.sum().value
        sign = self.take("≤", "<", "≥", ">", "=")
        if sign is None:
            raise NotRead(self.text)
        right = self.sum().value
        return {
            "≤": left <= right, "<": left < right, "≥": left >= right, ">": left > right,
            "=": left == right,
        }[sign]  # fmt: skip


def exact(value: Fraction, least_digit: Fraction | None = None) -> str | None:
    """Return a decimal with at least the places of `least_digit`; None where it does not end."""
    places = 0
    while 10**places % value.denominator:
        places += 1
        if places > 25:
            return None
    if least_digit is not None and least_digit < 1:
        while 10**places * least_digit < 1:
            places += 1
    whole = abs(value) * 10**places
    digits = str(whole.numerator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text
