"""Conditions on declared facts: three-valued, typed, and decided over every case.

`protection_class in 0, 0I, III and rated_power > 200 W`.  A fact that is not
declared is unknown, and a condition over it is unknown unless every value that
the fact may take gives the same answer.

To prove something about all products, the values of the facts are cut into
cells: every choice of a closed list, and for a quantity each number that a
condition names and one number between, below and above each.  Within a cell no
condition changes its answer, so one representative speaks for all of it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product

from msgspec import Struct

from conformance.diagnostics import IllFormed, Span
from conformance.quantities.expressions import (
    Amount,
    Attribute,
    Operation,
    Parser,
    Term,
    Unknown,
    attributes_of,
    conversion,
    evaluate,
    kind_words,
    problem,
)
from conformance.quantities.scales import SCALES, Grade, read_grade, satisfies, scale_named
from conformance.quantities.units import KINDS, Unit, every_unit

Fact = str | Amount | date | Grade
"""A known fact: a choice, a quantity, a date, or a grade.  An unknown fact is left out."""


class Choice(Struct, frozen=True):
    """`name in a, b`: the fact is one of the words."""

    name: str
    words: tuple[str, ...]
    span: Span


class Compared(Struct, frozen=True):
    """`left > right`, quantities on both sides; or a grade on the right."""

    operator: str
    left: Term
    right: Term
    span: Span


class Dated(Struct, frozen=True):
    """`name from 2025-07-01` or `name until 2026-07-31`, the day itself included."""

    name: str
    operator: str
    day: date
    span: Span


class Not(Struct, frozen=True):
    """The opposite."""

    inner: "Condition"


class Combined(Struct, frozen=True):
    """`and` or `or` of conditions."""

    operator: str
    parts: "tuple[Condition, ...]"


Condition = Choice | Compared | Dated | Not | Combined

HERE = Span("condition", 1)
DAYS = ("manufactured", "imported", "sold", "issued", "tested", "certified")
"""The deciding dates, which every condition may name."""


class FactType(Struct, frozen=True):
    """What a declared attribute may be.

    Exactly one of `choices`, `kind` (a quantity), `scale` (a grade) is given;
    none of them for a date.
    """

    choices: tuple[str, ...] = ()
    kind: str | None = None
    scale: str | None = None

    def read(self, text: str) -> Fact | None:
        """Return the fact that `text` declares, None where it is none of this type."""
        text = text.strip()
        if self.choices:
            word = {"true": "yes", "false": "no"}.get(text, text)
            return word if word in self.choices else None
        if self.scale is not None:
            return read_grade(text, self.scale)
        if self.kind is None:
            return read_day(text)
        try:
            parser = Parser(text, HERE)
            value = evaluate(parser.term(), {})
            parser.end()
        except IllFormed:
            return None
        if isinstance(value, Unknown) or value.per:
            return None
        units = tuple(unit for unit in value.units if unit.kind == self.kind)
        if self.kind in ("number", "count") and not value.units:
            return value
        return Amount(value.value, units, digit=value.digit) if units else None


def read_day(text: str) -> date | None:
    """Return the day that `2026-08-01` names, None where it names none."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def parse_condition(text: str, span: Span = HERE) -> Condition:
    """Return the condition that `text` writes; raises `IllFormed` with its place."""
    parser = Parser(text, span)
    condition = _either(parser, 0)
    parser.end()
    return condition


_DEEPEST = 40


def _either(parser: Parser, depth: int) -> Condition:
    parts = [_both(parser, depth)]
    while parser.take("or"):
        parts.append(_both(parser, depth))
    return parts[0] if len(parts) == 1 else Combined("or", tuple(parts))


def _both(parser: Parser, depth: int) -> Condition:
    parts = [_single(parser, depth)]
    while parser.take("and"):
        parts.append(_single(parser, depth))
    return parts[0] if len(parts) == 1 else Combined("and", tuple(parts))


def _single(parser: Parser, depth: int) -> Condition:
    if depth > _DEEPEST:
        raise problem(
            "expression-too-deep",
            parser.here.span,
            f"括号或 not 嵌套超过 {_DEEPEST} 层",
            f"brackets and 'not' are nested more than {_DEEPEST} deep",
        )
    if parser.take("not"):
        return Not(_single(parser, depth + 1))
    if parser.here.text == "(" and not _bracketed_term(parser):
        parser.next()
        inner = _either(parser, depth + 1)
        parser.expect(")")
        return inner
    start = parser.here
    if start.kind == "name":
        following = parser.tokens[parser.at + 1]
        if following.text in ("is", "in") and following.kind == "name":
            parser.next()
            parser.next()
            return _choice(parser, start.text, start.span)
        if following.text in ("from", "until", "before"):
            parser.next()
            return _dated(parser, start.text, start.span)
    left = parser.term()
    sign = parser.take("<", "≤", ">", "≥", "=")
    if sign is None:
        raise parser.unexpected("'is'、'in' 或比较符号", "'is', 'in' or a comparison", *_WRITTEN_SO)
    operator = {"≤": "<=", "≥": ">="}.get(sign.text, sign.text)
    right = parser.term()
    if parser.here.text in ("<", "≤", ">", "≥", "="):
        raise parser.unexpected("结尾", "the end", *_ONE_SIGN)
    return Compared(operator, left, right, start.span)


_WRITTEN_SO = (
    "写作 'supply is mains'、'supply in mains, battery'、'power > 5 W' 或 "
    "'power > 5 W and power <= 20 W'",
    "write 'supply is mains', 'supply in mains, battery', 'power > 5 W' or "
    "'power > 5 W and power <= 20 W'",
)
_ONE_SIGN = (
    "一次只写一个比较,用 and 连接:'power > 5 W and power <= 20 W'",
    "write one comparison at a time, joined by and: 'power > 5 W and power <= 20 W'",
)


def _bracketed_term(parser: Parser) -> bool:
    """Return whether the bracket here belongs to a term and not to a condition."""
    depth = 0
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth == 1 and token.text in ("and", "or", "not", "is", "in", "<", "≤", ">", "≥", "="):
            return False
        if depth == 0:
            return True
    return False


def _choice(parser: Parser, name: str, span: Span) -> Condition:
    negated = parser.take("not") is not None
    words = []
    while parser.here.kind in ("choice", "quoted"):
        words.append(parser.next().text)
        if not parser.take(","):
            break
    if not words:
        raise parser.unexpected("一个取值", "a choice")
    choice = Choice(name, tuple(words), span)
    return Not(choice) if negated else choice


def _dated(parser: Parser, name: str, span: Span) -> Condition:
    operator = parser.next().text
    token = parser.next()
    day = read_day(token.text)
    if day is None:
        raise problem(
            "not-a-date",
            token.span,
            f"{token.text!r} 不是日期",
            f"{token.text!r} is no date",
            "写作 2025-07-01",
            "write 2025-07-01",
        )
    if operator == "before":
        operator, day = "until", _shifted(day, -1)
    return Dated(name, operator, day, span)


def _shifted(day: date, days: int) -> date:
    """Return the day `days` later, or the calendar's first or last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def names_in(condition: Condition) -> frozenset[str]:
    """Return the facts that a condition uses."""
    match condition:
        case Choice(name=name) | Dated(name=name):
            return frozenset({name})
        case Compared(left=left, right=right):
            named = attributes_of(left)
            return named if _grade_word(right) is not None else named | attributes_of(right)
        case Not(inner=inner):
            return names_in(inner)
        case Combined(parts=parts):
            return frozenset().union(*map(names_in, parts))


def _grade_word(term: Term) -> str | None:
    """Return the word where a term may be a grade: `ip_code >= IPX4`."""
    if isinstance(term, Attribute) and read_grade(term.name) is not None:
        return term.name
    return None


def holds(condition: Condition, facts: Mapping[str, Fact]) -> bool | None:
    """Return whether the condition is true, false, or None for unknown (Kleene's strong logic)."""
    match condition:
        case Choice(name=name, words=words):
            fact = facts.get(name)
            return None if fact is None else fact in words
        case Dated(name=name, operator=operator, day=day):
            fact = facts.get(name)
            if not isinstance(fact, date):
                return None
            return fact >= day if operator == "from" else fact <= day
        case Compared():
            return _compare(condition, facts)
        case Not(inner=inner):
            answer = holds(inner, facts)
            return None if answer is None else not answer
        case Combined(operator=operator, parts=parts):
            settled = operator == "or"
            answers = [holds(part, facts) for part in parts]
            if settled in answers:
                return settled
            return None if None in answers else not settled


def _compare(condition: Compared, facts: Mapping[str, Fact]) -> bool | None:
    if (word := _grade_word(condition.right)) is not None and isinstance(condition.left, Attribute):
        fact = facts.get(condition.left.name)
        if not isinstance(fact, Grade):
            return None
        required = read_grade(word, fact.scale)
        return None if required is None else satisfies(fact, condition.operator, required)
    amounts = {name: fact for name, fact in facts.items() if isinstance(fact, Amount)}
    left, right = evaluate(condition.left, amounts), evaluate(condition.right, amounts)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    change = (
        conversion(right.units, left.units)
        if right.units or left.units
        else (Fraction(1), Fraction(0))
    )
    if change is None:
        return None
    other = right.value * change[0] + change[1]
    match condition.operator:
        case "<":
            return left.value < other
        case "<=":
            return left.value <= other
        case ">":
            return left.value > other
        case ">=":
            return left.value >= other
        case _:
            return left.value == other


def check_condition(condition: Condition, declared: Mapping[str, FactType]) -> None:
    """Raise `IllFormed` where a condition names an undeclared fact, a wrong choice or kind."""
    match condition:
        case Combined(parts=parts):
            for part in parts:
                check_condition(part, declared)
        case Not(inner=inner):
            check_condition(inner, declared)
        case Choice(name=name, words=words, span=span):
            kind = _declared(name, declared, span)
            wrong = [word for word in words if word not in kind.choices]
            if wrong:
                choices = ", ".join(kind.choices) or "—"
                raise problem(
                    "unknown-choice",
                    span,
                    f"{name} 没有取值 {wrong[0]!r}",
                    f"{name} is never {wrong[0]!r}",
                    f"可取:{choices}",
                    f"its choices are: {choices}",
                )
        case Dated(name=name, span=span):
            if name not in DAYS and declared.get(name) != FactType():
                raise _undeclared(name, declared, span)
        case Compared(left=left, right=right, span=span):
            _check_comparison(left, right, declared, span)


def _check_comparison(
    left: Term, right: Term, declared: Mapping[str, FactType], span: Span
) -> None:
    for name in sorted(attributes_of(left)):
        _declared(name, declared, span)
    if (word := _grade_word(right)) is not None and isinstance(left, Attribute):
        scale = declared[left.name].scale
        if scale is None or read_grade(word, scale) is None:
            raise problem(
                "unknown-grade",
                span,
                f"{left.name} 不能与 {word} 比较",
                f"{left.name} cannot be compared with {word}",
            )
        return
    for name in sorted(attributes_of(right)):
        _no_choice(left, name, declared, span)
        _declared(name, declared, span)
    for term in (left, right):
        if (below := divisor_attribute(term)) is not None:
            raise problem(
                "divided-by-attribute",
                span,
                f"不能除以属性 {below!r}",
                f"the attribute {below!r} is divided by, and it may be zero",
                "移到另一边相乘",
                "multiply the other side instead",
            )
    samples = sample_amounts(declared)
    one, two = evaluate(left, samples), evaluate(right, samples)
    if isinstance(one, Unknown) or isinstance(two, Unknown):
        names = ", ".join(sorted(attributes_of(left) | attributes_of(right)))
        raise problem("not-a-quantity", span, f"{names} 不是数值", f"{names} is no quantity")
    if (one.units or two.units) and conversion(one.units, two.units) is None:
        (zh, en), (zh2, en2) = kind_words(one.units), kind_words(two.units)
        raise problem(
            "dimension-mismatch", span, f"左边是{zh},右边是{zh2}", f"{en} is compared with {en2}",
            "两边写同一种量,并带单位,如 power > 5 W",
            "write the same quantity on both sides, with its unit, such as power > 5 W",
        )  # fmt: skip


def _no_choice(left: Term, word: str, declared: Mapping[str, FactType], span: Span) -> None:
    """Report `supply = mains`: a word of a list is chosen by `is`, and not compared."""
    if isinstance(left, Attribute) and word in declared[left.name].choices:
        raise problem(
            "choice-compared",
            span,
            f"{word!r} 是 {left.name} 的取值,不能用比较符号",
            f"{word!r} is a choice of {left.name}, and is not compared",
            f"写 {left.name} is {word}",
            f"write {left.name} is {word}",
        )


def divisor_attribute(term: Term) -> str | None:
    """Return an attribute that `term` divides by, which may be zero; None where there is none."""
    if not isinstance(term, Operation):
        return None
    if term.operator == "/" and (below := sorted(attributes_of(term.terms[1]))):
        return below[0]
    return next((name for each in term.terms if (name := divisor_attribute(each))), None)


def _declared(name: str, declared: Mapping[str, FactType], span: Span) -> FactType:
    if name not in declared:
        raise _undeclared(name, declared, span)
    return declared[name]


def _undeclared(name: str, declared: Mapping[str, FactType], span: Span) -> IllFormed:
    near = get_close_matches(name, declared, n=1)
    known = ", ".join(sorted(declared)) or "—"
    return problem(
        "undeclared-attribute",
        span,
        f"没有声明属性 {name!r}",
        f"no attribute {name!r} is declared",
        f"是否为 {near[0]!r}?" if near else f"已声明:{known}",
        f"did you mean {near[0]!r}?" if near else f"declared are: {known}",
    )


@lru_cache(maxsize=256)
def base_units(kind: str) -> tuple[Unit, ...]:
    """Return the units that a quantity kind is computed in; empty for bare numbers."""
    if kind == "number":
        return ()
    found = [unit for unit, _ in every_unit() if unit.kind == kind]
    return tuple(sorted(found, key=lambda unit: (unit.factor != 1, unit.offset != 0))[:1])


def sample_amounts(declared: Mapping[str, FactType]) -> dict[str, Amount]:
    """Return one amount of each declared quantity, to check kinds with."""
    return {
        name: Amount(Fraction(1), base_units(kind.kind))
        for name, kind in declared.items()
        if kind.kind is not None
    }


class NotDecidable(Exception):
    """Raised where facts are compared with one another, so that no finite set of cells decides."""


MOST_CELLS = 20_000


def cells(
    conditions: Iterable[Condition],
    declared: Mapping[str, FactType],
    fixed: Mapping[str, Fact] | None = None,
) -> Iterator[dict[str, Fact]]:
    """Yield one representative of every cell that the conditions cut the facts into.

    `fixed` facts keep their value.  Raises `NotDecidable` where two facts are
    compared with one another or there are more than 20,000 cells.
    """
    wanted = list(conditions)
    used = sorted(frozenset().union(*map(names_in, wanted)) if wanted else frozenset())
    known = dict(fixed or {})
    open_names = [name for name in used if name not in known]
    choices = [_representatives(name, wanted, declared) for name in open_names]
    count = 1
    for each in choices:
        count *= len(each)
    if count > MOST_CELLS:
        raise NotDecidable
    for values in product(*choices):
        yield {**known, **dict(zip(open_names, values, strict=True))}


def _representatives(
    name: str, conditions: Sequence[Condition], declared: Mapping[str, FactType]
) -> list[Fact]:
    if name in DAYS or declared.get(name) == FactType():
        days = sorted({day for each in conditions for day in _days_named(name, each)})
        return list[Fact](sorted({_shifted(d, by) for d in days for by in (-1, 0, 1)}))
    kind = declared[name]
    if kind.choices:
        return list(kind.choices)
    if kind.scale is not None:
        words = {word for each in conditions for word in _grades_named(name, each)}
        grades = [read_grade(word, kind.scale) for word in words]
        scale = scale_named(kind.scale) or kind.scale
        return [*every_grade(scale), *(grade for grade in grades if grade is not None)]
    return list[Fact](_numbers(name, kind, conditions))


def every_grade(scale: str) -> tuple[Grade, ...]:
    """Return the grades of a scale; the IP codes without supplementary letters (IEC 60529).

    Those are every pair of numerals (4.1), pairs marked for both jets and immersion
    (clause 6), and additional letters that say more than their numeral (clause 7).
    """
    if SCALES[scale].grades:
        return SCALES[scale].grades
    pairs = [f"IP{solids}{water}" for solids in "X0123456" for water in "X0123456789"]
    both = [
        f"IP{solids}{jets}/IP{solids}{depth}"
        for solids in "X0123456"
        for jets in "56"
        for depth in "789"
    ]
    letters = [f"IP{solids}X{letter}" for solids in "X0123" for letter in "ABCD"]
    grades = (read_grade(code, scale) for code in (*pairs, *both, *letters))
    return tuple(grade for grade in grades if grade is not None)


def _numbers(name: str, kind: FactType, conditions: Sequence[Condition]) -> Iterator[Amount]:
    """Yield each number named for a quantity, and one below, between and above."""
    units = base_units(kind.kind or "number")
    ordered = _numbers_named(name, kind, conditions)
    found = set(ordered)
    found |= {(low + high) / 2 for low, high in pairwise(ordered)}
    found.add(max(ordered[-1] * 2, Fraction(0)) + 1 if ordered else Fraction(1))
    if kind.kind is not None and KINDS[kind.kind].signed:
        found.add((ordered[0] if ordered else Fraction(0)) - 1)
    for value in sorted(found):
        yield Amount(value, units)


def stretch(
    name: str, value: Fraction, kind: FactType, conditions: Sequence[Condition]
) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of the cell of a quantity that `value` stands for; None is without end.

    A number that a condition names is a cell of its own.
    """
    ordered = _numbers_named(name, kind, conditions)
    at = bisect_left(ordered, value)
    if at < len(ordered) and ordered[at] == value:
        return value, value
    return ordered[at - 1] if at else None, ordered[at] if at < len(ordered) else None


def _numbers_named(name: str, kind: FactType, conditions: Sequence[Condition]) -> list[Fraction]:
    """Return the numbers that conditions name for a quantity, ascending, in its base unit.

    Zero is among them for a quantity that cannot be below it.
    """
    units = base_units(kind.kind or "number")
    points: set[Fraction] = set()
    for each in conditions:
        for term in _terms_against(name, each):
            value = evaluate(term, {})
            if isinstance(value, Unknown):
                raise NotDecidable
            change = conversion(value.units, units) if units else (Fraction(1), Fraction(0))
            if change is None:
                raise NotDecidable
            points.add(value.value * change[0] + change[1])
    if kind.kind is None or not KINDS[kind.kind].signed:
        points.add(Fraction(0))
    return sorted(points)


def _terms_against(name: str, condition: Condition) -> Iterator[Term]:
    """Yield the terms that a condition compares the bare fact `name` with."""
    match condition:
        case Combined(parts=parts):
            for part in parts:
                yield from _terms_against(name, part)
        case Not(inner=inner):
            yield from _terms_against(name, inner)
        case Compared(left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Attribute) and one.name == name:
                    yield other
                elif name in attributes_of(one):
                    raise NotDecidable
        case Choice() | Dated():
            return


def _days_named(name: str, condition: Condition) -> Iterator[date]:
    match condition:
        case Combined(parts=parts):
            for part in parts:
                yield from _days_named(name, part)
        case Not(inner=inner):
            yield from _days_named(name, inner)
        case Dated(name=other, day=day):
            if other == name:
                yield day
        case Choice() | Compared():
            return


def _grades_named(name: str, condition: Condition) -> Iterator[str]:
    match condition:
        case Combined(parts=parts):
            for part in parts:
                yield from _grades_named(name, part)
        case Not(inner=inner):
            yield from _grades_named(name, inner)
        case Compared(left=Attribute(name=other), right=Attribute(name=word)):
            if other == name:
                yield word
        case _:
            return


def truth(
    condition: Condition | None, facts: Mapping[str, Fact], declared: Mapping[str, FactType]
) -> bool | None:
    """Return whether a condition holds, trying every value that an unknown fact may take.

    None, for no condition at all, holds.  The answer None means that it is not known.
    """
    if condition is None:
        return True
    answer = holds(condition, facts)
    if answer is not None:
        return answer
    if not names_in(condition) <= declared.keys() | facts.keys() | set(DAYS):
        return None
    try:
        answers = {holds(condition, cell) for cell in cells([condition], declared, facts)}
    except NotDecidable:
        return None
    return answers.pop() if len(answers) == 1 else None
