"""The words of every answer, in Chinese and in English, each in one place."""

from conformance.wording.reasons import REASONS, Wording, specimens, worded

__all__ = ["REASONS", "Wording", "specimens", "worded"]
