"""The pass `asks`: every requirement read and typed; its tables proved to have one row a product."""

import re
from collections.abc import Iterable
from fractions import Fraction

from conformance.compiler.draft import Draft, Place
from conformance.compiler.facts import declared_types, unknown_kind
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.judging.criterion import Rounding, read_rule
from conformance.model.catalogue import Asked, Row
from conformance.model.plan import Ask, LimitRow, Phrases
from conformance.quantities.conditions import (
    Condition,
    FactType,
    NotDecidable,
    cells,
    check_condition,
    holds,
    names_in,
    parse_condition,
    sample_amounts,
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
)
from conformance.quantities.number import NUMBER_OF_A_LIMIT, exact_text
from conformance.quantities.scales import Grade, scale_named
from conformance.quantities.text import fold_width
from conformance.quantities.units import KINDS

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
        self.types = declared_types(draft)

    def read(self, rule: str, rounding: str) -> Ask | None:
        asked = self.asked
        applies = self.condition(asked.applies, "applies")
        kind, scale, expects = self.measure()
        rows = self.rows(kind, scale, expects, applies)
        rule = asked.rule or rule
        how = asked.rounding or rounding
        if read_rule(rule) is None:
            self.problem("unknown-rule", "rule", f"没有判定规则 {rule!r}", f"no rule is named {rule!r}",
                         "simple、guarded、non-binary 或 probability=0.95",
                         "write simple, guarded, non-binary or probability=0.95")  # fmt: skip
        elif how == Rounding.ROUNDED_VALUE.value and read_rule(rule) != read_rule("simple"):
            self.problem("rounding-needs-simple", "rounding", "修约值比较法只用于 simple 判定规则",
                         "rounded-value comparison goes only with the rule 'simple'")  # fmt: skip
        if asked.each is not None and asked.each not in self.draft.parts:
            known = ", ".join(self.draft.parts) or "—"
            self.problem("unknown-part", "each", f"没有声明部件 {asked.each!r}",
                         f"no kind of part is named {asked.each!r}", f"已声明:{known}",
                         f"declared are: {known}")  # fmt: skip
        if (
            asked.relative_to is not None
            and self.types.get(asked.relative_to, FactType()).kind is None
        ):
            self.problem("undeclared-attribute", "relative_to", f"{asked.relative_to!r} 不是已声明的量",
                         f"{asked.relative_to!r} is no declared quantity")  # fmt: skip
        if (asked.statistic == "k of n") != (asked.at_least is not None):
            self.problem("k-of-n", "at_least", "k of n 须写 at_least 和 specimens",
                         "'k of n' needs at_least and specimens, and nothing else has at_least")  # fmt: skip
        for name in asked.uses:
            if name not in self.types:
                self.problem("undeclared-attribute", "uses", f"没有声明属性 {name!r}",
                             f"no attribute {name!r} is declared")  # fmt: skip
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
            conditions=tuple(sorted(self.conditions().items())),
            correction=self.share(),
            rounding=how,
            interval=self.quantity(asked.interval, "interval"),
            rule=rule,
            detection_limit=self.quantity(asked.detection_limit, "detection_limit"),
            max_uncertainty=self.quantity(asked.max_uncertainty, "max_uncertainty"),
            judgement=asked.judgement == "accepted",
            uses=tuple(sorted({*asked.uses, *self.used(applies, rows)})),
            items=asked.items,
        )

    def problem(
        self, code: str, key: str, zh: str, en: str, help_zh: str = "", help_en: str = ""
    ) -> None:
        span = self.at.below(key).span
        self.draft.report(Diagnostic(code, Text(zh, en), span, Text(help_zh, help_en)))

    def condition(self, text: str | None, *path: str | int) -> Condition | None:
        if text is None:
            return None
        try:
            condition = parse_condition(text, self.at.below(*path).span)
            check_condition(condition, self.types)
        except IllFormed as error:
            self.draft.report_all(error)
            return None
        return condition

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
                self.problem("limit-missing", "title", "没有限值", "there is no limit",
                             "写 limit: …;如标准的数值尚不清楚,写 open: 原因",
                             "write limit: …; where the figure is not established, open: why")  # fmt: skip
            return ()
        if expects in ("phrase", "inspection"):
            self.problem("limit-without-measure", "limit", "有限值但未写 measures",
                         "there is a limit and nothing that is measured",
                         "写 measures: 量的名称", "write measures: the quantity")  # fmt: skip
            return ()
        if isinstance(limit, str):
            self.check_limit(limit, kind, scale, expects, "limit")
            return (LimitRow(canonical(limit, scale) or limit),)
        for index, row in enumerate(limit):
            self.check_limit(row.limit, kind, scale, expects, "limit", index, "is")
        self.check_table(limit, applies)
        return tuple(
            LimitRow(canonical(row.limit, scale) or row.limit, canonical(row.when)) for row in limit
        )

    def check_limit(
        self, text: str, kind: str | None, scale: str | None, expects: str, *path: str | int
    ) -> None:
        """Report a limit that cannot be read, or is about something else than is measured."""
        span = self.at.below(*path).span
        try:
            limit = parse_limit(text, scale, span)
            self.check_names(limit, *path)
            accepted = resolve(limit, sample_amounts(self.types), span)
        except IllFormed as error:
            # a computed limit may be empty for sample values and for no real product
            if any(problem.code != "limit-empty" for problem in error.diagnostics):
                self.draft.report_all(error)
            return
        if isinstance(accepted, Unknown):
            return
        wanted = {"number": Accepted, "grade": AcceptedGrades, "stress": AcceptedStress}[expects]
        if not isinstance(accepted, wanted):
            self.problem("limit-of-another-kind", "limit", f"限值 {text!r} 与 measures 不符",
                         f"the limit {text!r} does not fit what is measured")  # fmt: skip
        elif isinstance(accepted, Accepted) and kind is not None:
            self.check_kind(accepted, kind, text, *path)

    def check_kind(self, accepted: Accepted, kind: str, text: str, *path: str | int) -> None:
        kinds = {unit.kind for unit in accepted.units} or {"number"}
        plain = {"number", "count"} if not accepted.units else set()
        if kind in kinds | plain:
            return
        zh, en = kind_words(accepted.units)
        self.draft.report(
            Diagnostic(
                "dimension-mismatch",
                Text(f"{text!r} 是{zh},而所测的是{KINDS[kind].zh}",
                     f"{text!r} is {en}, but {kind} is measured"),
                self.at.below(*path).span,
                see=((Text("此处声明", "declared here"), self.at.below("measures").span),),
            )
        )  # fmt: skip

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

    def check_table(self, rows: Iterable[Row], applies: Condition | None) -> None:
        """Prove that exactly one row holds for every product that the requirement applies to."""
        read = [self.condition(row.when, "limit", i, "when") for i, row in enumerate(rows)]
        conditions = [condition for condition in read if condition is not None]
        if len(conditions) < len(read):
            return
        span = self.at.below("limit").span
        used = [*conditions, *([applies] if applies is not None else [])]
        try:
            for cell in cells(used, self.types, self.draft.fixed):
                if applies is not None and holds(applies, cell) is not True:
                    continue
                true = [i for i, condition in enumerate(conditions) if holds(condition, cell)]
                if len(true) != 1:
                    self.report_rows(true, cell)
                    return
        except NotDecidable:
            self.draft.report(
                Diagnostic(
                    "table-not-proven",
                    Text("无法证明恰好一行适用", "it cannot be proved that exactly one row holds"),
                    span,
                    Text("条件只与常数比较", "compare facts with constants only"),
                )
            )

    def report_rows(self, true: list[int], cell: object) -> None:
        product = described(cell)
        if true:
            first, second = true[:2]
            self.draft.report(
                Diagnostic(
                    "rows-overlap",
                    Text(f"产品 {product} 同时适用两行", f"two rows hold for a product with {product}"),
                    self.at.below("limit", second, "when").span,
                    see=((Text("另一行", "the other row"),
                          self.at.below("limit", first, "when").span),),
                )
            )  # fmt: skip
            return
        self.draft.report(
            Diagnostic(
                "rows-leave-gap",
                Text(f"产品 {product} 没有适用的行", f"no row holds for a product with {product}"),
                self.at.below("limit").span,
                Text("补一行,或用 applies 排除", "add a row, or leave it out by `applies`"),
            )
        )

    def phrase(self) -> Phrases | None:
        phrase = self.asked.phrase
        if phrase is None:
            return None
        wrong = [place for place in phrase.on if place not in PLACES]
        if wrong or not phrase.on:
            self.problem("unknown-place", "phrase", f"位置 {wrong!r} 不存在", f"{wrong!r} is no place",
                         "product、packaging 或 instructions",
                         "write product, packaging or instructions")  # fmt: skip
        if not (phrase.any or phrase.exactly_one or phrase.forbidden):
            self.problem("phrase-empty", "phrase", "未写用语", "no words are given",
                         "写 any、exactly_one 或 forbidden", "write any, exactly_one or forbidden")  # fmt: skip
        return Phrases(phrase.on, phrase.any, phrase.exactly_one, phrase.forbidden)

    def conditions(self) -> dict[str, str]:
        """Return the test conditions; one that is no limit must be repeated word for word."""
        found = {}
        for name, text in self.asked.conditions.items():
            try:
                parse_limit(text, None, self.at.below("conditions", name).span)
                found[name] = canonical(text) or text
            except IllFormed:
                found[name] = text
        return found

    def share(self) -> str | None:
        text = self.asked.correction
        if text is None:
            return None
        try:
            value = amount(text, self.at.below("correction").span)
        except IllFormed as error:
            self.draft.report_all(error)
            return None
        ratio = next((unit for unit in value.units if unit.kind == "ratio"), None)
        if ratio is None or not 0 < value.value * ratio.factor < 1:
            self.problem("bad-correction", "correction", f"{text!r} 不是 0 与 100 % 之间的比例",
                         f"{text!r} is no share between 0 and 100 %", "例如 30 %", "such as 30 %")  # fmt: skip
            return None
        return exact_text(Fraction(value.value * ratio.factor))

    def quantity(self, text: str | None, key: str) -> str | None:
        if text is None:
            return None
        try:
            value = amount(text, self.at.below(key).span)
        except IllFormed as error:
            self.draft.report_all(error)
            return None
        kind = self.asked.measures
        if value.units and kind in KINDS and kind not in {unit.kind for unit in value.units}:
            self.problem("dimension-mismatch", key, f"{text!r} 不是{KINDS[kind].zh}",
                         f"{text!r} is not a {kind}")  # fmt: skip
        return text

    def used(self, applies: Condition | None, rows: tuple[LimitRow, ...]) -> set[str]:
        """Return the attributes that the clause uses: a model that differs in one is not covered."""
        found = set(names_in(applies)) if applies is not None else set()
        for row in rows:
            if row.when is not None:
                found |= names_in(parse_condition(row.when))
            found |= parse_limit(
                row.limit, self.asked.measures and scale_named(self.asked.measures)
            ).attributes
        return {name for name in found if name in self.draft.attributes}


def canonical(text: str | None, scale: str | None = None) -> str | None:
    """Return a limit or condition in one spelling, so that equal meaning has an equal digest."""
    if text is None:
        return None
    if scale is not None:  # `4-5` is a grade, and no difference of two numbers
        return " ".join(fold_width(text).split())
    return " ".join(_spelled(token) for token in tokens(text, HERE) if token.text)


def _spelled(token: Token) -> str:
    if token.amount is not None:
        number = re.match(NUMBER_OF_A_LIMIT, token.text)
        above = token.amount.units[0].symbol if token.amount.units else ""
        below = f"/{token.amount.per[0].symbol}" if token.amount.per else ""
        return f"{number[0] if number else token.text} {above}{below}".strip()
    if token.kind in ("choice", "quoted") and re.search(r"[\s,()]", token.text):
        return f'"{token.text}"'
    return token.text


def described(cell: object) -> str:
    """Return the facts of a counterexample in words."""
    if not isinstance(cell, dict):
        return str(cell)
    parts = [
        f"{name} = {value.code if isinstance(value, Grade) else value}"
        for name, value in sorted(cell.items())
    ]
    return ", ".join(parts) or "—"
