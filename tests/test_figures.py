"""Where the figures of the library come from, counted anew; what is not established is no limit."""

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.wording.terms import spoken

ROOT = Path(__file__).parents[1]
WAYS = ("text", "secondary", "recalled")
NOT_ESTABLISHED = yaml.safe_load(
    (ROOT / "tests/cases/not-established.yaml").read_text(encoding="utf-8")
)["clauses"]
FIGURE = re.compile(r"^\| (?P<way>[^|]+) \| (?P<clauses>\d+) \| (?P<open>\d+) \|$", re.MULTILINE)


@cache
def clauses() -> dict[str, dict[str, Any]]:
    """Every clause of every catalogue, read without the models, with its provenance."""
    found = {}
    for path in sorted((ROOT / "standards").rglob("*.yaml")):
        written = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for number, clause in (written.get("clauses") or {}).items():
            provenance = clause.get("provenance", written["provenance"])
            found[f"{written['standard']}#{number}"] = {**clause, "provenance": provenance}
    return found


@pytest.mark.parametrize("pattern", NOT_ESTABLISHED)
def test_what_is_not_established_is_no_limit(pattern: str) -> None:
    named = {name: clause for name, clause in clauses().items() if fnmatchcase(name, pattern)}
    assert named
    for name, clause in named.items():
        assert "limit" not in clause, name
        assert clause.get("open"), name


def test_no_open_clause_is_left_off_the_list() -> None:
    """Whoever finds a figure takes the clause from the list: no figure comes in unseen."""
    listed = {n for n in clauses() for pattern in NOT_ESTABLISHED if fnmatchcase(n, pattern)}
    assert {name for name, clause in clauses().items() if clause.get("open")} == listed


def test_a_clause_has_a_figure_or_says_why_not() -> None:
    for name, clause in clauses().items():
        assert ("limit" in clause) + ("open" in clause) <= 1, name
        assert clause["provenance"] in WAYS, name


def told() -> Iterator[tuple[str, str]]:
    """Yield what catalogues and specs say in words of their own, with its place."""
    for path in sorted([*ROOT.glob("standards/*/*.yaml"), *ROOT.glob("specs/*/spec.yaml")]):
        written = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        yield from ((f"{path.name}: gap", gap) for gap in written.get("gaps") or () if gap)
        for part in ("clauses", "requirements"):
            for name, block in (written.get(part) or {}).items():
                yield from (
                    (f"{path.name}: {name}", block[k]) for k in ("note", "open") if k in block
                )
        for taken in written.get("builds_on") or ():
            for part in ("except", "tighten"):
                yield from ((f"{path.name}: {n}", e["why"]) for n, e in taken.get(part, {}).items())
        for allowed in (written.get("allow") or {}).values():
            yield from ((f"{path.name}: {name}", why) for name, why in allowed.items())


def test_notes_say_it_in_both_languages() -> None:
    found = list(told())
    assert len(found) > 600
    single = [place for place, text in found if spoken(text, "zh") == spoken(text, "en")]
    assert single == [], "write  中文 · English"


def test_nothing_says_that_it_was_read_in_a_standard() -> None:
    """No text of a standard was at hand; whoever has one may change this with the catalogue."""
    assert [name for name, clause in clauses().items() if clause["provenance"] == "text"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_counts_clauses_by_where_their_figures_come_from(lang: str) -> None:
    page = (ROOT / "docs/library" / lang / "index.md").read_text(encoding="utf-8")
    rows = {(int(row["clauses"]), int(row["open"])) for row in FIGURE.finditer(page)}
    all_of = Counter(clause["provenance"] for clause in clauses().values())
    open_ones = Counter(c["provenance"] for c in clauses().values() if c.get("open"))
    assert rows == {(all_of[way], open_ones[way]) for way in WAYS if all_of[way]}
