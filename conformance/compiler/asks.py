"""The pass `asks`: every requirement read and typed; its tables have one row for a product."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from conformance.compiler.draft import Draft, Place
from conformance.compiler.facts import unknown_kind
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.judging.criterion import Rounding, read_rule
from conformance.model.catalogue import Asked, Wanted
from conformance.model.plan import Ask, ConditionAsked, ConditionRow, LimitRow, Phrases
from conformance.quantities.conditions import (
    Condition,
    FactType,
    NotDecidable,
    cells,
    check_condition,
    divisor_attribute,
    holds,
    names_in,
    parse_condition,
)
from conformance.quantities.expressions import Token, Unknown, kind_words, tokens
from conformance.quantities.limit import (
    HERE,
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Limit,
    amount,
    parse_limit,
    resolve,
    terms_of,
)
from conformance.quantities.number import NUMBER_OF_A_LIMIT, exact_text
from conformance.quantities.scales import Grade, scale_named
from conformance.quantities.text import fold_width
from conformance.quantities.units import KINDS

Read = TypeVar("Read")
PLACES = ("product", "packaging", "instructions")


def read_ask(draft: Draft, asked: Asked, at: Place, rule: str, rounding: str) -> Ask | None:
    """Return what one requirement asks, checked; None where a problem was reported."""
    before = len(draft.problems)
    reader = _AskReader(draft, asked, at)
    ask = reader.read(rule, rounding)
    return ask if len(draft.problems) == before else None


class _AskReader:
    """One requirement, read part by part; every problem of it is reported."""

    def __init__(self, draft: Draft, asked: Asked, at: Place) -> None:
        self.draft, self.asked, self.at = draft, asked, at
        # facts of a part are known only where a result is asked for each part of its kind
        others = tuple(f"{kind}." for kind in draft.parts if kind != asked.each)
        self.types = (
            {name: kind for name, kind in draft.types.items() if not name.startswith(others)}
            if others
            else draft.types
        )

    def read(self, rule: str, rounding: str) -> Ask | None:
        asked = self.asked
        rule = asked.rule or rule
        how = asked.rounding or rounding
        self.rounded = how == Rounding.ROUNDED_VALUE.value and asked.interval is None
        applies = self.condition(asked.applies, "applies")
        kind, scale, expects = self.measure()
        rows = self.rows(kind, scale, expects, applies)
        if read_rule(rule) is None:
            self.problem(
                "unknown-rule",
                "rule",
                f"没有判定规则 {rule!r}",
                f"no rule is named {rule!r}",
                "simple、guarded、non-binary 或 probability=0.95",
                "write simple, guarded, non-binary or probability=0.95",
            )
        elif how == Rounding.ROUNDED_VALUE.value and read_rule(rule) != read_rule("simple"):
            self.problem(
                "rounding-needs-simple",
                "rounding",
                "修约值比较法只用于 simple 判定规则",
                "rounded-value comparison goes only with the rule 'simple'",
            )
        if asked.each is not None and asked.each not in self.draft.parts:
            known = ", ".join(self.draft.parts) or "—"
            self.problem(
                "unknown-part",
                "each",
                f"没有声明部件 {asked.each!r}",
                f"no kind of part is named {asked.each!r}",
                f"已声明:{known}",
                f"declared are: {known}",
            )
        if (
            asked.relative_to is not None
            and self.types.get(asked.relative_to, FactType()).kind is None
        ):
            self.problem(
                "undeclared-attribute",
                "relative_to",
                f"{asked.relative_to!r} 不是已声明的量",
                f"{asked.relative_to!r} is no declared quantity",
            )
        conditions = self.conditions(applies)
        specimens = asked.specimens or 0
        if (asked.statistic == "k of n") != (asked.at_least is not None) or (
            asked.at_least is not None and not asked.at_least <= specimens
        ):
            self.problem(
                "k-of-n",
                "at_least",
                "k of n 须写 at_least 和不少于它的 specimens",
                "'k of n' needs at_least and as many specimens or more, "
                "and nothing else has at_least",
                "例如 statistic: k of n、at_least: 4、specimens: 5",
                "such as statistic: k of n, at_least: 4, specimens: 5",
            )
        if asked.statistic != "each" and expects != "number":
            self.problem(
                "statistic-without-number",
                "statistic",
                f"统计量 {asked.statistic} 只用于数值",
                f"the statistic {asked.statistic} is of numbers only",
                "去掉 statistic:每个试样都须符合",
                "leave it out: every specimen must conform",
            )
        for name in asked.uses:
            if name not in self.types:
                self.problem(
                    "undeclared-attribute",
                    "uses",
                    f"没有声明属性 {name!r}",
                    f"no attribute {name!r} is declared",
                )
        self.draft.used |= {*asked.uses, *([asked.relative_to] if asked.relative_to else [])}
        return Ask(
            expects=expects,
            applies=canonical(asked.applies),
            rows=rows,
            kind=kind,
            scale=scale,
            phrase=self.phrase(),
            open=asked.open,
            relative_to=asked.relative_to,
            specimens=asked.specimens,
            statistic=asked.statistic,
            at_least=asked.at_least,
            method=asked.method,
            conditions=conditions,
            correction=self.share(),
            rounding=how,
            interval=self.quantity(asked.interval, "interval"),
            rule=rule,
            detection_limit=self.quantity(asked.detection_limit, "detection_limit"),
            max_uncertainty=self.quantity(asked.max_uncertainty, "max_uncertainty"),
            judgement=asked.judgement == "accepted",
            uses=tuple(sorted({*asked.uses, *self.used(applies, rows, conditions)})),
            items=asked.items,
        )

    def problem(
        self, code: str, key: str | int, zh: str, en: str, help_zh: str = "", help_en: str = ""
    ) -> None:
        span = self.at.below(key).span
        self.draft.report(Diagnostic(code, Text(zh, en), span, Text(help_zh, help_en)))

    def condition(self, text: str | None, *path: str | int) -> Condition | None:
        if text is None:
            return None
        condition = self.reading(lambda: parse_condition(text), *path)
        if condition is None:
            return None
        self.draft.used |= names_in(condition)
        return self.reading(lambda: _checked(condition, self.types), *path)

    def reading(self, read: Callable[[], Read], *path: str | int) -> Read | None:
        """Return what `read` returns; its problems are counted from the text at `path`."""
        try:
            return read()
        except IllFormed as error:
            span = self.at.below(*path).span
            self.draft.report(*(problem.within(span) for problem in error.diagnostics))
            return None

    def measure(self) -> tuple[str | None, str | None, str]:
        """Return quantity kind, scale, and what kind of reading answers the requirement."""
        word = self.asked.measures
        if self.asked.phrase is not None:
            return None, None, "phrase"
        if word is None or word == "inspection":
            return None, None, "inspection"
        if word == "withstand":
            return None, None, "stress"
        if word in KINDS:
            return word, None, "number"
        if scale := scale_named(word):
            return None, scale, "grade"
        self.draft.report(unknown_kind(word, self.at.below("measures")))
        return None, None, "inspection"

    def rows(
        self, kind: str | None, scale: str | None, expects: str, applies: Condition | None
    ) -> tuple[LimitRow, ...]:
        limit = self.asked.limit
        if limit is None:
            if expects in ("number", "grade", "stress") and self.asked.open is None:
                self.problem(
                    "limit-missing",
                    "title",
                    "没有限值",
                    "there is no limit",
                    "写 limit: …;如标准的数值尚不清楚,写 open: 原因",
                    "write limit: …; where the figure is not established, open: why",
                )
            return ()
        if expects == "inspection" and self.asked.measures not in (None, "inspection"):
            return ()  # what is measured has no name that is known, which is said already
        if expects in ("phrase", "inspection"):
            self.problem(
                "limit-without-measure",
                "limit",
                "有限值但未写 measures",
                "there is a limit and nothing that is measured",
                "写 measures: 量的名称",
                "write measures: the quantity",
            )
            return ()
        if isinstance(limit, str):
            self.check_limit(limit, kind, scale, expects, "limit")
            return (LimitRow(canonical(limit, scale) or limit),)
        for index, row in enumerate(limit):
            self.check_limit(row.limit, kind, scale, expects, "limit", index, "is")
        self.check_table([row.when for row in limit], applies, "limit")
        return tuple(
            LimitRow(canonical(row.limit, scale) or row.limit, canonical(row.when)) for row in limit
        )

    def check_limit(
        self, text: str, kind: str | None, scale: str | None, expects: str, *path: str | int
    ) -> None:
        """Report a limit that cannot be read, or is about something else than is measured."""
        limit = self.reading(lambda: parse_limit(text, scale), *path)
        if limit is None:
            return
        self.draft.used |= limit.attributes
        self.check_names(limit, *path)
        try:
            accepted = resolve(limit, self.draft.samples)
        except IllFormed as error:
            # a computed limit may be empty for sample values and for no real product
            if any(problem.code != "limit-empty" for problem in error.diagnostics):
                span = self.at.below(*path).span
                self.draft.report(*(problem.within(span) for problem in error.diagnostics))
            return
        if isinstance(accepted, Unknown):
            return
        for name in {n for term in terms_of(limit.body) if (n := divisor_attribute(term))}:
            self.problem(
                "divided-by-attribute",
                path[0],
                f"不能除以属性 {name!r}",
                f"the attribute {name!r} is divided by, and it may be zero",
                "改写为乘法",
                "write a product instead",
            )
        wanted: type[object] = {
            "number": Accepted, "grade": AcceptedGrades, "stress": AcceptedStress,
        }[expects]  # fmt: skip
        if not isinstance(accepted, wanted):
            self.problem(
                "limit-of-another-kind",
                "limit",
                f"限值 {text!r} 与 measures 不符",
                f"the limit {text!r} does not fit what is measured",
            )
        elif isinstance(accepted, Accepted) and kind is not None:
            self.check_kind(accepted, kind, text, *path)
            self.check_interval(accepted, limit, *path)

    def check_interval(self, accepted: Accepted, limit: Limit, *path: str | int) -> None:
        """Report a rounded-value comparison whose rounding interval the digits do not tell."""
        if not self.rounded or accepted.unrounded:
            return
        digits = set(accepted.digits.values())
        if limit.attributes or len(digits) > 1 or None in digits:
            self.draft.report(
                Diagnostic(
                    "interval-not-stated",
                    Text(
                        f"限值 {limit.text!r} 两端的位数不同,或由计算得出,修约间隔不明",
                        f"the ends of {limit.text!r} have different digits, or it is computed: "
                        "the rounding interval is not known",
                    ),
                    self.at.below(*path).span,
                    Text(
                        "两端写成相同位数,或写 interval: 0.1 mm",
                        "write both ends with the same digits, or interval: 0.1 mm",
                    ),
                )
            )

    def check_kind(self, accepted: Accepted, kind: str, text: str, *path: str | int) -> None:
        kinds = {unit.kind for unit in accepted.units} or {"number"}
        plain = {"number", "count"} if not accepted.units else set()
        if kind in kinds | plain:
            return
        zh, en = kind_words(accepted.units)
        self.draft.report(
            Diagnostic(
                "dimension-mismatch",
                Text(
                    f"{text!r} 是{zh},而所测的是{KINDS[kind].zh}",
                    f"{text!r} is {en}, but {kind} is measured",
                ),
                self.at.below(*path).span,
                Text(f"改正单位,或写 measures: {en}", f"correct the unit, or write measures: {en}")
                if accepted.units
                else Text("数值后写上单位", "write the unit behind the number"),
                ((Text("此处声明", "declared here"), self.at.below("measures").span),),
            )
        )

    def check_names(self, limit: Limit, *path: str | int) -> None:
        for name in sorted(limit.attributes):
            if self.types.get(name, FactType()).kind is None:
                known = ", ".join(sorted(n for n, t in self.types.items() if t.kind)) or "—"
                self.draft.report(
                    Diagnostic(
                        "undeclared-attribute",
                        Text(f"没有声明量 {name!r}", f"no quantity {name!r} is declared"),
                        self.at.below(*path).span,
                        Text(f"已声明:{known}", f"declared are: {known}"),
                    )
                )

    def check_table(
        self, whens: Sequence[str], applies: Condition | None, *path: str | int
    ) -> None:
        """Prove that exactly one row holds for every product that the requirement applies to."""
        read = [self.condition(when, *path, i, "when") for i, when in enumerate(whens)]
        conditions = [condition for condition in read if condition is not None]
        if len(conditions) < len(read):
            return
        used = [*conditions, *([applies] if applies is not None else [])]
        try:
            for cell in cells(used, self.types, self.draft.fixed):
                if applies is not None and holds(applies, cell) is not True:
                    continue
                true = [i for i, condition in enumerate(conditions) if holds(condition, cell)]
                if len(true) != 1:
                    self.report_rows(true, cell, *path)
                    return
        except NotDecidable:
            self.draft.report(
                Diagnostic(
                    "table-not-proven",
                    Text("无法证明恰好一行适用", "it cannot be proved that exactly one row holds"),
                    self.at.below(*path).span,
                    Text("条件只与常数比较", "compare facts with constants only"),
                )
            )

    def report_rows(self, true: list[int], cell: object, *path: str | int) -> None:
        product = described(cell)
        if true:
            first, second = true[:2]
            self.draft.report(
                Diagnostic(
                    "rows-overlap",
                    Text(
                        f"产品 {product} 同时适用两行",
                        f"two rows hold for a product with {product}",
                    ),
                    self.at.below(*path, second, "when").span,
                    Text(
                        "使每个产品只适用一行:一行写 <=,下一行写 >",
                        "let one row hold for each product: <= in one, > in the next",
                    ),
                    see=(
                        (
                            Text("另一行", "the other row"),
                            self.at.below(*path, first, "when").span,
                        ),
                    ),
                )
            )
            return
        self.draft.report(
            Diagnostic(
                "rows-leave-gap",
                Text(f"产品 {product} 没有适用的行", f"no row holds for a product with {product}"),
                self.at.below(*path).span,
                Text("补一行,或用 applies 排除", "add a row, or leave it out by `applies`"),
            )
        )

    def phrase(self) -> Phrases | None:
        phrase = self.asked.phrase
        if phrase is None:
            return None
        wrong = [place for place in phrase.on if place not in PLACES]
        if wrong or not phrase.on:
            self.problem(
                "unknown-place",
                "phrase",
                f"位置 {wrong!r} 不存在",
                f"{wrong!r} is no place",
                "product、packaging 或 instructions",
                "write product, packaging or instructions",
            )
        if not (phrase.any or phrase.exactly_one or phrase.forbidden):
            self.problem(
                "phrase-empty",
                "phrase",
                "未写用语",
                "no words are given",
                "写 any、exactly_one 或 forbidden",
                "write any, exactly_one or forbidden",
            )
        return Phrases(phrase.on, phrase.any, phrase.exactly_one, phrase.forbidden)

    def conditions(self, applies: Condition | None) -> tuple[ConditionAsked, ...]:
        """Return the test conditions: limits, and words that a report repeats as they are."""
        return tuple(
            ConditionAsked(name, self.condition_rows(name, wanted, applies))
            for name, wanted in sorted(self.asked.conditions.items())
        )

    def condition_rows(
        self, name: str, wanted: Wanted, applies: Condition | None
    ) -> tuple[ConditionRow, ...]:
        """Return the rows of one test condition: one that always holds, or those of a table."""
        at = ("conditions", name)
        rows = [] if isinstance(wanted, str) else [w for w in wanted if not isinstance(w, str)]
        words = (wanted,) if isinstance(wanted, str) else [w for w in wanted if isinstance(w, str)]
        if (rows and words) or (not rows and not words):
            self.draft.report(
                Diagnostic(
                    "condition-unclear",
                    Text(
                        f"试验条件 {name!r} 应为一张表,或一个以上的条件",
                        f"the test condition {name!r} is a table, or one condition or several",
                    ),
                    self.at.below(*at).span,
                    Text(
                        "每行写 {when: 条件, is: 试验条件};或写 [水, water]",
                        "write rows as {when: condition, is: test condition}; or [水, water]",
                    ),
                )
            )
            return ()
        if rows:
            self.check_table([row.when for row in rows], applies, *at)
            return tuple(
                ConditionRow(
                    tuple(self.test_condition(text, *at, i, "is") for text in row.wanted),
                    canonical(row.when),
                )
                for i, row in enumerate(rows)
            )
        return (ConditionRow(tuple(self.test_condition(text, *at) for text in words)),)

    def test_condition(self, text: str, *path: str | int) -> str:
        """Return a test condition in one spelling; what is no limit is words."""
        try:
            limit = parse_limit(text)
        except IllFormed as unread:
            if text.strip().startswith(_SIGNS):  # words begin with none: a limit with a slip in it
                span = self.at.below(*path).span
                self.draft.report(*(problem.within(span) for problem in unread.diagnostics))
            return text
        self.draft.used |= limit.attributes
        self.check_names(limit, *path)
        return canonical(text) or text

    def share(self) -> str | None:
        text = self.asked.correction
        if text is None:
            return None
        value = self.reading(lambda: amount(text), "correction")
        if value is None:
            return None
        ratio = next((unit for unit in value.units if unit.kind == "ratio"), None)
        if ratio is None or not 0 < value.value * ratio.factor < 1:
            self.problem(
                "bad-correction",
                "correction",
                f"{text!r} 不是 0 与 100 % 之间的比例",
                f"{text!r} is no share between 0 and 100 %",
                "例如 30 %",
                "such as 30 %",
            )
            return None
        return exact_text(Fraction(value.value * ratio.factor))

    def quantity(self, text: str | None, key: str) -> str | None:
        if text is None:
            return None
        value = self.reading(lambda: amount(text), key)
        if value is None:
            return None
        kind = KINDS.get(self.asked.measures or "")
        kinds = {unit.kind for unit in value.units} or {"number", "count"}
        if kind is None or kind.name not in kinds:
            zh, en = (kind.zh, kind.name) if kind else ("所测的量", "what is measured")
            self.problem(
                "dimension-mismatch",
                key,
                f"{text!r} 不是{zh}",
                f"{text!r} is not {en}",
                "写带单位的同种量",
                "write a quantity of that kind, with its unit",
            )
        elif value.value <= 0:
            self.problem("not-above-zero", key, f"{text!r} 不大于零", f"{text!r} is not above zero")
        return canonical(text)

    def used(
        self,
        applies: Condition | None,
        rows: tuple[LimitRow, ...],
        conditions: tuple[ConditionAsked, ...],
    ) -> set[str]:
        """Return the attributes that the clause uses: a model that differs in one stands apart."""
        found = set(names_in(applies)) if applies is not None else set()
        scale = scale_named(self.asked.measures) if self.asked.measures else None
        for row in rows:
            with suppress(IllFormed):  # reported already
                found |= names_in(parse_condition(row.when)) if row.when is not None else set()
                found |= parse_limit(row.limit, scale).attributes
        for condition in (row for each in conditions for row in each.rows):
            with suppress(IllFormed):
                found |= names_in(parse_condition(condition.when)) if condition.when else set()
            for text in condition.any:
                with suppress(IllFormed):  # words
                    found |= parse_limit(text).attributes
        return {name for name in found if name in self.draft.attributes}


def _checked(condition: Condition, types: Mapping[str, FactType]) -> Condition:
    check_condition(condition, types)
    return condition


@lru_cache(maxsize=4096)
def canonical(text: str | None, scale: str | None = None) -> str | None:
    """Return a limit or condition in one spelling, so that equal meaning has an equal digest.

    What comes out reads as what went in; a text for which that cannot be had,
    or that cannot be read at all, comes out as it is.
    """
    if text is None:
        return None
    plain = " ".join(fold_width(text).split())
    # `4-5` is a grade and no difference of two numbers, with its scale or without
    if scale is not None or " on " in plain:
        return plain
    try:
        given = tokens(text, HERE)
        spelled = " ".join(_spelled(token) for token in given if token.kind != "end")
        spelled = spelled.replace(" ,", ",")
        again = tokens(spelled, HERE)
    except IllFormed:
        return plain
    return spelled if list(map(_meant, given)) == list(map(_meant, again)) else plain


def _meant(token: Token) -> object:
    """Return what a token means, whatever its spelling and place."""
    return token.amount or (token.kind == "choice", token.text)


def _spelled(token: Token) -> str:
    if token.amount is not None:
        number = re.match(NUMBER_OF_A_LIMIT, token.text)
        above = token.amount.units[0].symbol if token.amount.units else ""
        below = f"/{token.amount.per[0].symbol}" if token.amount.per else ""
        return f"{number[0] if number else token.text} {above}{below}".strip()
    if token.kind == "choice" and re.search(_AWKWARD, token.text):
        return f"'{token.text}'" if '"' in token.text else f'"{token.text}"'
    return token.text


_SIGNS = tuple("<>≤≥=")

_AWKWARD = r"""[\s,()"']|^not$"""


def described(cell: object) -> str:
    """Return the facts of a counterexample in words."""
    if not isinstance(cell, dict):
        return str(cell)
    parts = [
        f"{name} = {value.code if isinstance(value, Grade) else value}"
        for name, value in sorted(cell.items())
    ]
    return ", ".join(parts) or "—"
