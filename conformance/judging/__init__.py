"""Judging: one limit, the readings of one requirement, one verdict with its reason."""

from conformance.judging.criterion import Criterion, Rounding, Rule, RuleName, Statistic
from conformance.judging.determination import Determination, determine
from conformance.judging.judge import Judgement, judge
from conformance.judging.results import Uncertainty

__all__ = [
    "Criterion",
    "Determination",
    "Judgement",
    "Rounding",
    "Rule",
    "RuleName",
    "Statistic",
    "Uncertainty",
    "determine",
    "judge",
]
