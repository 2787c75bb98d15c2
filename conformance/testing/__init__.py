"""Strategies for property tests of one's own specs: submissions made from a plan.

Needs the extra `testing` (hypothesis).  `submissions(plan)` draws submissions that
pass, fail, lack evidence, stand on a limit, or hold hostile text, each as plain data
that `check` reads:

    from conformance.testing import Wish, submissions

    @given(submissions(plan, Wish.HOSTILE, as_of=date(2026, 11, 23)))
    def test_nothing_hostile_passes(drawn): ...
"""

from conformance.testing.submissions import Drawn, Wish, passing_submission, submissions

__all__ = ["Drawn", "Wish", "passing_submission", "submissions"]
