"""Whether what a spec accepts lies inside what a clause accepts, for one product.

Everything here is about sets of *reported results*, with the rounding of both
sides folded in.  A reading is a set of possible values, and the same text may
be another set in the eyes of the clause: half a last digit wider where it is
too coarse for the clause's limit, both signs where the clause limits a
deviation, or nothing at all where it only repeats the clause's limit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from conformance.judging.criterion import Rounding, read_rule
from conformance.judging.results import possible_at_all, sign_matters
from conformance.model.plan import Ask
from conformance.quantities.conditions import every_grade
from conformance.quantities.expressions import conversion
from conformance.quantities.intervals import Interval, Values, interval
from conformance.quantities.limit import Accepted, AcceptedGrades, AcceptedStress, Amount, amount
from conformance.quantities.scales import SCALES, satisfies
from conformance.quantities.units import KINDS


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the proof does not succeed, in both languages."""

    zh: str
    en: str


BEYOND = Doubt("规范的限值较宽", "the limit of the spec is wider")
SAME = (Fraction(1), Fraction(0))


def needs_uncertainty(ask: Ask) -> bool:
    """Return whether the decision rule of a requirement needs U."""
    rule = read_rule(ask.rule)
    return rule is not None and rule.needs_uncertainty


def of_kind(accepted: Accepted, kind: str | None) -> Accepted:
    """Return the limit in the units of the kind that is measured: `%` may mean several."""
    units = tuple(unit for unit in accepted.units if unit.kind == kind)
    return replace(accepted, units=units) if units else accepted


def change_between(mine: Accepted, legal: Accepted) -> tuple[Fraction, Fraction] | None:
    """Return factor and offset from the spec's unit to the clause's; None where there are none."""
    return conversion(mine.units, legal.units) if mine.units or legal.units else SAME


def step_of(ask: Ask, accepted: Accepted) -> Fraction | None:
    """Return the rounding interval stated beside the limit, in the limit's unit."""
    if ask.interval is None:
        return None
    stated = amount(ask.interval)
    change = conversion(stated.units, accepted.units) if stated.units else SAME
    return stated.value * abs(change[0]) if change else None


def reported(ask: Ask, accepted: Accepted) -> Values:
    """Return the reported results that are accepted, rounding included."""
    if ask.rounding != Rounding.ROUNDED_VALUE.value:
        return accepted.values
    return accepted.rounded(step_of(ask, accepted))


# ---- numbers


def numbers_doubt(
    spec: Ask, law: Ask, mine: Accepted, legal: Accepted, *, computed: bool
) -> Doubt | None:
    """Return the doubt that every reading passing the spec's limit passes the clause's."""
    mine, legal = of_kind(mine, spec.kind), of_kind(legal, law.kind)
    change = change_between(mine, legal)
    if change is None:
        return Doubt("限值不是同一种量", "the limits are of different quantities")
    shared = law.statistic not in ("range", "sum") and law.correction is None
    if change[1] and (needs_uncertainty(law) or spec.statistic in ("range", "sum") or not shared):
        return Doubt("两种单位的零点不同", "the units of the limits have different zeros")
    rounded = Rounding.ROUNDED_VALUE.value in (spec.rounding, law.rounding)
    if computed and rounded and (spec.rounding, spec.interval) != (law.rounding, law.interval):
        return Doubt(
            "计算得出的限值,修约方法不同", "the limit is computed, and the rounding differs"
        )
    accepted, lawful = reported(spec, mine).mapped(*change), reported(law, legal)
    if computed:  # rounded alike, bounds keep their order; how far apart they are, they do not
        accepted, lawful = mine.values.mapped(*change), legal.values
    if not accepted:
        return None  # rounded, no result satisfies the spec's limit
    ours, theirs = possible_at_all(mine).mapped(*change), possible_at_all(legal)
    coarse = coarseness(spec, law, mine, legal, computed=computed)
    if coarse and needs_uncertainty(law):
        return Doubt(
            "末位不同而判定规则需要不确定度",
            "the last digits differ, under a rule that needs the uncertainty",
        )
    signs = sign_matters(legal) and not sign_matters(mine)
    if spec.statistic == law.statistic:
        doubt = _same_statistic(law, accepted, lawful, coarse, signs, (ours, theirs))
    elif ours != theirs or signs:
        doubt = Doubt("其中一个限值是偏差", "one of the limits is about a deviation")
    else:
        doubt = _other_statistic(spec, law, accepted, lawful, coarse, ours)
    written = mine.values.mapped(*change)
    if doubt is None and _repeats_only_the_law(spec, accepted, written, legal, (ours, theirs)):
        doubt = Doubt(
            "只重复条款限值的读数不是结果",
            "a reading that only repeats the clause's limit is no result under the clause",
        )
    return doubt


def coarseness(spec: Ask, law: Ask, mine: Accepted, legal: Accepted, *, computed: bool) -> Fraction:
    """Return how far, in the clause's unit, a reading may be widened for the clause alone.

    A reading whose last digit is coarser than the limit's stands for half a digit
    either side.  One that is fine enough for the spec may be too coarse for the
    clause; the widest of them has the spec's own last digit.
    """
    if any(KINDS[unit.kind].exact for unit in legal.units):
        return Fraction(0)
    change = change_between(mine, legal)
    scale = abs(change[0]) if change else Fraction(1)
    ours = step_of(spec, mine) or mine.digit
    theirs = step_of(law, legal) or legal.digit
    if computed:
        # from product to product the last digit of a computed limit differs; it is at most one
        ours = step_of(spec, mine) or max(ours or Fraction(0), Fraction(1))
        theirs = step_of(law, legal) or Fraction(0)
    if ours is None or (theirs is not None and ours * scale <= theirs):
        return Fraction(0)  # without a last digit the spec widens every reading itself
    return ours * scale / 2


def growth(law: Ask, coarse: Fraction) -> Fraction | None:
    """Return how far half a last digit of each specimen widens the figure of the clause."""
    match law.statistic:
        case "range":
            return 2 * coarse
        case "sum" if coarse:
            return None if law.specimens is None else coarse * law.specimens
        case _:
            return coarse


def _same_statistic(
    law: Ask,
    accepted: Values,
    lawful: Values,
    coarse: Fraction,
    signs: bool,
    possible: tuple[Values, Values],
) -> Doubt | None:
    wider = growth(law, coarse)
    if wider is None:
        return Doubt(
            "末位不同而总和的个数不定", "the last digits differ, and the sum is over any number"
        )
    single = law.statistic in ("each", "k of n")
    if signs and not single:
        return Doubt("其中一个限值是偏差", "one of the limits is about a deviation")
    if signs:
        accepted = accepted | accepted.mapped(Fraction(-1))  # an unsigned reading stands for both
    through = _slipping(law, accepted.grown(wider), lawful, possible, single=single)
    return through if isinstance(through, Doubt) else BEYOND if through else None


def _slipping(
    law: Ask,
    accepted: Values,
    lawful: Values,
    possible: tuple[Values, Values],
    *,
    single: bool,
) -> Values | Doubt:
    """Return the values that pass the spec and not the clause.

    `possible` are the values that the quantity can have in the eyes of either: a
    limit below zero is about a deviation.  A reading is cut to what is possible
    before it is compared, so that only this much must be lawful; but a guard band
    is drawn in from every written end.
    """
    ours, theirs = possible
    if needs_uncertainty(law) and ours == theirs:
        return accepted & lawful.complement()  # each piece apart: a probability is of one zone
    if ours == theirs:
        return accepted & theirs & lawful.complement()
    if needs_uncertainty(law) or not single:
        return Doubt("其中一个限值是偏差", "one of the limits is about a deviation")
    if ours <= theirs:
        return (accepted | ours.complement()) & theirs & lawful.complement()
    return accepted & (lawful & theirs).complement()


def _other_statistic(
    spec: Ask, law: Ask, accepted: Values, lawful: Values, coarse: Fraction, possible: Values
) -> Doubt | None:
    """Return the doubt that one statistic within the spec's limit puts another within the law's.

    The way leads over the single specimens: where each of them must lie if the
    spec passes, and where the clause's figure can lie then.
    """
    unlike = Doubt(
        f"统计量 {spec.statistic} 不蕴含 {law.statistic}",
        f"the statistic {spec.statistic} does not imply {law.statistic}",
    )
    if needs_uncertainty(law):
        return Doubt(
            "统计量不同而判定规则需要不确定度",
            "the statistic differs, under a rule that needs the uncertainty",
        )
    count = spec.specimens
    if count is not None and count == law.specimens:
        if (spec.statistic, law.statistic) == ("sum", "mean"):
            figure = accepted.mapped(Fraction(1, count)).grown(coarse)
            return unlike if figure & possible & lawful.complement() else None
        if (spec.statistic, law.statistic) == ("mean", "sum"):
            figure = accepted.mapped(Fraction(count)).grown(coarse * count)
            return unlike if figure & possible & lawful.complement() else None
    single = _each_specimen(spec, accepted, possible)
    if single is None:
        return unlike
    figures = _figures(law, single.grown(coarse) & possible, spec)
    if figures is None or figures & lawful.complement():
        return unlike
    return None


def _each_specimen(spec: Ask, accepted: Values, possible: Values) -> Values | None:
    """Return where every specimen lies if the spec passes; None where it may lie anywhere.

    A specimen that is missing may have any value: where a bound holds for every
    specimen, nothing missing can pass.
    """
    hull, least = accepted.hull(), possible.hull().low
    high = hull.high
    match spec.statistic:
        case "each":
            return accepted
        case "max" if high is not None:
            return Values.of([interval(None, high, True, hull.high_closed)]) & possible
        case "min" if hull.low is not None and not (least is not None and hull.low <= least):
            return Values.of([interval(hull.low, None, hull.low_closed, True)])
        case "sum" if high is not None and least == 0:
            return Values.of([interval(least, max(high, least))])
        case "mean" if high is not None and least == 0 and spec.specimens is not None:
            return Values.of([interval(least, max(high * spec.specimens, least))])
        case _:
            return None


def _figures(law: Ask, single: Values, spec: Ask) -> Values | None:
    """Return where the clause's figure can lie if every specimen lies in `single`."""
    if not single:
        return single
    hull = single.hull()
    match law.statistic:
        case "each" | "k of n":
            return single
        case "min" | "max":
            return Values((hull,))
        case "mean" if law.specimens is None:
            return Values((hull,))
        case "range" if hull.low is not None and hull.high is not None:
            closed = hull.low_closed and hull.high_closed
            width = interval(Fraction(0), hull.high - hull.low, True, closed)
            # one specimen has no range, so that a clause about it takes two at least
            return Values.of([width]) if width and (spec.specimens or 1) > 1 else None
        case _:
            return None


def _repeats_only_the_law(
    spec: Ask, accepted: Values, written: Values, legal: Accepted, possible: tuple[Values, Values]
) -> bool:
    """Return whether a reading that repeats the clause's limit may pass the spec.

    `≤ 300 mm` says nothing where 300 mm is the limit, and under a spec of
    `0 mm .. 300 mm` it would be a result.  A mean, sum or range is compared with
    another number than the specimens are, and no specimen repeats its limit.
    """
    if spec.statistic in ("mean", "sum", "range"):
        return False
    ours, theirs = possible
    single = spec.statistic in ("each", "k of n")
    where = accepted if single else _each_specimen(spec, accepted, ours & theirs)
    for piece in legal.values:
        if piece in written.pieces or not _can_be_written(piece):
            continue
        cut = Values((piece,)) & ours & theirs
        if cut and (where is None or cut <= where):
            return True
    return False


def _can_be_written(piece: Interval) -> bool:
    """Return whether a reading can be this set without being a plain number."""
    if piece.low is None or piece.high is None:
        return (piece.low, piece.high) != (None, None)
    return piece.low_closed and piece.high_closed and piece.low < piece.high


# ---- grades and stresses


def grades_doubt(mine: AcceptedGrades, legal: AcceptedGrades, scale: str | None) -> Doubt | None:
    """Return the doubt that every grade passing the spec passes the clause.

    Each alternative of the spec must lie in one of the clause's: a reading such
    as `>= 4` leaves several grades possible, and passes where one alternative
    holds for all of them.
    """
    if scale is None or scale not in SCALES:
        return Doubt("等级标度不明", "the scale is not known")
    grades = every_grade(scale)
    for operator, wanted in mine.alternatives:
        passing = [grade for grade in grades if satisfies(grade, operator, wanted)]
        inside = any(
            all(satisfies(grade, sign, other) for grade in passing)
            for sign, other in legal.alternatives
        )
        if not inside:
            return Doubt(f"规范接受的等级 {mine} 不都满足 {legal}", f"not every {mine} is {legal}")
    return None


def stress_doubt(mine: AcceptedStress, legal: AcceptedStress) -> Doubt | None:
    """Return the doubt that what withstands the spec's stress withstands the clause's."""
    pairs: list[tuple[Amount | None, Amount | None]] = [
        (mine.level, legal.level),
        (mine.duration, legal.duration),
    ]
    weaker = any(_less(ours, theirs) for ours, theirs in pairs)
    if weaker or (legal.cycles or 0) > (mine.cycles or 0):
        return Doubt(f"规范只要求 {mine}", f"the spec demands only {mine}")
    return None


def _less(ours: Amount | None, theirs: Amount | None) -> bool:
    """Return whether the spec's part of a stress is not at least the clause's."""
    if theirs is None:
        return False
    if ours is None:
        return True
    change = conversion(ours.units, theirs.units) if ours.units or theirs.units else SAME
    return change is None or ours.value * change[0] + change[1] < theirs.value


def pieces_of(*sets: Values) -> Iterator[Fraction]:
    """Yield every end of the sets."""
    for each in sets:
        for piece in each:
            yield from (end for end in (piece.low, piece.high) if end is not None)
