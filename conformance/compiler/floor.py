"""The pass `floor`: a spec is nowhere laxer than a clause with legal force.

Standardization Law of the PRC, article 21: an enterprise standard may add and
tighten, and not relax.  The proof is on acceptance sets of the *reported
result*: every result that the spec passes, the clause passes too, for every
product that the clause applies to.  What cannot be decided is not proven, and
a spec that is not proven does not compile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise

from conformance.compiler.asks import described
from conformance.diagnostics import IllFormed
from conformance.judging.criterion import Rounding, Rule, RuleName, read_rule
from conformance.judging.results import possible_at_all, sign_matters
from conformance.model.plan import Ask
from conformance.quantities.conditions import (
    Condition,
    Fact,
    FactType,
    NotDecidable,
    base_units,
    cells,
    every_grade,
    holds,
    parse_condition,
    stretch,
)
from conformance.quantities.expressions import (
    Amount,
    Attribute,
    Literal,
    Operation,
    Term,
    Unknown,
    attributes_of,
    conversion,
    evaluate,
)
from conformance.quantities.intervals import Values
from conformance.quantities.limit import (
    HERE,
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Around,
    Between,
    Comparison,
    GradeLimit,
    Joined,
    Limit,
    StressLimit,
    Undetected,
    amount,
    parse_limit,
    resolve,
    terms_of,
)
from conformance.quantities.scales import SCALES, satisfies
from conformance.quantities.units import KINDS, Unit


@dataclass(frozen=True, slots=True)
class Laxer:
    """A way through: a product, and where known a result, that the spec passes and the law not."""

    product: str
    result: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NotProven:
    """No proof either way; it counts as laxer."""

    zh: str
    en: str


Flaw = Laxer | NotProven


def no_laxer(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Flaw | None:
    """Return None where `spec` is proved to be no laxer than `law`, else the flaw."""
    return (
        _same_question(spec, law)
        or _figures(spec, law)
        or _rules(spec, law)
        or _products(spec, law, types, fixed)
    )


def _same_question(spec: Ask, law: Ask) -> Flaw | None:
    """Both must ask for the same kind, by the same method, conditions and correction."""
    for name in ("expects", "kind", "scale", "correction", "relative_to", "phrase", "open"):
        if getattr(spec, name) != getattr(law, name):
            return NotProven(f"{name} 与条款不同", f"{name} differs from the clause")
    if law.method and not set(spec.method) <= set(law.method):
        return NotProven("方法与条款不同", "the method differs from the clause")
    if law.method and not spec.method:
        return NotProven("未要求条款的方法", "the method of the clause is not demanded")
    if not set(law.conditions) <= set(spec.conditions):
        return NotProven("试验条件与条款不同", "test conditions differ from the clause")
    if spec.detection_limit not in (None, law.detection_limit):
        return NotProven("方法检出限与条款不同", "the detection limit differs from the clause")
    if spec.judgement and not law.judgement:
        return Laxer(
            "",
            "P",
            "规范接受实验室判定而条款要求数值",
            "the spec accepts the laboratory's pass where the clause wants a figure",
        )
    return _uncertainty(spec, law)


def _uncertainty(spec: Ask, law: Ask) -> Flaw | None:
    """The largest U that the clause allows must be that of the spec too, or a smaller one."""
    if law.max_uncertainty is None or not _needs_uncertainty(law):
        return None
    if spec.max_uncertainty is None:
        return Laxer(
            "",
            f"U > {law.max_uncertainty}",
            "规范不限制不确定度",
            "the spec does not limit the uncertainty",
        )
    ours, theirs = amount(spec.max_uncertainty), amount(law.max_uncertainty)
    change = conversion(ours.units, theirs.units) if ours.units or theirs.units else _SAME
    if change is None:
        return NotProven("不确定度不可比较", "the uncertainties cannot be compared")
    if ours.value * change[0] > theirs.value:
        return Laxer(
            "",
            f"U = {ours}",
            f"规范允许 U 到 {ours},条款只到 {theirs}",
            f"the spec allows U up to {ours}, the clause up to {theirs}",
        )
    return None


def _needs_uncertainty(ask: Ask) -> bool:
    rule = read_rule(ask.rule)
    return rule is not None and rule.needs_uncertainty


def _figures(spec: Ask, law: Ask) -> Flaw | None:
    """Specimens at least as many, and a statistic that implies the clause's.

    Fewer gaps leave fewer values open, so that each, min, max, range and k of n
    over more specimens imply the same over fewer of them.  A mean or a sum is
    over exactly the prescribed number: over another number it is another figure.
    """
    if (spec.specimens or 1) < (law.specimens or 1):
        return Laxer(
            "",
            "",
            f"试样数 {spec.specimens or 1} 少于 {law.specimens}",
            f"{spec.specimens or 1} specimens are fewer than {law.specimens}",
        )
    if spec.statistic == law.statistic == "k of n":
        if _allowance(spec) > _allowance(law):
            return Laxer("", "", "允许不符合的试样更多", "more specimens may fail")
        return None
    if spec.statistic == law.statistic:
        if spec.statistic in ("mean", "sum") and spec.specimens != law.specimens:
            return NotProven("平均值或总和的试样数不同", "the mean or sum is over another number")
        return None
    if spec.statistic == "each" and law.statistic == "k of n":
        return None
    if spec.statistic == "each" and law.statistic in ("min", "max", "mean"):
        # where every specimen lies between two bounds, so do the least, the greatest and the mean;
        # `_numbers_inside` sees to it that nothing lies between the bounds that is not accepted
        if _needs_uncertainty(law):
            return NotProven(
                "统计量不同而判定规则需要不确定度",
                "the statistic differs, under a rule that needs the uncertainty",
            )
        if law.statistic == "mean" and law.specimens is not None:
            return NotProven(
                f"平均值只取 {law.specimens} 个试样",
                f"the mean is over {law.specimens} specimens and no more",
            )
        return None
    return NotProven(
        f"统计量 {spec.statistic} 与 {law.statistic} 不可比较",
        f"the statistic {spec.statistic} is not known to imply {law.statistic}",
    )


def _allowance(ask: Ask) -> int:
    return (ask.specimens or 0) - (ask.at_least or 0)


def _rules(spec: Ask, law: Ask) -> Flaw | None:
    """A pass under the spec's decision rule must be a pass under the clause's, at every U ≥ 0."""
    ours, theirs = read_rule(spec.rule), read_rule(law.rule)
    if ours is None or theirs is None or ours == theirs or theirs.name is RuleName.SIMPLE:
        return None
    ours_band, theirs_band = _band(ours), _band(theirs)
    if ours_band is not None and theirs_band is not None and ours_band >= theirs_band:
        return None
    probable = ours.name is theirs.name is RuleName.PROBABILITY
    if probable and (ours.threshold or 0) >= (theirs.threshold or 0):
        return None
    return Laxer(
        "", "", f"判定规则 {spec.rule} 比 {law.rule} 宽", f"{spec.rule} is laxer than {law.rule}"
    )


def _band(rule: Rule) -> Fraction | None:
    """Return how many U a rule draws the limit in before it passes; None where that varies."""
    match rule.name:
        case RuleName.GUARDED:
            return rule.ratio
        case RuleName.NON_BINARY:
            return Fraction(1)
        case RuleName.SIMPLE | RuleName.PROBABILITY:
            return None


def _products(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Flaw | None:
    """Compare condition and limit for every product that the clause applies to."""
    if spec.rows == law.rows and spec.applies == law.applies and _compares_alike(spec, law):
        return None
    conditions = [parse_condition(text) for text in _condition_texts(spec, law)]
    try:
        for cell in cells(conditions, types, fixed):
            if law.applies is not None and holds(parse_condition(law.applies), cell) is not True:
                continue
            if spec.applies is not None and holds(parse_condition(spec.applies), cell) is not True:
                return Laxer(
                    described(cell),
                    "",
                    "条款适用而规范不适用",
                    "the clause applies and the spec's requirement does not",
                )
            flaw = _limits_in(spec, law, cell, types, conditions)
            if flaw is not None:
                return flaw
    except NotDecidable:
        return NotProven("条件中有属性之间的比较", "conditions compare facts with one another")
    return None


def _compares_alike(spec: Ask, law: Ask) -> bool:
    """Return whether rounding, interval and statistic are those of the clause."""
    alike = (spec.rounding, spec.interval, spec.statistic)
    return alike == (law.rounding, law.interval, law.statistic)


def _condition_texts(*asks: Ask) -> Iterator[str]:
    for ask in asks:
        if ask.applies is not None:
            yield ask.applies
        yield from (row.when for row in ask.rows if row.when is not None)


def _row(ask: Ask, cell: Mapping[str, Fact]) -> Limit | None:
    """Return the limit of the one row that holds in a cell."""
    for row in ask.rows:
        if row.when is None or holds(parse_condition(row.when), cell):
            return parse_limit(row.limit, ask.scale)
    return None


def _limits_in(
    spec: Ask,
    law: Ask,
    cell: Mapping[str, Fact],
    types: Mapping[str, FactType],
    conditions: Sequence[Condition],
) -> Flaw | None:
    ours, theirs = _row(spec, cell), _row(law, cell)
    if theirs is None:
        return None
    if ours is None:
        return NotProven("规范没有限值", "the spec has no limit")
    if ours == theirs and _compares_alike(spec, law):
        return None
    names = sorted(ours.attributes | theirs.attributes)
    if not names:
        return _inside(spec, law, ours, theirs, {}, cell)
    if len(names) > 1:
        return _undecided(ours, theirs)
    (name,) = names
    values = _values_that_decide(ours, theirs, name, cell, types[name], conditions)
    if values is None:
        return _undecided(ours, theirs)
    for value in values:
        flaw = _inside(spec, law, ours, theirs, {name: value}, {**cell, name: value})
        if flaw is not None:
            return flaw
    return None


def _undecided(ours: Limit, theirs: Limit) -> NotProven:
    return NotProven(
        f"{ours.text} 与 {theirs.text} 取决于多个属性,或不是直线",
        f"{ours.text} and {theirs.text} depend on several attributes, or not in a straight line",
    )


def _values_that_decide(
    ours: Limit,
    theirs: Limit,
    name: str,
    cell: Mapping[str, Fact],
    kind: FactType,
    conditions: Sequence[Condition],
) -> list[Amount] | None:
    """Return values of the one attribute of computed limits that settle all its values.

    Computed limits are made of sums, products with numbers, `max` and `min`: as
    functions of one attribute they are straight lines joined at kinks, so an
    inequality that holds at every kink, at the ends of the cell, and twice
    beyond the outermost of them holds everywhere in the cell.  None where the
    limits are no such lines.
    """
    units = base_units(kind.kind or "number")
    fact = cell.get(name)
    low: Fraction | None
    high: Fraction | None
    if not isinstance(fact, Amount):
        known = KINDS.get(kind.kind or "")
        low = None if known is not None and known.signed else Fraction(0)
        high = None
    else:
        change = conversion(fact.units, units) if units else _SAME
        if change is None:
            return None
        here = fact.value * change[0] + change[1]
        low, high = stretch(name, here, kind, conditions)
        if low is None and high is None:  # fixed, and no condition is about it
            low = high = here
    points = _kinks((ours, theirs), name, units)
    if points is None:
        return None
    ends = sorted({*points, *(end for end in (low, high) if end is not None)})
    span = ends[-1] - ends[0] + 1
    every = {*ends, *((a + b) / 2 for a, b in pairwise(ends))}
    every |= {ends[-1] + span, ends[-1] + 2 * span, ends[0] - span, ends[0] - 2 * span}
    return [
        Amount(value, units)
        for value in sorted(every)
        if (low is None or value >= low) and (high is None or value <= high)
    ]


def _kinks(limits: Sequence[Limit], name: str, units: tuple[Unit, ...]) -> set[Fraction] | None:
    """Return every value of the attribute where any two of the lines may cross."""
    lines: set[tuple[Fraction, Fraction]] = set()
    for limit in limits:
        for term in _bounds(limit.body):
            try:
                found = _lines(term, name, units)
            except IllFormed:  # such as `temperature ± 2 K`, which no term can say
                return None
            if found is None:
                return None
            lines |= found
    crossings = {
        (b2 - b1) / (a1 - a2) for (a1, b1), (a2, b2) in combinations(sorted(lines), 2) if a1 != a2
    }
    return crossings or {Fraction(0)}


def _bounds(body: object) -> Iterator[Term]:
    """Yield the bounds of a limit as terms."""
    match body:
        case Around(centre=centre, half_width=half):
            if isinstance(half, Literal) and any(u.kind == "ratio" for u in half.amount.units):
                ratio = next(u for u in half.amount.units if u.kind == "ratio")
                for sign in (-1, 1):
                    share = Amount(1 + sign * half.amount.value * ratio.factor)
                    yield Operation("*", (centre, Literal(share, HERE)), HERE)
                return
            yield Operation("-", (centre, half), HERE)
            yield Operation("+", (centre, half), HERE)
        case Joined(parts=parts):
            for part in parts:
                yield from _bounds(part)
        case Comparison() | Between() | Undetected() | StressLimit() | GradeLimit():
            yield from terms_of(body)


def _lines(term: Term, name: str, units: tuple[Unit, ...]) -> set[tuple[Fraction, Fraction]] | None:
    """Return slope and height of every straight line that a term is pieced together from."""
    options = _without_choices(term)
    if options is None:
        return None
    lines = set()
    for option in options:
        if _degree(option) > 1:
            return None
        values = []
        for sample in (Fraction(1), Fraction(2)):
            value = evaluate(option, {name: Amount(sample, units)})
            if isinstance(value, Unknown):
                return None
            unit = value.units[0] if value.units else None
            values.append(value.value * unit.factor + unit.offset if unit else value.value)
        first, second = values
        lines.add((second - first, first - (second - first)))
    return lines


_MOST_LINES = 64


def _without_choices(term: Term) -> list[Term] | None:
    """Return the term with each `max` and `min` replaced by each of its choices; None if many."""
    match term:
        case Literal() | Attribute():
            return [term]
        case Operation(operator="max" | "min", terms=terms):
            found = [_without_choices(inner) for inner in terms]
            options = [option for each in found if each is not None for option in each]
            return None if None in found or len(options) > _MOST_LINES else options
        case Operation(operator=operator, terms=terms, span=span):
            left, right = (_without_choices(inner) for inner in terms)
            if left is None or right is None or len(left) * len(right) > _MOST_LINES:
                return None
            return [Operation(operator, (a, b), span) for a in left for b in right]


def _degree(term: Term) -> int:
    """Return how often the attribute is multiplied with itself; a divisor counts as too often."""
    match term:
        case Literal():
            return 0
        case Attribute():
            return 1
        case Operation(operator="*", terms=terms):
            return sum(_degree(each) for each in terms)
        case Operation(operator="/", terms=(above, below)):
            return 2 if attributes_of(below) else _degree(above)
        case Operation(terms=terms):
            return max(_degree(each) for each in terms)


def _inside(
    spec: Ask,
    law: Ask,
    ours: Limit,
    theirs: Limit,
    known: Mapping[str, Amount],
    product: Mapping[str, Fact],
) -> Flaw | None:
    """Return the flaw where some result is accepted by the spec and not by the clause."""
    try:
        mine = resolve(ours, known)
    except IllFormed:
        return None  # for this product nothing satisfies the spec's limit
    try:
        legal = resolve(theirs, known)
    except IllFormed:
        return Laxer(
            described(product), str(mine), "没有任何数值能满足条款", "no value satisfies the clause"
        )
    computed = bool(ours.attributes or theirs.attributes)
    match mine, legal:
        case Accepted(), Accepted():
            return _numbers_inside(spec, law, mine, legal, product, computed)
        case AcceptedGrades(), AcceptedGrades():
            return _grades_inside(mine, legal, law.scale, product)
        case AcceptedStress(), AcceptedStress():
            return _stress_inside(mine, legal, product)
        case _:
            return NotProven("限值不可比较", "the limits cannot be compared")


def _numbers_inside(
    spec: Ask,
    law: Ask,
    mine: Accepted,
    legal: Accepted,
    product: Mapping[str, Fact],
    computed: bool,
) -> Flaw | None:
    """Return the flaw where some reported number passes the spec and not the clause."""
    mine, legal = _of_kind(mine, spec.kind), _of_kind(legal, law.kind)
    change = conversion(mine.units, legal.units) if mine.units or legal.units else _SAME
    if change is None:
        return NotProven("限值不是同一种量", "the limits are of different quantities")
    if computed and (spec.rounding, spec.interval) != (law.rounding, law.interval):
        return NotProven(
            "计算得出的限值,修约方法不同", "the limit is computed, and the rounding differs"
        )
    accepted, lawful = _reported(spec, mine).mapped(*change), _reported(law, legal)
    if computed:  # rounded alike, bounds keep their order; how far apart they are, they do not
        accepted, lawful = mine.values.mapped(*change), legal.values
    if sign_matters(legal) and not sign_matters(mine):
        accepted = accepted | accepted.mapped(Fraction(-1))  # an unsigned reading stands for both
    coarse = _coarseness(spec, law, mine, legal, computed)
    if isinstance(coarse, NotProven):
        return coarse
    accepted = accepted.grown(coarse * abs(change[0]))
    if law.statistic != spec.statistic and law.statistic != "k of n" and len(lawful.pieces) > 1:
        return NotProven("限值有间断而统计量不同", "the limit has a gap, and the statistic differs")
    through = _slipping(
        spec, law, accepted, lawful, possible_at_all(mine).mapped(*change), possible_at_all(legal)
    )
    if isinstance(through, NotProven):
        return through
    if not through:
        return None
    sample = Amount(_sample(through), legal.units)
    return Laxer(
        described(product),
        str(sample),
        f"规范接受 {mine},条款只接受 {legal}",
        f"the spec accepts {mine}, the clause only {legal}",
    )


_SAME = (Fraction(1), Fraction(0))


def _of_kind(accepted: Accepted, kind: str | None) -> Accepted:
    """Return the limit in the units of the kind that is measured: `%` may mean several."""
    units = tuple(unit for unit in accepted.units if unit.kind == kind)
    return replace(accepted, units=units) if units else accepted


def _slipping(
    spec: Ask, law: Ask, accepted: Values, lawful: Values, ours: Values, theirs: Values
) -> Values | NotProven:
    """Return the values that pass the spec and not the clause.

    `ours` and `theirs` are the values that the quantity can have in the eyes of
    either: a limit below zero is about a deviation.  A reading is cut to what
    is possible before it is compared, so that only this much must be lawful;
    but a guard band is drawn in from every written end.
    """
    if _needs_uncertainty(law):
        if ours != theirs:
            return NotProven("其中一个限值是偏差", "one of the limits is about a deviation")
        # each piece apart: a probability is that of one zone
        return accepted & lawful.complement()
    if ours == theirs:
        return accepted & theirs & lawful.complement()
    if spec.statistic not in ("each", "k of n") or law.statistic not in ("each", "k of n"):
        return NotProven("其中一个限值是偏差", "one of the limits is about a deviation")
    if ours <= theirs:
        return (accepted | ours.complement()) & theirs & lawful.complement()
    return accepted & (lawful & theirs).complement()


def _coarseness(
    spec: Ask, law: Ask, mine: Accepted, legal: Accepted, computed: bool
) -> Fraction | NotProven:
    """Return by how much a reading may be widened for the clause and not for the spec.

    A reading whose last digit is coarser than the limit's stands for half a digit
    either side.  One that is fine enough for the spec may be too coarse for the
    clause; the widest of them has the spec's own last digit.
    """
    if any(KINDS[unit.kind].exact for unit in legal.units):
        return Fraction(0)
    ours, theirs = _finest(spec, mine), _finest(law, legal)
    if computed and spec.interval is None:
        # from product to product the last digit of a computed limit differs; it is at most one
        ours = max(ours or Fraction(0), Fraction(1))
    elif ours is None:  # every reading is widened for the spec already
        return Fraction(0)
    else:
        change = conversion(mine.units, legal.units) if mine.units or legal.units else _SAME
        scale = abs(change[0]) if change else Fraction(1)
        if theirs is not None and ours * scale <= theirs:
            return Fraction(0)
    if _needs_uncertainty(law):
        return NotProven(
            "末位不同而判定规则需要不确定度",
            "the last digits differ, under a rule that needs the uncertainty",
        )
    match law.statistic:
        case "range":
            return ours
        case "sum":
            if law.specimens is None:
                return NotProven(
                    "末位不同而总和的个数不定",
                    "the last digits differ, and the sum is over any number",
                )
            return ours * law.specimens / 2
        case _:
            return ours / 2


def _finest(ask: Ask, accepted: Accepted) -> Fraction | None:
    """Return the last digit that a reading must have for the limit, in the limit's unit."""
    return _step(ask, accepted) or accepted.digit


def _step(ask: Ask, accepted: Accepted) -> Fraction | None:
    """Return the rounding interval stated beside the limit, in the limit's unit."""
    if ask.interval is None:
        return None
    stated = amount(ask.interval)
    change = conversion(stated.units, accepted.units) if stated.units else _SAME
    return stated.value * abs(change[0]) if change else None


def _reported(ask: Ask, accepted: Accepted) -> Values:
    """Return the reported results that pass, rounding included."""
    if ask.rounding != Rounding.ROUNDED_VALUE.value:
        return accepted.values
    return accepted.rounded(_step(ask, accepted))


def _sample(values: Values) -> Fraction:
    """Return one value of the set."""
    piece = values.pieces[0]
    if piece.low is None:
        return (piece.high or Fraction(0)) - 1
    if piece.high is None:
        return piece.low + 1
    return (piece.low + piece.high) / 2


def _grades_inside(
    mine: AcceptedGrades, legal: AcceptedGrades, scale: str | None, product: Mapping[str, Fact]
) -> Flaw | None:
    """Each alternative of the spec must lie in one of the clause's.

    A reading such as `>= 4` leaves several grades possible, and passes where one
    alternative holds for all of them.
    """
    if scale is None or scale not in SCALES:
        return NotProven("等级标度不明", "the scale is not known")
    grades = every_grade(scale)
    for operator, wanted in mine.alternatives:
        passing = [grade for grade in grades if satisfies(grade, operator, wanted)]
        wrong = [[g for g in passing if not satisfies(g, op, w)] for op, w in legal.alternatives]
        if [] in wrong:
            continue
        lost = [g for g in passing if all(g in each for each in wrong)]
        if not lost:
            return NotProven("条款的等级分为几种情况", "the clause names its grades one by one")
        return Laxer(
            described(product),
            lost[0].code,
            f"规范接受 {lost[0].code}",
            f"the spec accepts {lost[0].code}, the clause {legal}",
        )
    return None


def _stress_inside(
    mine: AcceptedStress, legal: AcceptedStress, product: Mapping[str, Fact]
) -> Flaw | None:
    level = conversion(mine.level.units, legal.level.units)
    weaker = level is None or mine.level.value * level[0] + level[1] < legal.level.value
    if legal.duration is not None:
        held = mine.duration and conversion(mine.duration.units, legal.duration.units)
        weaker = (
            weaker
            or not held
            or mine.duration is None
            or (mine.duration.value * held[0] < legal.duration.value)
        )
    weaker = weaker or (legal.cycles or 0) > (mine.cycles or 0)
    if weaker:
        return Laxer(
            described(product),
            str(mine),
            f"规范只要求 {mine}",
            f"the spec demands {mine}, the clause {legal}",
        )
    return None
