"""`judge`: one comparison, without any spec."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.judging.criterion import Criterion, Rounding, Statistic, read_rule
from conformance.judging.determination import Determination, determine, under_every_rule
from conformance.judging.results import Uncertainty
from conformance.quantities.expressions import Unknown
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    Amount,
    amount,
    parse_limit,
    resolve,
)
from conformance.quantities.patterns import pattern
from conformance.quantities.reading import Form, Measured, Reading, read_reading
from conformance.quantities.text import fold_width
from conformance.verdicts import Verdict
from conformance.wording import specimens, worded


@dataclass(frozen=True)
class Judgement:
    """The answer to one comparison.

    Attributes:
        determination: Verdict, reason and the facts behind them.
        limit: The limit in symbols, resolved; as written where it cannot be.
        detail: What is not known, where that decides.
    """

    determination: Determination
    limit: str
    readings: tuple[Reading, ...]
    stated: Uncertainty | None = None
    detail: str = ""

    @property
    def verdict(self) -> Verdict:
        """pass, fail or missing-evidence; equal to its word."""
        return self.determination.verdict

    @property
    def reason(self) -> str:
        """The reason code."""
        return self.determination.reason

    @property
    def margin(self) -> str | None:
        """How far inside, or with a minus beyond, the limit is; None where not compared."""
        margin = self.determination.margin
        return None if margin is None else str(margin)

    def _facts(self, lang: str) -> dict[str, str]:
        """Return the facts that the sentences name."""
        found = self.determination
        statistic = found.criterion.statistic
        together = "; ".join(found.measured)
        value = found.at_fault or together
        # a verdict on all specimens names them all, one on a single specimen names that one
        over_all = value == together or found.verdict is Verdict.PASS
        if len(found.measured) > 1 and over_all:
            value = specimens(str(statistic), lang, together)
        pair = 2 if statistic is Statistic.RANGE else ""
        return {
            "value": value,
            "limit": self.limit,
            "margin": self.margin or "",
            "rule": str(found.criterion.rule),
            "uncertainty": "" if found.uncertainty is None else str(found.uncertainty),
            "detail": self.detail or found.detail,
            "need": str(found.criterion.specimens or pair),
            "count": str(len(found.measured)),
        }

    @cached_property
    def message(self) -> Mapping[str, str]:
        """The reason in a sentence, under `zh` and `en`."""
        return {lang: worded(self.reason, lang, self._facts(lang)) for lang in ("zh", "en")}

    @cached_property
    def needed(self) -> Mapping[str, str]:
        """What would change the verdict, under `zh` and `en`; empty for a pass."""
        return {
            lang: worded(self.reason, lang, self._facts(lang), need=True) for lang in ("zh", "en")
        }

    @cached_property
    def otherwise(self) -> tuple[tuple[str, Verdict], ...]:
        """The decision rules and comparison methods that would have decided otherwise."""
        if self.determination.criterion.accepted is None:
            return ()
        return under_every_rule(
            self.determination.criterion, self.readings, uncertainty=self.stated
        )


def judge(
    limit: str,
    reading: str | Sequence[str],
    *,
    uncertainty: str | None = None,
    rounding: str = "full-value",
    rule: str = "simple",
    statistic: str = "each",
    attributes: Mapping[str, str] | None = None,
    detection_limit: str | None = None,
) -> Judgement:
    """Return whether `reading`, as a laboratory wrote it, conforms to `limit`.

    `reading` is one string, or a list with one for each specimen.
    `uncertainty` is U for 95 % (k = 2), such as `0.02 mA`, or `5 %` of the value.
    `rounding` is `full-value` or `rounded-value`; `rule` is `simple`, `guarded`,
    `guarded=r`, `non-binary` or `probability=p`.  Equality with a closed bound
    passes, exactly.

    >>> judge("<= 1.5 mg/L", "1.549 mg/L", rounding="rounded-value").verdict.value
    'pass'

    Raises `IllFormed` for a limit, rule, uncertainty or attribute that cannot be
    read; a reading that cannot be read is missing evidence.
    """
    criterion, unknown, shown = _criterion(
        limit,
        rounding,
        rule,
        statistic,
        tuple(sorted(attributes.items())) if attributes else (),
        detection_limit,
    )
    texts = (reading,) if isinstance(reading, str) else tuple(reading)
    if unknown is not None:
        names = ", ".join(sorted(unknown.attributes))
        missing = Determination(Verdict.MISSING_EVIDENCE, "attribute-unknown", criterion, texts)
        return Judgement(missing, limit, (), detail=names)
    stated = None
    if uncertainty is not None:
        stated = read_uncertainty(uncertainty, criterion.accepted)
    readings = tuple(read_reading(text, criterion.expects, scale=criterion.scale) for text in texts)
    found = determine(criterion, readings, uncertainty=stated)
    return Judgement(found, shown, readings, stated)


@lru_cache(maxsize=1024)
def _criterion(
    limit: str,
    rounding: str,
    rule: str,
    statistic: str,
    attributes: tuple[tuple[str, str], ...],
    detection_limit: str | None,
) -> tuple[Criterion, Unknown | None, str]:
    """Return the criterion, what keeps it from being known, and the limit in symbols."""
    parsed = parse_limit(limit)
    problems: list[Diagnostic] = []
    how = read_rule(rule)
    if how is None:
        problems.append(_bad("unknown-rule", "rule", rule, "simple, guarded, guarded=0.5, "
                             "non-binary, probability=0.95"))  # fmt: skip
    comparison = next((r for r in Rounding if r.value == rounding), None)
    if comparison is None:
        problems.append(_bad("unknown-rounding", "rounding", rounding, "full-value, rounded-value"))
    what = next((s for s in Statistic if s.value == statistic and s is not Statistic.K_OF_N), None)
    if what is None:
        problems.append(_bad("unknown-statistic", "statistic", statistic,
                             "each, mean, min, max, range, sum"))  # fmt: skip
    known: dict[str, Amount] = {}
    for name, text in attributes:
        try:
            known[name] = amount(text, Span(f"attribute {name}", 1))
        except IllFormed as error:
            if name in parsed.attributes:
                problems.extend(error.diagnostics)
    lowest = None
    if detection_limit is not None:
        try:
            lowest = amount(detection_limit, Span("detection limit", 1))
        except IllFormed as error:
            problems.extend(error.diagnostics)
    if how is not None and how.needs_uncertainty and comparison is Rounding.ROUNDED_VALUE:
        problems.append(Diagnostic(
            "rounding-needs-simple",
            Text("修约值比较法只用于 simple 判定规则",
                 "rounded-value comparison goes only with the rule 'simple'"),
            Span("rounding", 1),
            Text("去掉 --rounding 或改用 --rule simple",
                 "drop the rounding, or use rule 'simple'"),
        ))  # fmt: skip
    if problems or how is None or comparison is None or what is None:
        raise IllFormed(problems)
    accepted = resolve(parsed, known)
    if isinstance(accepted, Unknown):
        return Criterion(accepted=None, text=limit, rule=how), accepted, limit
    criterion = Criterion(
        accepted=accepted, text=limit, statistic=what, rounding=comparison, rule=how,
        detection_limit=lowest,
        scale=accepted.alternatives[0][1].scale if isinstance(accepted, AcceptedGrades) else None,
    )  # fmt: skip
    if comparison is Rounding.ROUNDED_VALUE and isinstance(accepted, Accepted):
        _check_rounding(accepted)
    return criterion, None, str(accepted)


def _check_rounding(accepted: Accepted) -> None:
    """Raise where the written digits of the limit do not say to what it is rounded."""
    digits = {accepted.digits.get(end) for piece in accepted.values
              for end in (piece.low, piece.high) if end is not None}  # fmt: skip
    if len(digits) > 1 or None in digits:
        raise IllFormed([
            Diagnostic(
                "interval-not-stated", Text("限值两端的位数不同,或限值由计算得出,修约间隔不明",
                "the ends of the limit have different digits, or it is computed: the rounding "
                "interval is not known"), Span("limit", 1),
                Text("两端写成相同位数,例如 '1.00 .. 1.55'",
                     "write both ends with the same digits, such as '1.00 .. 1.55'"),
            )
        ])  # fmt: skip


def _bad(code: str, where: str, got: str, choices: str) -> Diagnostic:
    return Diagnostic(
        code, Text(f"没有名为 {got!r} 的选项", f"nothing is named {got!r} here"), Span(where, 1),
        Text(f"可选:{choices}", f"choose one of: {choices}"),
    )  # fmt: skip


_UNCERTAINTY = pattern(
    r"\s*(?:U\s*=)?\s*±?\s*(?P<body>[^=]*?)\s*(?:[,;(]?\s*k\s*=\s*(?P<k>\d+(?:\.\d+)?)\s*\)?)?\s*"
)


def read_uncertainty(text: str, accepted: object) -> Uncertainty:
    """Return U as `text` writes it: `0.02 mA`, `U = 5 %`, with `k=3` where it is not 2.

    `%` is a share of the value, unless the limit itself is in per cent: then U
    is in the limit's unit, which up to 100 % is the wider of the two.  A k below
    1 or above 9 is a slip of the pen, and a large one would make U vanish.
    Raises `IllFormed`.
    """
    written = _UNCERTAINTY.fullmatch(fold_width(text))
    read = read_reading(written["body"]) if written else None
    k = Fraction(written["k"] or 2) if written else Fraction(2)
    value = read.values.hull().low if isinstance(read, Measured) else None
    point = isinstance(read, Measured) and read.form is Form.POINT
    if not isinstance(read, Measured) or not point or value is None or value < 0 or not 1 <= k <= 9:
        raise IllFormed([
            Diagnostic(
                "bad-uncertainty",
                Text(f"无法读取不确定度 {text!r}", f"{text!r} is no uncertainty"),
                Span("uncertainty", 1), Text("例如 '0.02 mA' 或 '5 %'", "write '0.02 mA' or '5 %'"),
            )
        ])  # fmt: skip
    limited = {unit.kind for unit in accepted.units} if isinstance(accepted, Accepted) else set()
    ratio = next((unit for unit in read.units if unit.kind == "ratio"), None)
    if ratio is not None and not limited & {unit.kind for unit in read.units}:
        return Uncertainty(value * ratio.factor, relative=True, coverage_factor=k)
    return Uncertainty(value, read.units, coverage_factor=k)
