"""Decision rules: whether possible values inside an acceptance set make a pass.

ISO/IEC 17025:2017, 7.8.6; ILAC-G8:09/2019; JCGM 106:2012.  A rule draws the
tolerance limit in by a guard band to give the acceptance limit, or out to give
the limit beyond which a value certainly does not conform.
"""

from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from conformance.judging.criterion import Rule, RuleName
from conformance.quantities.intervals import ALL, Interval, Values
from conformance.verdicts import Verdict

Ruling = tuple[Verdict, str]

PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE


def decide_simple(possible: Values, accepted: Values) -> Ruling:
    """Return pass if every possible value is accepted, fail if none is, else missing.

    Simple acceptance, ILAC-G8:09/2019, 4.2.1 (w = 0).
    """
    if possible <= accepted:
        return PASS, "within-limit"
    if possible.disjoint(accepted):
        return FAIL, "beyond-limit"
    return MISSING, "reading-straddles-limit"


def decide(
    rule: Rule,
    possible: Values,
    accepted: Values,
    uncertainty: Fraction | None,
    largest: Fraction | None = None,
    everything: Values = ALL,
) -> Ruling:
    """Return what `rule` says of the `possible` values.

    `uncertainty` is U for k = 2 in the unit of both sets, None where it is not
    stated, which is not zero.  `largest` is the U that the clause still allows.
    `everything` is all values that the quantity can have: an acceptance zone
    below zero is none for a quantity that cannot be negative.
    """
    if not rule.needs_uncertainty:
        return decide_simple(possible, accepted)
    outside = possible.disjoint(accepted)
    if uncertainty is None:
        # whatever U is, a guard band only draws the limit in
        if outside and rule.name is RuleName.GUARDED:
            return FAIL, "beyond-limit"
        return MISSING, "uncertainty-not-stated"
    far_outside = possible.disjoint(accepted.grown(uncertainty))
    if largest is not None and uncertainty > largest:
        return (FAIL, "beyond-limit") if far_outside else (MISSING, "uncertainty-too-large")
    if not far_outside and not _acceptance_zone(rule, accepted, uncertainty, everything):
        return MISSING, "uncertainty-too-large"
    return _RULES[rule.name](rule, possible, accepted, uncertainty)


def _acceptance_zone(
    rule: Rule, accepted: Values, uncertainty: Fraction, everything: Values
) -> bool:
    """Return whether any value that the quantity can have would pass under the rule."""
    match rule.name:
        case RuleName.GUARDED:
            return not accepted.grown(-rule.ratio * uncertainty).disjoint(everything)
        case RuleName.NON_BINARY:
            return not accepted.grown(-uncertainty).disjoint(everything)
        case _:
            if uncertainty == 0:
                return not accepted.disjoint(everything)
            best = (_best(piece, uncertainty / 2, everything) for piece in accepted)
            return max(best) >= _threshold(rule)


def _best(piece: Interval, u: Fraction, everything: Values) -> Decimal:
    """Return the greatest conformance probability of any value the quantity can have."""
    least = everything.hull().low
    if piece.low is not None and piece.high is not None:
        best = (piece.low + piece.high) / 2
        best = best if least is None else max(best, least)
        return _at(best, piece, u)
    if piece.low is None and piece.high is not None and least is not None:
        return _at(least, piece, u)
    return Decimal(1)


def _threshold(rule: Rule) -> Decimal:
    threshold = rule.threshold or Fraction(1)
    return Decimal(threshold.numerator) / Decimal(threshold.denominator)


def _guarded(rule: Rule, possible: Values, accepted: Values, uncertainty: Fraction) -> Ruling:
    """Binary statement with guard band w = r·U (ILAC-G8:09/2019, 4.2.2)."""
    acceptance = accepted.grown(-rule.ratio * uncertainty)
    if possible <= acceptance:
        return PASS, "within-acceptance-limit"
    if possible.disjoint(acceptance):
        inside = not possible.disjoint(accepted)
        return FAIL, "in-guard-band" if inside else "beyond-limit"
    return MISSING, "reading-straddles-limit"


def _non_binary(_rule: Rule, possible: Values, accepted: Values, uncertainty: Fraction) -> Ruling:
    """Non-binary statement with w = U (ILAC-G8:09/2019, 4.2.3)."""
    acceptance, tolerable = accepted.grown(-uncertainty), accepted.grown(uncertainty)
    if possible.disjoint(tolerable):
        return FAIL, "beyond-limit"
    if possible <= acceptance:
        return PASS, "within-acceptance-limit"
    if possible <= accepted:
        return MISSING, "conditional-pass"
    if possible.disjoint(accepted):
        return MISSING, "conditional-fail"
    return MISSING, "reading-straddles-limit"


def _probability(rule: Rule, possible: Values, accepted: Values, uncertainty: Fraction) -> Ruling:
    """Conformance probability under a normal distribution, u = U/2 (JCGM 106:2012, 7).

    A limit of several zones (`< 6 mm or >= 12 mm`) is met where one zone alone is
    probable enough: added up, a large enough U would make a pass of a value that
    lies in the forbidden band between them.
    """
    if uncertainty == 0:
        return decide_simple(possible, accepted)
    u, p = uncertainty / 2, _threshold(rule)
    zones = [_over(possible, zone, u) for zone in accepted]
    if max(least for least, _ in zones) >= p:
        return PASS, "probably-conforms"
    if sum((most for _, most in zones), Decimal(0)) <= 1 - p:
        return FAIL, "probably-does-not-conform"
    return MISSING, "inconclusive"


_RULES: dict[RuleName, Callable[[Rule, Values, Values, Fraction], Ruling]] = {
    RuleName.GUARDED: _guarded,
    RuleName.NON_BINARY: _non_binary,
    RuleName.PROBABILITY: _probability,
}

_PRECISE = Context(prec=60)
_FAR = Fraction(9)  # nine standard deviations out, what is left is below 1e-18


def _over(possible: Values, zone: Interval, u: Fraction) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest probability that the true value lies in the zone.

    Over an interval of values the probability rises to the middle of the zone
    and falls behind it, so its extremes lie at the ends and at the middle.
    """
    if zone.low is not None and zone.high is not None:
        middle: Fraction | None = (zone.low + zone.high) / 2
    else:
        middle = None
    found: list[Decimal] = []
    for piece in possible:
        found += [_towards(piece.low, zone, u, Decimal(int(zone.low is None)))]
        found += [_towards(piece.high, zone, u, Decimal(int(zone.high is None)))]
        if middle is not None and middle in piece:
            found.append(_at(middle, zone, u))
    return min(found), max(found)


def _towards(value: Fraction | None, zone: Interval, u: Fraction, at_infinity: Decimal) -> Decimal:
    return at_infinity if value is None else _at(value, zone, u)


def _at(value: Fraction, zone: Interval, u: Fraction) -> Decimal:
    """Return the probability that the true value lies in the zone, given the measured one."""
    upper = Decimal(1) if zone.high is None else normal_cdf((zone.high - value) / u)
    lower = Decimal(0) if zone.low is None else normal_cdf((zone.low - value) / u)
    return upper - lower


def normal_cdf(z: Fraction) -> Decimal:
    """Return Φ(z) to 30 digits, by its power series (Abramowitz and Stegun, 26.2.10).

    >>> round(normal_cdf(Fraction("1.96")), 6)
    Decimal('0.975002')
    """
    if abs(z) > _FAR:
        return Decimal(int(z > 0))
    with localcontext(_PRECISE):
        x = Decimal(z.numerator) / Decimal(z.denominator)
        term = total = x
        count = 0
        while abs(term) > Decimal("1e-45"):
            count += 1
            term *= -x * x / (2 * count)
            total += term / (2 * count + 1)
        return Decimal("0.5") + total / (2 * _PI).sqrt()


_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
