"""The criterion: what one requirement asks of its readings, with everything resolved."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from conformance.quantities.limit import (
    Acceptance,
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Amount,
)
from conformance.quantities.reading import Expects


class Statistic(StrEnum):
    """What is compared with the limit, over the specimens of one sample of one report."""

    EACH = "each"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    RANGE = "range"
    SUM = "sum"
    K_OF_N = "k of n"


class Rounding(StrEnum):
    """How a figure is compared with the limiting value (GB/T 8170-2008, 4.3)."""

    FULL_VALUE = "full-value"
    ROUNDED_VALUE = "rounded-value"


class RuleName(StrEnum):
    """The decision rules of ISO/IEC 17025:2017, 7.8.6, by the names of this project."""

    SIMPLE = "simple"
    GUARDED = "guarded"
    NON_BINARY = "non-binary"
    PROBABILITY = "probability"


class Rule(Struct, frozen=True):
    """A decision rule.

    Attributes:
        name: Which rule.
        ratio: r in the guard band w = r·U, of the guarded rule; at least 0.
        threshold: p of the probability rule, 0.5 < p < 1; None for the others.
    """

    name: RuleName = RuleName.SIMPLE
    ratio: Fraction = Fraction(1)
    threshold: Fraction | None = None

    @property
    def needs_uncertainty(self) -> bool:
        """Whether the measurement uncertainty has a say."""
        return self.name is not RuleName.SIMPLE

    def __str__(self) -> str:
        """Return the rule as it is written: `guarded`, `guarded=0.5`, `probability=0.95`."""
        if self.threshold is not None:
            return f"{self.name}={Decimal(self.threshold.numerator) / self.threshold.denominator}"
        if self.name is RuleName.GUARDED and self.ratio != 1:
            return f"{self.name}={Decimal(self.ratio.numerator) / self.ratio.denominator}"
        return self.name.value


def read_rule(text: str) -> Rule | None:
    """Return the rule that `text` names, None where it names none.

    >>> str(read_rule("probability=0.95")), read_rule("probability=0.4")
    ('probability=0.95', None)
    """
    name, _, number = text.strip().replace(" ", "=", 1).partition("=")
    try:
        figure = Fraction(Decimal(number)) if number else None
        rule = RuleName(name.strip())
    except (ValueError, InvalidOperation, OverflowError):
        return None
    match rule:
        case RuleName.PROBABILITY:
            inside = figure is not None and Fraction(1, 2) < figure < 1
            return Rule(rule, threshold=figure) if inside else None
        case RuleName.GUARDED:
            ratio = Fraction(1) if figure is None else figure
            return Rule(rule, ratio) if ratio >= 0 else None
        case _:
            return Rule(rule) if figure is None else None


SIMPLE = Rule()


class Criterion(Struct, frozen=True, kw_only=True):
    """What the readings of one requirement are held against.

    Attributes:
        accepted: What the limit accepts, its attributes known.
        text: The limit as written.
        statistic: What is compared.
        specimens: How many are prescribed; None takes as many as are reported.
        at_least: k of `k of n`; None for the other statistics.
        rounding: How the figure is compared; `rounded-value` only under `simple`.
        interval: The rounding interval stated beside the limit, in its unit.
        rule: The decision rule.
        correction: The share of the result that the analytical correction takes
            off (0.3 for 30 %); None for none.
        scale: The scale of the grades.
        relative_to: What a deviation in per cent is relative to.
        detection_limit: That of the clause's own method.
        max_uncertainty: The largest U that the clause allows, in the limit's unit.
        accepts_judgement: Whether the laboratory's bare pass is enough for a
            numeric limit.
    """

    accepted: Acceptance | None
    text: str
    statistic: Statistic = Statistic.EACH
    specimens: int | None = None
    at_least: int | None = None
    rounding: Rounding = Rounding.FULL_VALUE
    interval: Fraction | None = None
    rule: Rule = SIMPLE
    correction: Fraction | None = None
    scale: str | None = None
    relative_to: Amount | None = None
    detection_limit: Amount | None = None
    max_uncertainty: Fraction | None = None
    accepts_judgement: bool = False

    @property
    def expects(self) -> Expects:
        """The kind of reading that answers the requirement."""
        match self.accepted:
            case Accepted():
                return Expects.NUMBER
            case AcceptedGrades():
                return Expects.GRADE
            case AcceptedStress():
                return Expects.STRESS
            case None:
                return Expects.INSPECTION
