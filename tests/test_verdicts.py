"""The verdict algebra: complete truth tables, and the law that the tables obey."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations_with_replacement, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.verdicts import Verdict, all_of, any_of, at_least, score, whole

LETTER = {
    "p": Verdict.PASS,
    "f": Verdict.FAIL,
    "m": Verdict.MISSING_EVIDENCE,
    "n": Verdict.NOT_APPLICABLE,
}

# Parts (order never matters), then: all_of, any_of, at least 1, 2, 3,
# "1, 2, 3 or all", score of at least a half and of at least 1, each part weighing 1.
TABLE = """
-    n n  n n n  n n n  n n

p    p p  p m m  p p p  p p
f    f f  f m m  f f f  f f
m    m m  m m m  m m m  m m
n    n n  n n n  n n n  n n

pp   p p  p p m  p p p  p p
pf   f p  p f m  p f f  p f
pm   m p  p m m  p m m  p m
pn   p p  p m m  p p p  p p
ff   f f  f f m  f f f  f f
fm   f m  m f m  m f f  m f
fn   f f  f m m  f f f  f f
mm   m m  m m m  m m m  m m
mn   m m  m m m  m m m  m m
nn   n n  n n n  n n n  n n

ppp  p p  p p p  p p p  p p
ppf  f p  p p f  p p f  p f
ppm  m p  p p m  p p m  p m
ppn  p p  p p m  p p p  p p
pff  f p  p f f  p f f  f f
pfm  f p  p m f  p m f  m f
pfn  f p  p f m  p f f  p f
pmm  m p  p m m  p m m  m m
pmn  m p  p m m  p m m  p m
pnn  p p  p m m  p p p  p p
fff  f f  f f f  f f f  f f
ffm  f m  m f f  m f f  f f
ffn  f f  f f m  f f f  f f
fmm  f m  m m f  m m f  m f
fmn  f m  m f m  m f f  m f
fnn  f f  f m m  f f f  f f
mmm  m m  m m m  m m m  m m
mmn  m m  m m m  m m m  m m
mnn  m m  m m m  m m m  m m
nnn  n n  n n n  n n n  n n
"""

Combination = Callable[[Sequence[Verdict]], Verdict]


def _score(threshold: str) -> Combination:
    return lambda parts: score(Decimal(threshold), [(Decimal(1), part) for part in parts])


COLUMNS: dict[str, Combination] = {
    "all of": all_of,
    "any of": any_of,
    "at least 1": lambda parts: at_least(1, parts),
    "at least 2": lambda parts: at_least(2, parts),
    "at least 3": lambda parts: at_least(3, parts),
    "1 or all": lambda parts: at_least(1, parts, or_all=True),
    "2 or all": lambda parts: at_least(2, parts, or_all=True),
    "3 or all": lambda parts: at_least(3, parts, or_all=True),
    "score of a half": _score("0.5"),
    "score of 1": _score("1"),
}
ROWS = [line.split() for line in TABLE.splitlines() if line.strip()]
parts_of_any_length = st.lists(st.sampled_from(Verdict), max_size=6)


def completions(parts: Sequence[Verdict]) -> list[tuple[Verdict, ...]]:
    """Return every way in which the missing parts may turn out."""
    choices = [
        (Verdict.PASS, Verdict.FAIL) if part is Verdict.MISSING_EVIDENCE else (part,)
        for part in parts
    ]
    return list(product(*choices))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_table_of_combinations(row: list[str]) -> None:
    written, *expected = row
    parts = [LETTER[letter] for letter in written.replace("-", "")]
    for order in set(permutations(parts)):
        found = [combine(order) for combine in COLUMNS.values()]
        assert found == [LETTER[letter] for letter in expected], order


def test_table_has_every_combination_of_up_to_three_parts_once() -> None:
    every = ["".join(c) for n in range(4) for c in combinations_with_replacement("pfmn", n)]
    assert [row[0].replace("-", "") for row in ROWS] == every
    assert {len(row) for row in ROWS} == {1 + len(COLUMNS)}


@pytest.mark.parametrize(
    ("mandatory", "demonstrated", "expected"),
    [
        ("", True, "m"),
        ("", False, "m"),
        ("p", True, "p"),
        ("p", False, "m"),
        ("f", True, "f"),
        ("f", False, "f"),
        ("m", True, "m"),
        ("m", False, "m"),
        ("n", True, "m"),
        ("n", False, "m"),
        ("pn", True, "p"),
        ("pm", True, "m"),
        ("mf", True, "f"),
        ("pf", False, "f"),
    ],
)
def test_whole(mandatory: str, demonstrated: bool, expected: str) -> None:
    found = whole([LETTER[letter] for letter in mandatory], demonstrated=demonstrated)
    assert found is LETTER[expected]


def test_heavy_parts_weigh_more_in_a_score() -> None:
    parts = [(Decimal(3), Verdict.PASS), (Decimal(1), Verdict.FAIL)]
    assert score(Decimal("0.75"), parts) is Verdict.PASS
    assert score(Decimal("0.76"), parts) is Verdict.FAIL


def test_parts_that_weigh_nothing_demonstrate_nothing() -> None:
    assert score(Decimal(0), [(Decimal(0), Verdict.PASS)]) is Verdict.MISSING_EVIDENCE


def test_a_verdict_equals_its_word() -> None:
    assert Verdict("missing-evidence") == "missing-evidence"
    assert f"{Verdict.PASS}" == "pass"


class TestMissingEvidenceMeansItCouldGoEitherWay:
    """A whole is missing evidence exactly when filling the gaps could change it.

    Both directions matter: answering missing-evidence to everything is never overturned.
    A group that no evidence can satisfy is the one exception, and is none of these.
    """

    @pytest.mark.parametrize("name", [name for name in COLUMNS if not name.startswith("at least")])
    @given(parts=parts_of_any_length)
    def test_verdict_is_what_every_completion_agrees_on(
        self, name: str, parts: list[Verdict]
    ) -> None:
        combine = COLUMNS[name]
        outcomes = {combine(completion) for completion in completions(parts)}
        expected = outcomes.pop() if len(outcomes) == 1 else Verdict.MISSING_EVIDENCE
        assert combine(parts) is expected

    @given(parts=parts_of_any_length, count=st.integers(1, 6))
    def test_a_satisfiable_group_obeys_it_too(self, parts: list[Verdict], count: int) -> None:
        applicable = [part for part in parts if part is not Verdict.NOT_APPLICABLE]
        found = at_least(count, parts)
        if 0 < len(applicable) < count:
            assert found is Verdict.MISSING_EVIDENCE
        else:
            outcomes = {at_least(count, completion) for completion in completions(parts)}
            expected = outcomes.pop() if len(outcomes) == 1 else Verdict.MISSING_EVIDENCE
            assert found is expected

    @given(
        parts=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Verdict)), max_size=5),
        threshold=st.integers(0, 10),
    )
    def test_a_weighted_score_obeys_it_too(
        self, parts: list[tuple[int, Verdict]], threshold: int
    ) -> None:
        least = Decimal(threshold) / 10
        weights = [Decimal(weight) for weight, _ in parts]
        verdicts = [verdict for _, verdict in parts]
        outcomes = {
            score(least, zip(weights, completion, strict=True))
            for completion in completions(verdicts)
        }
        expected = outcomes.pop() if len(outcomes) == 1 else Verdict.MISSING_EVIDENCE
        assert score(least, zip(weights, verdicts, strict=True)) is expected

    @given(parts=parts_of_any_length, demonstrated=st.booleans())
    def test_a_demonstrated_whole_obeys_it_too(
        self, parts: list[Verdict], demonstrated: bool
    ) -> None:
        outcomes = {whole(done, demonstrated=demonstrated) for done in completions(parts)}
        expected = outcomes.pop() if len(outcomes) == 1 else Verdict.MISSING_EVIDENCE
        assert whole(parts, demonstrated=demonstrated) is expected
