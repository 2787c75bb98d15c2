"""The pass `floor`: a spec is nowhere laxer than a clause with legal force.

Standardization Law of the PRC, article 21: an enterprise standard may add and
tighten, and not relax.  The proof is on acceptance sets of the *reported
result*: every result that the spec passes, the clause passes too, for every
product that the clause applies to.

Three answers.  Proved.  Laxer, with a product and readings that have been judged
by both sides (`counterexamples`).  Or not proven, with the step at which the
proof stopped; such a spec does not compile either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from conformance.compiler.asks import described
from conformance.compiler.counterexamples import (
    Counterexample,
    Product,
    as_declared,
    completions,
    find_beyond,
    find_result,
)
from conformance.compiler.inclusion import (
    BEYOND,
    SAME,
    Doubt,
    coarseness,
    grades_doubt,
    growth,
    needs_uncertainty,
    numbers_doubt,
    of_kind,
    stress_doubt,
)
from conformance.compiler.lines import Ends, decisive_values
from conformance.diagnostics import IllFormed
from conformance.judging.criterion import Rule, RuleName, read_rule
from conformance.judging.rules import normal_cdf
from conformance.model.plan import Ask
from conformance.quantities.conditions import (
    Condition,
    Fact,
    FactType,
    NotDecidable,
    base_units,
    cells,
    holds,
    parse_condition,
    stretch,
)
from conformance.quantities.expressions import Amount, conversion
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Limit,
    amount,
    parse_limit,
    resolve,
)
from conformance.quantities.units import KINDS


@dataclass(frozen=True, slots=True)
class Laxer:
    """A way through: a product and its readings, which the spec passes and the law not.

    Where the requirement of the spec does not apply and the clause does, `example`
    has a reading that the clause fails.
    """

    example: Counterexample
    zh: str
    en: str

    @property
    def product(self) -> str:
        """What is declared about the product, in words."""
        return described(dict(self.example.product))

    @property
    def result(self) -> str:
        """The readings, in words."""
        return self.example.result


@dataclass(frozen=True, slots=True)
class NotProven:
    """No proof either way; it counts as laxer."""

    zh: str
    en: str


Flaw = Laxer | NotProven

_MOST_SEARCHES = 24


def is_proved(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> bool:
    """Return whether `spec` is proved to be no laxer than `law`; looks for no example."""
    if spec is law:
        return True
    another = _another_question(spec, law) is not None
    return not another and next(_doubts(spec, law, types, fixed), None) is None


def no_laxer(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Flaw | None:
    """Return None where `spec` is proved to be no laxer than `law`, else the flaw."""
    if spec is law:
        return None
    if other := _another_question(spec, law):
        return NotProven(other.zh, other.en)
    first: Doubt | None = None
    for number, (product, doubt) in enumerate(_doubts(spec, law, types, fixed)):
        first = first or doubt
        if doubt is UNAPPLIED:
            return Laxer(find_beyond(law, product), doubt.zh, doubt.en)
        for near in as_declared(product):
            if False in (_applies(spec, near), _applies(law, near)):
                continue
            if (example := find_result(spec, law, near)) is not None:
                return Laxer(example, doubt.zh, doubt.en)
        if number >= _MOST_SEARCHES:
            break
    return None if first is None else NotProven(first.zh, first.en)


UNAPPLIED = Doubt("条款适用而规范不适用", "the clause applies and the spec's requirement does not")


# ---- what no reading can settle


def _another_question(spec: Ask, law: Ask) -> Doubt | None:
    """Both must ask for the same kind, by the same method, conditions and correction."""
    for name in ("expects", "kind", "scale", "correction", "relative_to", "phrase", "open"):
        if getattr(spec, name) != getattr(law, name):
            return Doubt(f"{name} 与条款不同", f"{name} differs from the clause")
    if law.method and not set(spec.method) <= set(law.method):
        return Doubt("方法与条款不同", "the method differs from the clause")
    if law.method and not spec.method:
        return Doubt("未要求条款的方法", "the method of the clause is not demanded")
    if not set(law.conditions) <= set(spec.conditions):
        return Doubt("试验条件与条款不同", "test conditions differ from the clause")
    if spec.detection_limit not in (None, law.detection_limit):
        return Doubt("方法检出限与条款不同", "the detection limit differs from the clause")
    if read_rule(spec.rule) is None or read_rule(law.rule) is None:
        return Doubt("判定规则不明", "the decision rule is not known")
    return None


# ---- what holds for every product alike


def _in_general(spec: Ask, law: Ask) -> Doubt | None:
    """Return the doubt about judgement, uncertainty, specimens or decision rule."""
    if spec.judgement and not law.judgement:
        return Doubt(
            "规范接受实验室判定而条款要求数值",
            "the spec accepts the laboratory's pass where the clause wants a figure",
        )
    return _uncertainty(spec, law) or _specimens(spec, law) or _rules(spec, law)


def _uncertainty(spec: Ask, law: Ask) -> Doubt | None:
    """The largest U that the clause allows must be that of the spec too, or a smaller one."""
    if law.max_uncertainty is None or not needs_uncertainty(law):
        return None
    if spec.max_uncertainty is None:
        return Doubt("规范不限制不确定度", "the spec does not limit the uncertainty")
    ours, theirs = amount(spec.max_uncertainty), amount(law.max_uncertainty)
    change = conversion(ours.units, theirs.units) if ours.units or theirs.units else SAME
    if change is None:
        return Doubt("不确定度不可比较", "the uncertainties cannot be compared")
    if ours.value * change[0] > theirs.value:
        return Doubt(
            f"规范允许 U 到 {ours},条款只到 {theirs}",
            f"the spec allows U up to {ours}, the clause up to {theirs}",
        )
    return None


def _specimens(spec: Ask, law: Ask) -> Doubt | None:
    """Specimens at least as many; a mean or a sum is over exactly the prescribed number.

    Fewer gaps leave fewer values open, so that each, min, max, range and k of n
    over more specimens imply the same over fewer of them.
    """
    ours, theirs = spec.specimens or 1, law.specimens or 1
    if ours < theirs:
        return Doubt(f"试样数 {ours} 少于 {theirs}", f"{ours} specimens are fewer than {theirs}")
    if spec.statistic != law.statistic:
        return None
    if spec.statistic == "k of n" and _allowance(spec) > _allowance(law):
        return Doubt("允许不符合的试样更多", "more specimens may fail")
    if spec.statistic in ("mean", "sum") and spec.specimens != law.specimens:
        return Doubt("平均值或总和的试样数不同", "the mean or sum is over another number")
    return None


def _allowance(ask: Ask) -> int:
    return (ask.specimens or 0) - (ask.at_least or 0)


def _rules(spec: Ask, law: Ask) -> Doubt | None:
    """A pass under the spec's decision rule must be a pass under the clause's, at every U ≥ 0."""
    ours, theirs = read_rule(spec.rule), read_rule(law.rule)
    if ours is None or theirs is None or ours == theirs or theirs.name is RuleName.SIMPLE:
        return None
    ours_band, theirs_band = _band(ours), _band(theirs)
    if ours_band is not None and theirs_band is not None and ours_band >= theirs_band:
        return None
    if theirs.threshold is not None:
        # within a zone drawn in by r·U the true value is at least so probable: u = U/2, and a
        # zone has two ends at most
        sure = ours.threshold
        if ours_band is not None:
            sure = 2 * Fraction(normal_cdf(2 * ours_band)) - 1
        if sure is not None and sure >= theirs.threshold:
            return None
    if (
        ours.threshold is not None
        and theirs_band is not None
        # where the zone is so probable, each of its ends is further away than r·U
        and ours.threshold >= Fraction(normal_cdf(2 * theirs_band))
    ):
        return None
    return Doubt(f"判定规则 {spec.rule} 比 {law.rule} 宽", f"{spec.rule} is laxer than {law.rule}")


def _band(rule: Rule) -> Fraction | None:
    """Return how many U a rule draws the limit in before it passes; None where that varies."""
    match rule.name:
        case RuleName.GUARDED:
            return rule.ratio
        case RuleName.NON_BINARY:
            return Fraction(1)
        case RuleName.SIMPLE | RuleName.PROBABILITY:
            return None


# ---- product by product


def _doubts(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Iterator[tuple[Product, Doubt]]:
    """Yield each doubt with a product for which it arises; none where the proof succeeds."""
    general = _in_general(spec, law)
    same = _compares_alike(spec, law) and spec.rows == law.rows
    if general is None and same and spec.applies in (None, law.applies):
        return
    comparison = _Comparison(spec, law, types, fixed, general)
    try:
        yield from comparison.doubts([*_texts(spec.applies, law.applies), *_whens(spec, law)])
    except NotDecidable:
        if spec.applies not in (None, law.applies):
            yield {}, Doubt("条件中有属性之间的比较", "conditions compare facts with one another")
            return
        # the spec applies wherever the clause does, whatever the condition says
        try:
            yield from comparison.doubts(_whens(spec, law))
        except NotDecidable:
            yield {}, Doubt("条件中有属性之间的比较", "conditions compare facts with one another")


def _texts(*conditions: str | None) -> list[str]:
    return [text for text in conditions if text is not None]


def _whens(*asks: Ask) -> list[str]:
    return _texts(*(row.when for ask in asks for row in ask.rows))


def _compares_alike(spec: Ask, law: Ask) -> bool:
    """Return whether rounding, interval and statistic are those of the clause."""
    alike = (spec.rounding, spec.interval, spec.statistic)
    return alike == (law.rounding, law.interval, law.statistic)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A requirement and a clause, compared for one product after another."""

    spec: Ask
    law: Ask
    types: Mapping[str, FactType]
    fixed: Mapping[str, Fact]
    general: Doubt | None

    def doubts(self, texts: Iterable[str]) -> Iterator[tuple[Product, Doubt]]:
        """Yield the doubts in every cell that the conditions cut the products into."""
        conditions = [parse_condition(text) for text in dict.fromkeys(texts)]
        for cell in cells(conditions, self.types, self.fixed):
            lawful = _applies(self.law, cell)
            if lawful is False:
                continue
            asked = _applies(self.spec, cell)
            if asked is None:
                continue  # where it is not known whether the spec applies, nothing passes it
            if not asked:
                yield cell, UNAPPLIED
                continue
            yield from self.doubts_in(cell, conditions)

    def doubts_in(
        self, cell: Product, conditions: Sequence[Condition]
    ) -> Iterator[tuple[Product, Doubt]]:
        """Yield the doubts about products of one cell."""
        ours, theirs = _row(self.spec, cell), _row(self.law, cell)
        names = sorted(
            (ours.attributes if ours else frozenset())
            | (theirs.attributes if theirs else frozenset())
            | {name for name in (self.law.relative_to,) if name is not None}
        )
        if self.general is not None:
            yield from ((each, self.general) for each in completions(cell, names, self.types))
        if ours is None and theirs is None and not self.law.rows:
            return
        if ours is None or theirs is None:
            yield cell, Doubt("限值表没有适用的行", "no row of the table of limits holds")
            return
        if ours == theirs and _compares_alike(self.spec, self.law):
            return
        computed = sorted(ours.attributes | theirs.attributes)
        values = self.decisive(ours, theirs, computed, cell, conditions)
        if values is None:
            doubt = Doubt(
                f"{ours.text} 与 {theirs.text} 取决于多个属性,或不是直线",
                f"{ours.text} and {theirs.text} depend on several attributes, "
                "or not in a straight line",
            )
            yield from ((each, doubt) for each in completions(cell, names, self.types))
            return
        # a product that there may be makes the better example
        for known in sorted(values, key=lambda each: any(v.value <= 0 for v in each.values())):
            product = {**cell, **known}
            doubt_here = self.inside(ours, theirs, product, computed=bool(computed))
            if doubt_here is not None:
                full = next(completions(product, names, self.types))
                yield full, doubt_here

    def decisive(
        self,
        ours: Limit,
        theirs: Limit,
        names: Sequence[str],
        cell: Product,
        conditions: Sequence[Condition],
    ) -> list[dict[str, Amount]] | None:
        """Return values of the attributes that settle every product of the cell."""
        if not names:
            return [{}]
        if len(names) > 1:
            return None
        (name,) = names
        kind = self.types[name]
        units = base_units(kind.kind or "number")
        ends = self.ends(name, kind, cell, conditions)
        if ends is None:
            return None
        shifts = self.shifts(ours, theirs, name, units)
        found = decisive_values((ours, theirs), name, units, ends, shifts)
        return None if found is None else [{name: value} for value in found]

    def ends(
        self, name: str, kind: FactType, cell: Product, conditions: Sequence[Condition]
    ) -> Ends | None:
        """Return between which values the quantity lies in this cell."""
        fact, units = cell.get(name), base_units(kind.kind or "number")
        if not isinstance(fact, Amount):
            known = KINDS.get(kind.kind or "")
            return (None if known is not None and known.signed else Fraction(0)), None
        change = conversion(fact.units, units) if units else SAME
        if change is None:
            return None
        here = fact.value * change[0] + change[1]
        return (here, here) if name in self.fixed else stretch(name, here, kind, conditions)

    def shifts(
        self, ours: Limit, theirs: Limit, name: str, units: tuple[object, ...]
    ) -> list[Fraction]:
        """Return how far half a last digit may move a bound, in base units, both ways."""
        for size in (1, 10, 1000):
            known = {name: Amount(Fraction(size), units)}  # type: ignore[arg-type]
            try:
                mine, legal = resolve(ours, known), resolve(theirs, known)
            except IllFormed:
                continue
            if isinstance(mine, Accepted) and isinstance(legal, Accepted):
                mine, legal = of_kind(mine, self.spec.kind), of_kind(legal, self.law.kind)
                coarse = coarseness(self.spec, self.law, mine, legal, computed=True)
                factor = legal.units[0].factor if legal.units else Fraction(1)
                far = {coarse, growth(self.law, coarse) or coarse}
                return [sign * each * factor for each in far if each for sign in (-1, 1)]
        return []

    def inside(
        self, ours: Limit, theirs: Limit, product: Product, *, computed: bool
    ) -> Doubt | None:
        """Return the doubt that what the spec accepts of this product, the clause accepts."""
        spec, law = self.spec, self.law
        known = {name: fact for name, fact in product.items() if isinstance(fact, Amount)}
        try:
            mine = resolve(ours, known)
        except IllFormed:
            return None  # for this product nothing satisfies the spec's limit
        try:
            legal = resolve(theirs, known)
        except IllFormed:
            return Doubt("没有任何数值能满足条款", "no value satisfies the clause")
        match mine, legal:
            case Accepted(), Accepted():
                if computed and spec.statistic != law.statistic:
                    return Doubt(
                        "限值由计算得出而统计量不同",
                        "the limit is computed, and the statistic differs",
                    )
                doubt = numbers_doubt(spec, law, mine, legal, computed=computed)
            case AcceptedGrades(), AcceptedGrades():
                doubt = grades_doubt(mine, legal, law.scale)
            case AcceptedStress(), AcceptedStress():
                doubt = stress_doubt(mine, legal)
            case _:
                return Doubt("限值不可比较", "the limits cannot be compared")
        if doubt is None:
            return None
        zh, en = ("", "") if doubt is BEYOND else (f"{doubt.zh};", f"{doubt.en}: ")
        return Doubt(
            f"{zh}规范接受 {mine},条款只接受 {legal}",
            f"{en}the spec accepts {mine}, the clause only {legal}",
        )


def _applies(ask: Ask, cell: Product) -> bool | None:
    return True if ask.applies is None else holds(parse_condition(ask.applies), cell)


def _row(ask: Ask, cell: Product) -> Limit | None:
    """Return the limit of the one row that holds in a cell."""
    for row in ask.rows:
        if row.when is None or holds(parse_condition(row.when), cell):
            return parse_limit(row.limit, ask.scale)
    return None
