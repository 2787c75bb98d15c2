"""Neighbouring lines of a page that together may name the columns of tables."""

from collections.abc import Sequence
from dataclasses import replace

from conformance.intake.headings import Role
from conformance.intake.page import Box
from conformance.intake.tokens import Token


def without_lone_numbers(line: list[Token]) -> list[Token]:
    """Return a line in which a bare number names a specimen only where 1, 2 … are counted."""
    bare = [t for t in line if t.meaning and t.meaning.role is Role.SPECIMEN and t.text.isdigit()]
    counted = [int(token.text) for token in bare]
    if len(bare) > 1 and counted == list(range(1, len(bare) + 1)):
        return line
    return [replace(token, meaning=None) if token in bare else token for token in line]


def bands_of(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Return groups of neighbouring lines that together may name columns."""
    bands: list[list[Token]] = []
    current: list[Token] = []
    before: Sequence[Token] = ()
    for line in lines:
        names = [token for token in line if is_name(token)]
        units = [token for token in line if is_unit(token)]
        if current:
            near = min(t.middle for t in line) - max(t.middle for t in current if t.meaning) < (
                1.9 * max(t.height for t in line)
            )
            left = min(t.box[0] for t in current if t.meaning) - 5
            right = max(t.box[2] for t in current if t.meaning) + 5
            inside = [t for t in line if t.box[0] < right and t.box[2] > left]
            foreign = [t for t in inside if t.meaning is None]
            goes_on = near and (names or units) and _carries_on(current, names, units, foreign)
            if goes_on or (near and not names and not units and _is_wrapped(current, inside)):
                current += line
                before = line
                continue
            bands.append(current)
            current = []
        if names or len(units) > 1:
            current = [*_begun_above(line, before), *line]
        before = line
    return [*bands, current] if current else bands


def _begun_above(line: Sequence[Token], above: Sequence[Token]) -> list[Token]:
    """Return the tokens right above a line that begin one of its headings."""
    return [
        token
        for token in above
        if token.meaning is None
        and not has_digits(token)
        and len(token.text) <= 24
        and any(
            overlap(token.box, each.box) > 0 and each.middle - token.middle < 1.9 * each.height
            for each in line
        )
    ]


def _carries_on(
    band: Sequence[Token],
    names: Sequence[Token],
    units: Sequence[Token],
    foreign: Sequence[Token],
) -> bool:
    """Return whether a line with these tokens still belongs to the head above it."""
    if any(any(letter.isdigit() for letter in token.text) for token in foreign):
        return False
    if not names:
        return not foreign
    return len(foreign) <= len(names) + len(units) + 1 or not any(map(is_name, band))


def _is_wrapped(band: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Return whether a line of unknown words goes on with unknown headings that stand above."""
    above = [token for token in band if token.meaning is None]
    return (
        bool(inside)
        and all(
            any(overlap(token.box, each.box) > 0 for each in above)
            and not any(letter.isdigit() for letter in token.text)
            for token in inside
        )
        and len(inside) <= 2
        and any(map(is_name, band))
    )


def is_unit(token: Token) -> bool:
    """Return whether it is a unit and nothing else."""
    return (
        token.meaning is not None
        and token.meaning.role is Role.VALUE
        and token.meaning.unit is not None
        and token.text.strip("()[]（） ") == token.meaning.unit
    )


def is_name(token: Token) -> bool:
    """Return whether it names a column by itself; a bare number may be a specimen or a result."""
    if token.meaning is None or is_unit(token):
        return False
    return token.meaning.role is not Role.SPECIMEN or not token.text.isdigit()


def has_digits(token: Token) -> bool:
    """Return whether there is a digit in it."""
    return any(letter.isdigit() for letter in token.text)


def overlap(one: Box, other: Box) -> float:
    """Return how wide two boxes lie over each other; below zero where they do not."""
    return min(one[2], other[2]) - max(one[0], other[0])
