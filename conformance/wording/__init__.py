"""The words of every answer, in Chinese and in English, each in one place."""

from conformance.wording.reasons import REASONS, in_any_case, specimens, worded
from conformance.wording.sentences import Wording
from conformance.wording.terms import FACT_TITLES, TERMS, placed, spoken, term

__all__ = [
    "FACT_TITLES",
    "REASONS",
    "TERMS",
    "Wording",
    "in_any_case",
    "placed",
    "specimens",
    "spoken",
    "term",
    "worded",
]
