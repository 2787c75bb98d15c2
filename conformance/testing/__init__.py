"""Strategies for property tests of one's own specs and of what is sent to them.

Needs the extra `testing` (hypothesis).  `submissions(plan)` draws submissions that
pass, fail, lack evidence, stand on a limit, or hold hostile text, each as plain data
that `check` reads.  `specs()` draws specs that compile, `mutated(text)` texts of which
one word is another.  docs/testing.md shows all of it.
"""

from conformance.testing.specs import mutated, specs, tightened
from conformance.testing.submissions import (
    Drawn,
    NotPossible,
    Wish,
    can_be,
    passing_submission,
    submissions,
)

__all__ = [
    "Drawn",
    "NotPossible",
    "Wish",
    "can_be",
    "mutated",
    "passing_submission",
    "specs",
    "submissions",
    "tightened",
]
