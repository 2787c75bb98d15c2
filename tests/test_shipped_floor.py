"""Loosening any limit with legal force of a shipped spec does not compile.

For every clause with force that a spec takes, the limit is loosened by as little as its digits
allow, or a grade by one step; all of a spec at once, so that each spec is compiled once.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance import OpenLibrary
from conformance.compiler import compile_spec
from conformance.library.authored import read_authored
from conformance.model.plan import Ask
from conformance.model.spec import CategorySpec
from conformance.quantities.scales import SCALES

ROOT = Path(__file__).parents[1]
LIBRARY = OpenLibrary((ROOT,))
SPECS = [
    name
    for name in LIBRARY.library.known_specs()
    if any(ask.law and ask.rows for each in LIBRARY.plan(name).requirements for ask in each.asks)
]
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def loosened(ask: Ask) -> str:
    """Return a limit that is laxer than the first of the clause's, and as near as can be."""
    limit = law_of(ask)
    if ask.expects == "grade" and SCALES[ask.scale or ""].exclusive:
        # no grade is better than another there: one more is accepted
        named = set(limit.split())
        other = next(c for (c,) in SCALES[ask.scale or ""].chains if c not in named)
        return f"{limit} or = {other}"
    if ask.expects == "grade":
        return f">= {next_worse(ask.scale or '', limit)}"
    lower = limit.startswith(("≥", ">", "withstands")) or ".." in limit
    first = _NUMBER.search(limit)
    assert first is not None, limit
    step = Decimal(1).scaleb(-len(first[0].partition(".")[2]) - 1)
    moved = Decimal(first[0]) - step if lower else Decimal(first[0]) + step
    return f"{limit[: first.start()]}{moved}{limit[first.end() :]}"


def law_of(ask: Ask) -> str:
    """Return the limit of the clause itself, the first of a table; the spec may be stricter."""
    standard, _, number = (ask.clause or "").partition("#")
    limit = LIBRARY.library.catalogues[standard].model.clauses[number].limit
    assert limit is not None
    return limit if isinstance(limit, str) else limit[0].limit


def next_worse(scale: str, limit: str) -> str:
    """Return the grade below the one that a limit names, on any chain of its scale."""
    code = limit.split()[-1]
    if code in ("IPX7", "IPX8"):
        return "IPX4"  # immersion implies jets no further than that (IEC 60529, clause 6)
    for chain in SCALES[scale].chains:
        for better, worse in itertools.pairwise(chain):
            if better == code:
                return worse
    raise AssertionError((scale, limit))


@cache
def loosened_specs(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return texts of a spec with limits of force loosened, and the clauses in question.

    A number that a clause has in two editions of a family is loosened for one in each text.
    """
    source = LIBRARY.library.spec(name)
    assert source is not None
    rounds: list[dict[tuple[int, str], Ask]] = []
    for ask, block in with_force(name, yaml.load(source.text, Loader=yaml.BaseLoader)):
        key = (block, (ask.clause or "").partition("#")[2])
        free = next((each for each in rounds if key not in each), None)
        if free is None:
            rounds.append(free := {})
        free[key] = ask
    found = []
    for chosen in rounds:
        written: dict[str, Any] = yaml.load(source.text, Loader=yaml.BaseLoader)
        for (block, number), ask in chosen.items():
            tighten = written["builds_on"][block].setdefault("tighten", {})
            tighten[number] = {"limit": loosened(ask), "why": "none"}
        text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
        found.append((text, tuple(ask.clause or "" for ask in chosen.values())))
    return found


def with_force(name: str, written: dict[str, Any]) -> Iterator[tuple[Ask, int]]:
    """Yield each clause with force and a limit, with the place of the block that takes it."""
    for requirement in LIBRARY.plan(name).requirements:
        for ask in requirement.asks:
            if ask.law and ask.rows and ask.clause:
                standard, _, number = ask.clause.partition("#")
                for place, block in enumerate(written["builds_on"]):
                    if standard in editions(written, block) and takes(block, number):
                        yield ask, place


def editions(written: dict[str, Any], block: dict[str, Any]) -> list[str]:
    if "family" not in block:
        return [block.get("standard", "")]
    uses = [use["editions"] for use in written["families"][block["family"]]["use"]]
    return [name for use in uses for name in ([use] if isinstance(use, str) else use)]


def takes(block: dict[str, Any], number: str) -> bool:
    taken = block.get("take", "all")
    return number not in block.get("except", {}) and (taken == "all" or number in taken)


@pytest.mark.parametrize("name", SPECS)
def test_loosening_any_limit_with_legal_force_does_not_compile(name: str) -> None:
    texts = loosened_specs(name)
    assert texts
    for text, clauses in texts:
        source, problems = read_authored(text.encode(), "loosened.yaml", CategorySpec)
        assert source is not None, problems
        compiled = compile_spec(LIBRARY.library, source)
        assert compiled.plan is None
        said = [each.message.en for each in compiled.problems]
        refused = " ".join(text for text in said if "laxer than" in text)
        assert not [clause for clause in clauses if f"laxer than {clause}: " not in refused], said


def test_a_shipped_spec_as_it_stands_compiles() -> None:
    for name in SPECS:
        source = LIBRARY.library.spec(name)
        assert source is not None
        again = yaml.safe_dump(yaml.load(source.text, Loader=yaml.BaseLoader), allow_unicode=True)
        read, problems = read_authored(again.encode(), "again.yaml", CategorySpec)
        assert read is not None, problems
        assert compile_spec(LIBRARY.library, read).plan is not None
