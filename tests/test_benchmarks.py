"""Benchmarks compare what does the same: peers find what we find.  No time is asserted."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.engine import OpenLibrary, Ready
from tests.benchmarks import growth, tables
from tests.benchmarks.__main__ import DAY, Disagreement, agree, our_verdicts
from tests.benchmarks.chart import Bar, Line, bars, lines
from tests.benchmarks.growth import Batched
from tests.benchmarks.page import Figures, page
from tests.benchmarks.peers import Judge, peers
from tests.benchmarks.same_work import rules, sorted_out
from tests.benchmarks.workload import catalogue, submission, write_library

DOCS = Path(__file__).parents[1] / "docs"
PEERS = ("plain Python", "fastjsonschema", "pydantic", "jsonschema-rs", "jsonschema", "CEL",
         "zen-engine", "pySHACL")  # fmt: skip


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = write_library(tmp_path_factory.mktemp("library"))
    return OpenLibrary((folder,)).compile("benchmark", DAY)


@pytest.fixture(scope="module")
def judges() -> dict[str, Judge]:
    return {name: judge for name, _, judge in peers()}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_finds_what_we_find(ready: Ready, judges: dict[str, Judge], name: str) -> None:
    if name not in judges:
        pytest.skip(f"{name} is not installed")
    seeds = range(2) if name == "pySHACL" else range(30)
    sent = [submission(seed, bad=seed % 2 == 1) for seed in seeds]
    ours = our_verdicts(ready)
    wanted = [ours(data) for data in sent]
    assert not wanted[0]
    assert len(wanted[1]) > 5
    flat = [sorted_out(data) for data in sent]
    agree(name, judges[name], flat, wanted)
    with pytest.raises(Disagreement, match=name):
        agree(name, judges[name], flat[:2], wanted[1::-1])


def test_the_rules_are_those_of_the_catalogue() -> None:
    for rule in rules():
        clause = re.search(rf'"name": "{rule.name}".*?"limit": "([^"]+)"', catalogue())
        assert clause is not None
        low = "" if rule.low is None else str(rule.low)
        assert rule.grades or str(rule.high).removesuffix(".0") in clause[1]
        assert rule.grades or low in clause[1]


@pytest.mark.filterwarnings("ignore")
def test_tables_count_what_the_store_counts(tmp_path: Path) -> None:
    found = {name: work() for name, _, work in tables.works(tmp_path, 600)}
    assert {"DuckDB", "store check", "numpy"} <= set(found)
    first = found["DuckDB"]
    assert len(first) == 48
    for name, counts in found.items():
        assert counts == first, name


def test_growth_measures_what_passes() -> None:
    assert [each.count for each in growth.by_requirements([3, 12])] == [3, 12]
    assert [each[0] for each in growth.by_results([1, 60])] == [1, 60]


def drawn() -> Iterator[str]:
    yield bars("a & b", [Bar("ours", 0.5, 1, 2, ours=True), Bar("<other>", 900, 1000, 1200)])
    yield lines("growth", "amount", [Line("a", ((1, 1.0), (1000, 900.0))), Line("b", ((1, 3.0),))])
    yield from (path.read_text("utf-8") for path in sorted((DOCS / "images").glob("*.svg")))


def test_charts_are_grey_and_inside_their_frame() -> None:
    charts = list(drawn())
    assert len(charts) >= 5
    for chart in charts:
        root = ElementTree.fromstring(chart)
        wide, tall = map(float, root.attrib["viewBox"].split()[2:])
        for each in root.iter():
            for name, most in (("x", wide), ("x2", wide), ("cx", wide), ("y", tall), ("cy", tall)):
                assert 0 <= float(each.attrib.get(name, 0)) <= most
        assert set(re.findall(r'(?:fill|stroke)="(#\w+)"', chart)) <= {
            "#222", "#aaa", "#666", "#ddd", "#fff",
        }  # fmt: skip


def test_the_page_has_every_figure() -> None:
    bar, line = Bar("x", 1, 22.22, 333, ours=True), Line("grown", ((10, 1.0), (100, 10.0)))
    batched = [Batched(1000, 2.0, 2.0, 50), Batched(10_000, 9.0, 20.0, 51)]
    text = page(Figures([bar], [bar], [bar], [line], batched, full=True))
    assert "| **x** | 1.00 | 22.2 | 333 |" in text
    assert "| grown | 1.00 | 10.0 |" in text
    assert "| 10,000 | 10.0 | 51 |" in text
    shipped = (DOCS / "benchmarks.md").read_text("utf-8")
    heads = [each for each in text.splitlines() if each.startswith("#")]
    assert [each for each in shipped.splitlines() if each.startswith("#")] == heads
