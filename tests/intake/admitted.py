"""Whether what is matched with requirements is what was printed for them.

`python -m tests.intake.admitted [--rows N]` prints it for every spec, layout and typesetter: how
many rows led to a requirement, and how many of them to another one, or with another value.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from conformance.engine import open_library
from conformance.intake.document import Document
from conformance.intake.draft import matches
from conformance.intake.matching import Match
from conformance.model.plan import Plan
from tests.intake.foreign import FOREIGN
from tests.intake.layouts import LAYOUTS, Fact, Layout, facts_of
from tests.intake.measure import cells_of, paired, rows_in_order, unlike
from tests.intake.typesetters import TYPESETTERS, as_word, available


def admitted(document: Document, layout: Layout, plan: Plan) -> tuple[int, list[str]]:
    """Return how many rows were matched, and what is wrong with those that should not have been.

    A row is wrong where it holds another value, unit, part or verdict than the fact that stands
    there, or where it leads to a requirement that the fact is not about.
    """
    rows = rows_in_order(document, layout)
    found = {id(match.row): match for match in matches(document, plan)}
    pairs = paired([cells_of(fact, layout) for fact in layout.facts], rows, layout.facts)
    facts = {row: layout.facts[number] for number, row in pairs.items()}
    count, wrong = 0, []
    for number, row in enumerate(rows):
        match = found[id(row)]
        led = _led_to(match, plan)
        if not led:
            continue
        count += 1
        fact = facts.get(number)
        place = f"row {number + 1}, {row.item!r} {row.value!r} {row.unit!r}"
        if fact is None:
            wrong.append(f"{place}: nothing of the kind was printed")
            continue
        told = {k: v for k, v in cells_of(fact, layout).items() if k not in ("item", "limit")}
        for key in unlike(told, row, fact):
            wrong.append(f"{place}: {key} is {told[key]!r}")
        if not _is_about(fact, led, plan):
            wrong.append(f"{place}: led to {sorted(led)} and is about {fact.requirement}")
    return count, wrong


def _led_to(match: Match, plan: Plan) -> set[str]:
    """Return the requirements that a row becomes evidence for."""
    if match.requirement is not None:
        return {match.requirement}
    return {
        each.id for each in plan.requirements
        for ask in each.asks if match.clause and match.clause in (ask.clause, *ask.implied_by)
    }  # fmt: skip


def _is_about(fact: Fact, led: set[str], plan: Plan) -> bool:
    """Return whether a fact is about the requirements it led to: its own, or of the same name.

    A fact of another spec may have the same item: nothing printed tells the two apart.
    """
    if fact.requirement in led:
        return True
    names = {fact.zh, fact.en}
    for each in plan.requirements:
        if each.id in led:
            own = {each.title.zh, each.title.en, *(i for ask in each.asks for i in ask.items)}
            clauses = {ask.clause.partition("#")[2] for ask in each.asks if ask.clause}
            if not names & own and fact.clause not in clauses:
                return False
    return True


def _standards(plan: Plan) -> str:
    asked = {ask.clause.partition("#")[0] for each in plan.requirements
             for ask in each.asks if ask.clause}  # fmt: skip
    # of each standard the newest edition: a number alone does not say which of two is meant
    newest = {re.sub(r"^\D+|-\d{4}$", "", each): each for each in sorted(asked, key=_year)}
    return "、".join(sorted(newest.values()))


def _year(standard: str) -> str:
    return standard.rpartition("-")[2]


def citing(layout: Layout, plan: Plan) -> Layout:
    """Return a layout whose header cites every standard of a plan, in place of its own."""
    said = _standards(plan)
    header = tuple(
        (key, said if value == layout.said.get("standards") else value)
        for key, value in layout.header
    )
    return replace(layout, header=header)


def measured(
    specs: Sequence[str], count: int, folder: Path
) -> Iterator[tuple[str, int, int, list[str]]]:
    """Yield a name, the rows printed, the rows matched, and what was wrong."""
    from conformance.intake.reading import read_document

    library = open_library()
    for spec in specs:
        plan = library.plan(spec)
        facts = facts_of([plan], count)
        if not facts:
            continue
        for lay in (*LAYOUTS, *FOREIGN):
            layout = citing(lay(facts), plan)
            writers = {n: w for n, w in TYPESETTERS.items() if available(n)} | {"docx": as_word}
            for by, write in writers.items():
                document = read_document(write(layout, folder))
                matched, wrong = admitted(document, layout, plan)
                yield f"{spec:24} {layout.name:14} {by:9}", len(layout.facts), matched, wrong


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--spec", action="append")
    options = parser.parse_args()
    specs = options.spec or sorted(
        path.parent.name for path in (Path(__file__).parents[2] / "specs").glob("*/spec.yaml")
    )
    printed = matched = 0
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        for name, rows, found, wrong in measured(specs, options.rows, Path(made)):
            printed, matched = printed + rows, matched + found
            bad += wrong
            print(f"{name} rows {rows:4} matched {found:4} wrong {len(wrong):3}", flush=True)
            for line in wrong[:4]:
                print("      ", line)
    print(f"rows {printed}, matched {matched}, wrong {len(bad)}")


if __name__ == "__main__":
    main()
