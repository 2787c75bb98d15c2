"""The words of every answer, in Chinese and in English, each in one place."""

from conformance.wording.reasons import REASONS, specimens, worded
from conformance.wording.sentences import Wording
from conformance.wording.terms import TERMS, spoken, term

__all__ = ["REASONS", "TERMS", "Wording", "specimens", "spoken", "term", "worded"]
