"""The words of every answer, in Chinese and in English, each in one place."""

from conformance.wording.reasons import REASONS, specimens, worded
from conformance.wording.sentences import Wording

__all__ = ["REASONS", "Wording", "specimens", "worded"]
