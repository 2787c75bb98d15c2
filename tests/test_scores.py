"""docs/scores.md: how well the shipped specs are tested, and what is proved of them.

`python -m tests.test_scores` writes the page: boundaries and mutants are run anew of each spec that
has changed since the page was written, which takes up to two minutes a spec; with names, of those
specs alone.  The tests read the page and run nothing; of a spec that has not changed since they
know whether its row is true.
"""

import hashlib
import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

from conformance import __version__, open_library
from conformance.authoring.boundaries import try_boundaries
from conformance.authoring.cases import Bench
from conformance.authoring.mutants import mutants
from conformance.authoring.mutation import try_mutants
from conformance.authoring.standings import standings
from conformance.authoring.trials import named, percent
from conformance.engine import OpenLibrary
from conformance.model.plan import Plan

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scores.md"
WANTED = 95
BELOW: set[str] = set()
HEAD = f"""# Scores

This page is written by `python -m tests.test_scores`.

## How the cases are tested

[Cases](cases.md) says what boundaries and mutants are. Cases are to notice at least {WANTED} % of
the mutants. *The same* are mutants that are proved to ask the same as the spec. The last column is
of what the row was made from: compiled spec, cases and examples.

| spec | boundaries | as worked out | mutants | noticed | the same | score | made from |
|---|---|---|---|---|---|---|---|"""
DAYS = (
    "days of issue, first and last days of editions moved by one: no submission was found whose "
    "answer that changes"
)
# What is left where no case notices it.
OF_APPLIANCES = (
    "days of issue, first and last days of editions moved by one; `<` for `≤` where two rows of a "
    "table meet and give the same limit"
)
EXPLAINED = {
    "balance-board": DAYS,
    "childrens-furniture": DAYS,
    "electric-toothbrush": f"{OF_APPLIANCES}; a word of a marking that holds another",
    "floor-washer": OF_APPLIANCES,
    "food-contact": "days of issue, first and last days of editions moved by one; mean or "
    "greatest for each of what must not be detected",
    "merchant-qualification": "`business-licence` as a recommendation: `business-scope` asks for "
    "the same licence in force, and falls with it",
    "restricted-substances": DAYS,
    "smart-toilet-seat": f"{OF_APPLIANCES}; figures inside `max` that another figure there always "
    "exceeds; a bare *pass* for a promise; a word of a marking that holds another; the scheme of a "
    "certificate that stands for a test; facts that are fixed for the category; how the number of "
    "cities is rounded",
    "water-flosser": OF_APPLIANCES,
}
SURVIVORS = """
## What no case notices

| spec | what it is |
|---|---|"""
PROOFS = """
## What is proved

A spec compiles only if every clause with legal force is proved to be met wherever the spec is: no
result that the spec passes is one that the clause fails, for every product that the clause applies
to. So nothing stands under *not proved*. What is left out is left out with its reason, and every
answer says so.

| spec | requirements | clauses with legal force | tightened | not proved | figure open | left out |
|---|---|---|---|---|---|---|"""
ROW = re.compile(r"\| (?P<spec>\S+) \|.*\| (?P<score>[0-9.]+) % \| `(?P<made>[0-9a-f]{12})` \|")


@cache
def library() -> OpenLibrary:
    return open_library()


def folder_of(name: str) -> Path:
    source = library().library.spec(name)
    assert source is not None
    return Path(source.file).parent


def specs() -> list[str]:
    """Return the specs that bring cases along."""
    return [
        name for name in library().library.known_specs() if (folder_of(name) / "cases").is_dir()
    ]


def made_from(name: str) -> str:
    """Return a digest of what a row is made from."""
    digest = hashlib.sha256(library().plan(name).to_json())
    for path in sorted(folder_of(name).rglob("*")):
        if path.is_file() and path.parent.name in ("cases", "examples"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def proof_row(name: str, plan: Plan) -> str:
    """Return what is proved of a spec; nothing is not proved, or it would not have compiled."""
    asks = [ask for requirement in plan.requirements for ask in requirement.asks]
    law = [ask for ask in asks if ask.law]
    open_ = sum(ask.open is not None for ask in law)
    tightened = sum(ask.tightened is not None for ask in law)
    left = sum(each.law for each in plan.left_out)
    counts = (len(plan.requirements), len(law), tightened, 0, open_, left)
    return f"| {name} | {' | '.join(map(str, counts))} |"


def rows_of(text: str) -> dict[str, str]:
    """Return the rows about cases by spec, as the page has them."""
    part = text.partition("## What no case notices")[0].partition("## What is proved")[0]
    return {match["spec"]: match[0] for line in part.splitlines() if (match := ROW.fullmatch(line))}


def score_row(name: str) -> tuple[str, list[str]]:
    """Return the row of a spec, and its mutants that no case notices; runs everything."""
    plan = library().plan(name)
    bench = Bench(plan, folder_of(name), version=__version__)
    found = standings(bench, list(bench.cases()))
    probed = try_boundaries(plan, found)
    score = try_mutants(plan, found, search=False)
    told = probed.tried - len(probed.surprises)
    cells = (
        name, probed.tried, told, score.total, len(score.noticed), len(score.equal),
        percent(score.share), f"`{made_from(name)}`",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |", [named(u.mutant, "en") for u in score.unnoticed]


def page(wanted: Sequence[str]) -> str:
    """Return the page; a spec that has not changed, or is not wanted, keeps its row."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    old, rows, proofs = rows_of(text), [], []
    for name in specs():
        if made_from(name) not in old.get(name, "") and name in (wanted or specs()):
            old[name], unnoticed = score_row(name)
            print(old[name], *unnoticed, sep="\n  ", flush=True)
        if name in old:
            rows.append(old[name])
        proofs.append(proof_row(name, library().plan(name)))
    without = [name for name in specs() if name not in old]
    note = f"\nNot scored yet: {', '.join(without)}.\n" if without else ""
    left = [f"| {name} | {why} |" for name, why in EXPLAINED.items()]
    return "\n".join([HEAD, *rows, f"{note}{SURVIVORS}", *left, PROOFS, *proofs]) + "\n"


def rows_on_the_page() -> dict[str, str]:
    return rows_of(PAGE.read_text(encoding="utf-8"))


def test_every_score_is_good_enough() -> None:
    rows = rows_on_the_page()
    assert len(rows) >= 6
    assert rows.keys() <= set(specs())
    scores = {
        name: Fraction(match["score"])
        for name, row in rows.items()
        if (match := ROW.fullmatch(row)) is not None
    }
    assert {name for name, score in scores.items() if score < WANTED} == BELOW


def test_what_is_explained_is_not_noticed() -> None:
    for name in EXPLAINED:
        _, _, _, _, total, noticed, *_ = (c.strip() for c in rows_on_the_page()[name].split("|"))
        assert int(noticed) < int(total), name


def test_all_boundaries_come_out_as_worked_out() -> None:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows_on_the_page().values()]
    assert [each[1] for each in cells if each[2] != each[3]] == []


def test_a_score_is_what_its_counts_say() -> None:
    for row in rows_on_the_page().values():
        _, _, _, _, total, noticed, _, score, _, _ = (cell.strip() for cell in row.split("|"))
        assert score == percent(Fraction(int(noticed), int(total)))


def test_the_mutants_of_a_spec_that_has_not_changed_are_as_many_as_the_page_says() -> None:
    for name, row in rows_on_the_page().items():
        cells = [cell.strip() for cell in row.split("|")]
        if made_from(name) in row and int(cells[4]) < 400:
            count = sum(1 for _ in mutants(library().plan(name)))
            assert count == int(cells[4]) + int(cells[6]), name


if __name__ == "__main__":
    PAGE.write_text(page(sys.argv[1:]), encoding="utf-8")
