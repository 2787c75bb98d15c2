"""What would pass: the results that each decision rule accepts, as a limit in symbols.

A zone is what the rule itself accepts, found from the same sets and the same
probabilities as the verdict; under the probability rule its ends are the last
figures, of one more digit than the limit and the uncertainty have, that still pass.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from msgspec import Struct

from conformance.diagnostics import IllFormed
from conformance.judging.criterion import Rule, RuleName, read_rule
from conformance.judging.results import possible_at_all
from conformance.judging.rules import PASS, decide
from conformance.quantities.expressions import Amount, conversion
from conformance.quantities.intervals import Interval, Values
from conformance.quantities.limit import Accepted, amount, parse_limit, resolve
from conformance.quantities.units import Unit

ROUNDED = "rounded-value"
_PROBABILITY = Rule(RuleName.PROBABILITY, threshold=Fraction(95, 100))
_RULES = (Rule(), Rule(RuleName.GUARDED), Rule(RuleName.NON_BINARY), _PROBABILITY)
_FAR = 9  # standard deviations: beyond them a probability is one


class Zone(Struct, frozen=True):
    """What one rule accepts.

    Attributes:
        rule: The rule, or `rounded-value` for simple acceptance of rounded results.
        accepts: The results that pass, in symbols; empty where none would.
        known: Whether the zone could be found; false where the rule needs an
            uncertainty that is not stated.
    """

    rule: str
    accepts: str
    known: bool = True


def zones(
    limit: str,
    uncertainty: str | None = None,
    *,
    rule: str | None = None,
    interval: Fraction | None = None,
    largest: str | None = None,
) -> tuple[Zone, ...]:
    """Return what each rule accepts of a resolved limit; empty for what is no number.

    `rule` is that of the requirement, which is named with its own ratio or
    probability.  `interval` is a rounding interval stated beside the limit, `largest`
    the uncertainty that the clause still allows: with a larger one no result passes.

    >>> [f"{zone.rule}: {zone.accepts}" for zone in zones("≤ 0.10 mA", "0.02 mA")]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['simple: ≤ 0.10 mA', 'guarded: ≤ 0.08 mA', 'non-binary: ≤ 0.08 mA',
     'probability=0.95: ≤ 0.083 mA', 'rounded-value: ≤ 0.105 mA']
    """
    accepted = _accepted(limit)
    if accepted is None:
        return ()
    used = _in_unit(uncertainty, accepted.units)
    own = read_rule(rule) if rule else None
    rules = [own if own and own.name is each.name else each for each in _RULES]
    most = _in_unit(largest, accepted.units)
    too_large = used is not None and most is not None and used.value > most.value
    found = [
        Zone(str(each), "") if too_large and each.needs_uncertainty else _zone(each, accepted, used)
        for each in rules
    ]
    if not accepted.unrounded and (interval or accepted.digit):
        found.append(Zone(ROUNDED, _text(accepted.rounded(interval), accepted)))
    return tuple(found)


def _accepted(limit: str) -> Accepted | None:
    try:
        accepted = resolve(parse_limit(limit))
    except IllFormed:
        return None
    return accepted if isinstance(accepted, Accepted) and accepted.values else None


def _in_unit(text: str | None, units: tuple[Unit, ...]) -> Amount | None:
    """Return an uncertainty in the unit of the limit; None where it is none."""
    try:
        used = amount(text) if text else None
    except IllFormed:
        return None
    if used is None or (not used.units and not units):
        return used
    change = conversion(used.units, units)
    # a scale that begins elsewhere turns a difference into another number
    if change is None or change[1]:
        return None
    return Amount(used.value * change[0], units)


def _zone(rule: Rule, accepted: Accepted, used: Amount | None) -> Zone:
    if not rule.needs_uncertainty:
        return Zone(str(rule), _text(accepted.values, accepted))
    if used is None:
        return Zone(str(rule), "", known=False)
    everything = possible_at_all(accepted)
    match rule.name:
        case RuleName.PROBABILITY:
            inside = _probable(rule, accepted, used.value, everything)
        case RuleName.GUARDED:
            inside = accepted.values.grown(-rule.ratio * used.value)
        case _:
            inside = accepted.values.grown(-used.value)
    return Zone(str(rule), "" if inside.disjoint(everything) else _text(inside, accepted))


def _text(values: Values, accepted: Accepted) -> str:
    return str(Accepted(values, accepted.units, accepted.digits)) if values else ""


# ---- the probability rule has no closed form


def _probable(rule: Rule, accepted: Accepted, used: Fraction, everything: Values) -> Values:
    """Return the results that are probable enough, to one digit more than limit and U."""
    if not used:
        return accepted.values
    step = min(_last(each) for each in (used, *accepted.digits)) / 10

    def passes(count: int) -> bool:
        point = Values((Interval(count * step, count * step),))
        return decide(rule, point, accepted.values, used, None, everything)[0] is PASS

    return Values.of(_widest(accepted.values, used, step, passes))


def _widest(
    zone: Values, used: Fraction, step: Fraction, passes: Callable[[int], bool]
) -> Iterator[Interval | None]:
    """Yield what passes of each piece: from its best figure as far as it goes either way."""
    reach = _FAR * used
    for piece in zone:
        low, high = piece.low, piece.high
        middle = (
            (low + high) / 2 if low is not None and high is not None
            else high - reach if high is not None
            else low + reach if low is not None
            else Fraction(0)
        )  # fmt: skip
        best = round(middle / step)
        if not passes(best):
            continue
        top = None if high is None else _last_that(passes, best, -(-high // step) + 1) * step
        bottom = None if low is None else _last_that(passes, best, low // step - 1) * step
        yield Interval(bottom, top, bottom is not None, top is not None)


def _last_that(passes: Callable[[int], bool], good: int, bad: int) -> int:
    """Return the figure next to one that fails, by halving between a good and a bad one."""
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if passes(middle) else (good, middle)
    return good


def _last(value: Fraction) -> Fraction:
    """Return one unit in the last place of a decimal number."""
    step = Fraction(1)
    while (value / step).denominator != 1 and step > Fraction(1, 10**12):
        step /= 10
    return step
