"""A store says what the plain path says, finding by finding, from columns or from bytes."""

import copy
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.bulk.store.build import build
from conformance.bulk.store.check import Checker
from conformance.bulk.store.manifest import StoreBusy, locked, read_manifest
from conformance.bulk.store.opened import Opened
from conformance.bulk.store.query import BadQuery, ask
from conformance.checking.decode import decode
from conformance.checking.validator import Validator
from conformance.cli import main
from conformance.diagnostics import IllFormed
from conformance.engine import OpenLibrary
from conformance.testing import Wish, submissions
from tests.benchmarks.stock import ODD, stock
from tests.benchmarks.workload import submission, write_library
from tests.test_examples import EXAMPLES, validator
from tests.test_laws import AS_OF, LADDER, PASSING, few, hostile, specs_with_submissions, weakenings
from tests.test_laws import ready as compiled
from tests.test_quick import bent
from tests.test_smuggling import LADDER as SMUGGLED
from tests.test_smuggling import NAMED, changed, ladder

Data = dict[str, Any]
DAY = date(2026, 11, 23)
ASSESSOR = """
by: desk
attributes: [{name: class, value: I, source: assessor}]
dismissed: [{document: R1, reason: read wrongly}]
lookups: [{register: CMA, number: '200000000000', status: expired, checked: 2026-11-20}]
"""
Said = tuple[str, str | None, list[tuple[str, str, str]]]


def as_lines(sent: Iterable[Data | bytes]) -> bytes:
    """Return submissions as JSONL."""
    rows = (each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode()
            for each in sent)  # fmt: skip
    return b"".join(each + b"\n" for each in rows)


def decoded(sent: Data) -> bytes | None:
    """Return a submission as JSON; None for what is none."""
    data = json.dumps(sent, ensure_ascii=False).encode()
    try:
        decode(data)
    except IllFormed:
        return None
    return data


def out_of_the_ordinary(count: int) -> list[bytes]:
    """Return submissions of the stock of the benchmarks, each of them odd in some way."""
    every = [every for every, _ in ODD if every < 500]
    seeds = islice((n for n in range(1, 10**6) if any(n % each == 0 for each in every)), count)
    return [next(stock(1, seed)) for seed in seeds]


def stored(folder: Path, lines: bytes, rows: int = 1000) -> Path:
    """Return a store of submissions."""
    folder.mkdir(exist_ok=True)
    stock = folder / "stock.jsonl"
    stock.write_bytes(lines)
    build(folder / "store", [stock], "any", rows=rows)
    return folder / "store"


def said_by_store(store: Path, validator: Validator) -> tuple[list[Said], dict[int, str]]:
    """Return what the store says of each submission, and why it took the bytes of some."""
    said: list[Said] = []
    why: dict[int, str] = {}
    names = [each.id for each in validator.plan.requirements]
    for answer in Checker(validator).check(store, read_manifest(store)):
        why.update({len(said) + row: reason for row, reason in answer.by_bytes.items()})
        for row in range(answer.opened.count):
            verdict, reason = answer.wholes[answer.whole[row]]
            findings = [(names[place], str(v), r) for place, (v, r) in answer.findings(row)]
            said.append((str(verdict), reason, sorted(findings)))
    return said, why


def said_plainly(lines: bytes, validator: Validator) -> list[Said]:
    """Return what the full way says of each."""
    said: list[Said] = []
    for line in lines.splitlines():
        answer = validator.check(decode(line), "")
        findings = [(f.requirement, str(f.verdict), f.reason) for f in answer.findings]
        said.append((str(answer.verdict), answer.reason, sorted(findings)))
    return said


def held_equal(store: Path, lines: bytes, validators: Sequence[Validator]) -> dict[int, str]:
    """Hold the store to the full way under each validator; return what took bytes, and why."""
    why: dict[int, str] = {}
    for each in validators:
        found, took = said_by_store(store, each)
        expected = said_plainly(lines, each)
        assert len(found) == len(expected)
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            assert one == other, f"submission {number}"
        why |= took
    return why


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> OpenLibrary:
    return OpenLibrary((write_library(tmp_path_factory.mktemp("store")),))


def on(opened: OpenLibrary, *days: str) -> list[Validator]:
    return [opened.compile("benchmark", date.fromisoformat(day)).validator for day in days]


class TestSameAsTheFullWay:
    """Whatever is sent, under whatever spec and day."""

    def test_workload_on_several_days(self, workload: OpenLibrary, tmp_path: Path) -> None:
        """With days on which the reports are too old, not yet issued, and just young enough."""
        lines = as_lines(submission(seed, bad=seed % 3 == 0) for seed in range(40))
        store = stored(tmp_path, lines, rows=15)
        days = ("2026-11-23", "2026-09-04", "2026-09-05", "2028-09-02", "2028-09-03", "2024-01-01")
        assert not held_equal(store, lines, on(workload, *days))

    def test_workload_with_everything_bent(self, workload: OpenLibrary, tmp_path: Path) -> None:
        data = json.loads(submission(1, bad=True))
        lines = as_lines(bent(data, Random(1)))
        store = stored(tmp_path, lines, rows=100)
        why = held_equal(store, lines, on(workload, "2026-11-23"))
        assert {"parts", "other-document", "of-part", "machine-read", "relation", "subcontracted",
                "not-plain"} == set(why.values())  # fmt: skip
        assert len(why) < 0.6 * len(lines.splitlines())

    def test_dates_on_every_side_of_each_other(self, workload: OpenLibrary, tmp_path: Path) -> None:
        """Certificates are judged once for all whose dates lie on the same sides of two days."""
        draw = Random(3)

        def day() -> str | None:
            return draw.choice((None, *(f"2026-09-{n:02}" for n in range(8, 13))))

        sent = []
        for seed in range(120):
            data = json.loads(submission(seed % 5))
            for document in data["evidence"][-3:]:
                document |= {"issued": day(), "expires": day(), "status_checked": day(),
                             "status": draw.choice(("valid", "expired", "suspended"))}  # fmt: skip
            data["subject"] |= {"manufactured": day(), "imported": day()}
            sent.append(data)
        lines = as_lines(sent)
        store = stored(tmp_path, lines, rows=70)
        assert not held_equal(store, lines, on(workload, "2026-09-10", "2026-09-12"))

    def test_reports_that_say_different_things_of_one_requirement(self, tmp_path: Path) -> None:
        """Old and new, good and bad, twice in one report, beside a certificate, other drawers."""
        folder = write_library(tmp_path / "library")
        path = folder / "specs/benchmark/spec.yaml"
        spec = json.loads(path.read_text(encoding="utf-8"))
        spec["policies"]["certificate"] = {"kind": "certificate", "scheme": "XSC",
                                           "covers": "standard", "on": "manufactured"}  # fmt: skip
        validators = []
        for evidence, sample in (("report", None), ("both", None), ("report", "third-party")):
            ways = ["report", "certificate"] if evidence == "both" else ["report"]
            spec["default"]["evidence"] = ways
            if sample is not None:
                spec["policies"]["report"]["sample_by"] = sample
            path.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
            opened = OpenLibrary((folder,))
            validators.append(opened.compile("benchmark", DAY).validator)
        draw = Random(7)
        sent = []
        for seed in range(150):
            data = json.loads(submission(seed % 6, bad=seed % 2 == 1))
            data["evidence"] = [
                each for each in data["evidence"] if draw.random() < 0.9 or each["id"] == "R1"
            ]
            again = copy.deepcopy(data["evidence"][0])
            again["id"] = "again"
            for each in (data["evidence"][0], again):
                day = draw.choice(("2026-09-02", "2024-11-22", "2024-11-23", "2026-11-23"))
                each |= {"received": None, "tested": {"to": day}, "issued": None,
                         "complete": draw.choice((True, True, True, False, None)),
                         "conclusion": draw.choice(("P", "P", "P", "F", None))}  # fmt: skip
                each["laboratory"] = draw.choice((each["laboratory"], {"name": "某"}))
                each["sample"]["drawn_by"] = draw.choice(("client", "inspection body", None))
                rows = each["results"]
                each["results"] = draw.sample(rows, 12) + draw.sample(rows, draw.choice((0, 0, 2)))
            if draw.random() < 0.6:
                data["evidence"].insert(draw.choice((0, 1, 9)), again)
            if draw.random() < 0.5:
                data["evidence"].append({
                    "id": "X", "kind": "certificate", "scheme": "XSC", "holder": "某公司",
                    "models": [data["subject"]["model"]], "standards": ["XB 1-2024"],
                    "issued": draw.choice(("2026-09-01", "2026-09-10", "2026-11-23", "2026-11-24")),
                    "expires": "2031-06-30", "status": draw.choice(("valid", "expired")),
                    "status_checked": draw.choice(("2026-11-20", "2026-11-23")),
                })  # fmt: skip
            certificate = data["evidence"][-1]
            if certificate["kind"] == "certificate" and draw.random() < 0.3:
                certificate |= draw.choice(({"holder": "别的"}, {"models": ["XB 0"]}))
            sent.append(data)
        lines = as_lines(sent)
        why = held_equal(stored(tmp_path, lines, rows=80), lines, validators[:2])
        assert len(why) < len(sent)
        held_equal(stored(tmp_path / "drawn", lines), lines, validators[2:])

    def test_strictly(self, workload: OpenLibrary, tmp_path: Path) -> None:
        replace = msgspec.structs.replace
        (ready,) = on(workload, "2026-11-23")
        recalled = tuple(
            replace(each, asks=tuple(replace(ask, provenance="recalled") for ask in each.asks))
            for each in ready.plan.requirements
        )
        plan = replace(ready.plan, requirements=recalled)
        lines = as_lines(submission(seed, bad=seed % 2 == 1) for seed in range(4))
        store = stored(tmp_path, lines)
        strict = Validator.of(plan, DAY, "0", strict=True)
        assert not held_equal(store, lines, [strict])
        assert "clause-unverified" in str(said_by_store(store, strict))

    def test_every_way_to_smuggle(self, tmp_path: Path) -> None:
        by_day: dict[str, list[Data]] = {}
        for _, case in NAMED:
            if "assessor" not in case:
                by_day.setdefault(case.get("as_of", "2026-11-23"), []).append(
                    changed(SMUGGLED, case)
                )
        for number, (day, sent) in enumerate(by_day.items()):
            store = stored(tmp_path / str(number), as_lines(sent))
            held_equal(store, as_lines(sent), [ladder(date.fromisoformat(day)).validator])

    def test_every_weakening(self, tmp_path: Path) -> None:
        lines = as_lines([PASSING, *(data for _, data in weakenings(PASSING))])
        held_equal(stored(tmp_path, lines), lines, [LADDER.validator])

    @pytest.mark.parametrize("library", ["shipped", "ladder"])
    def test_every_example(self, library: str, tmp_path: Path) -> None:
        """Those of one spec in one store; the first of another is about nothing that it asks."""
        sent: dict[tuple[str, date], list[bytes]] = {}
        for name, path, day, _ in EXAMPLES:
            if name == library:
                read = "json" if path.suffix == ".json" else "yaml"
                each = msgspec.json.encode(decode(path.read_bytes(), format=read))
                sent.setdefault((path.parents[1].name, day), []).append(each)
        strangers = [every[0] for every in sent.values()][:2]
        for number, ((spec, day), every) in enumerate(sent.items()):
            lines = as_lines([*every, *strangers])
            store = stored(tmp_path / str(number), lines)
            held_equal(store, lines, [validator(library, spec, day).validator])


class TestGenerated:
    """Generated specs and submissions of every kind."""

    @few
    @given(specs_with_submissions())
    def test_specs(
        self, tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Data, Data]
    ) -> None:
        spec, data = drawn
        other = copy.deepcopy(data)
        other["evidence"] = other["evidence"][:-1]
        lines = as_lines([data, other, data])
        store = stored(tmp_path_factory.mktemp("spec"), lines)
        held_equal(store, lines, [compiled(spec).validator])

    @few
    @given(st.data())
    def test_submissions(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        drawn = [
            data.draw(submissions(LADDER.plan, wish, as_of=AS_OF, hostile=hostile)).data
            for wish in Wish
        ]
        lines = as_lines(drawn)
        store = stored(tmp_path_factory.mktemp("sent"), lines)
        held_equal(store, lines, [LADDER.validator])


def test_several_processes_say_what_one_says(
    workload: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = as_lines(islice(bent(json.loads(submission(1, bad=True)), Random(4)), 200))
    store = stored(tmp_path, lines)
    (ready,) = on(workload, "2026-11-23")
    monkeypatch.setattr("conformance.bulk.store.from_bytes._SURE", 0)
    monkeypatch.setattr("conformance.bulk.store.from_bytes._WORTH", 0)
    said: list[list[object]] = []
    for processes in (1, 2):
        checker = Checker(ready, columns=False, processes=processes)
        (answer,) = checker.check(store, read_manifest(store))
        rows = range(answer.opened.count)
        said.append([(answer.wholes[answer.whole[n]], [*answer.findings(n)]) for n in rows])
        said[-1].append((answer.faults, answer.bugs))
    assert said[0] == said[1]
    assert len(said[0]) > 150


def test_plain_submissions_are_judged_from_columns_alone(
    workload: OpenLibrary, tmp_path: Path
) -> None:
    lines = as_lines(submission(seed, bad=seed % 3 == 0) for seed in range(60))
    _, why = said_by_store(stored(tmp_path, lines), on(workload, "2026-11-23")[0])
    assert not why


# ---- what is on the disk, whenever it ends


def rows_of(store: Path) -> list[tuple[str, str]]:
    """Return where each submission was found, and what it is called."""
    found: list[tuple[str, str]] = []
    for each in read_manifest(store).partitions:
        table = Opened(store / each.name).submissions("at", "submission")
        found += zip(*(column.to_pylist() for column in table.columns), strict=True)
    return found


class TestAppending:
    """A partition is there as a whole or not at all, and nothing is there twice."""

    lines = as_lines(submission(seed) for seed in range(40))

    def stock(self, folder: Path) -> Path:
        path = folder / "stock.jsonl"
        path.write_bytes(self.lines)
        return path

    @pytest.mark.parametrize("step", ["write_fold", "on_disk", "write_manifest"])
    @pytest.mark.parametrize("times", [0, 1, 3])
    def test_an_end_at_any_step_leaves_whole_partitions(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, times: int
    ) -> None:
        import conformance.bulk.store.build as module

        stock, whole = self.stock(tmp_path), stored(tmp_path / "whole", self.lines)
        real, left = getattr(module, step), [times]

        def ends(*given: Any) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(*given)

        monkeypatch.setattr(module, "_CHUNK", 80_000)
        with monkeypatch.context() as cut:
            cut.setattr(module, step, ends)
            with pytest.raises(KeyboardInterrupt):
                build(tmp_path / "store", [stock], "any", rows=10)
        if (tmp_path / "store" / "store.json").exists():
            so_far = rows_of(tmp_path / "store")
            assert so_far == [(f"{stock}:{n + 1}", f"T-{n:05}") for n in range(len(so_far))]
        build(tmp_path / "store", [stock], "any", rows=10)
        assert [name for _, name in rows_of(tmp_path / "store")] == [n for _, n in rows_of(whole)]
        names = {each.name for each in (tmp_path / "store").iterdir()}
        parts = {each.name for each in read_manifest(tmp_path / "store").partitions}
        assert names == {"store.json", "store.lock", *parts}
        assert len(parts) > 2

    def test_killed_at_random_it_goes_on(self, tmp_path: Path) -> None:
        stock = self.stock(tmp_path)
        code = (
            "import sys, conformance.bulk.store.build as b; from pathlib import Path; "
            "b._CHUNK = 30000; b.build(Path(sys.argv[2]), [Path(sys.argv[1])], 'any', rows=3)"
        )
        command = [sys.executable, "-c", code, str(stock), str(tmp_path / "store")]
        draw, killed = Random(5), 0
        for _ in range(4):
            process = subprocess.Popen(command)
            try:
                # until the store is there it only imports
                while process.poll() is None and not (tmp_path / "store").exists():
                    time.sleep(0.01)
                process.wait(draw.uniform(0.02, 0.3))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
                process.wait()
            if (tmp_path / "store" / "store.json").exists():
                so_far = rows_of(tmp_path / "store")
                assert [name for _, name in so_far] == [f"T-{n:05}" for n in range(len(so_far))]
        assert killed
        subprocess.run(command, check=True)
        assert [name for _, name in rows_of(tmp_path / "store")] == [f"T-{n:05}" for n in range(40)]

    def test_what_is_stored_is_not_stored_again(self, tmp_path: Path) -> None:
        stock, store = self.stock(tmp_path), tmp_path / "store"
        assert build(store, [stock], "any").added == 40
        again = build(store, [stock], "any")
        assert (again.added, again.before) == (0, 40)
        more = tmp_path / "more.jsonl"
        more.write_bytes(as_lines([submission(77)]))
        assert build(store, [stock, more], "any").added == 1
        assert len(rows_of(store)) == 41

    def test_an_input_that_was_changed_is_refused(self, tmp_path: Path) -> None:
        stock, store = self.stock(tmp_path), tmp_path / "store"
        build(store, [stock], "any")
        stock.write_bytes(self.lines + submission(99) + b"\n")
        with pytest.raises(IllFormed) as refused:
            build(store, [stock], "any")
        assert [each.code for each in refused.value.diagnostics] == ["input-changed"]
        assert len(rows_of(store)) == 40

    def test_two_at_once_are_refused(self, tmp_path: Path) -> None:
        stock, store = self.stock(tmp_path), tmp_path / "store"
        store.mkdir()
        with locked(store), pytest.raises(StoreBusy):
            build(store, [stock], "any")

    def test_a_folder_of_something_else_is_left_alone(self, tmp_path: Path) -> None:
        stock, other = self.stock(tmp_path), tmp_path / "other"
        other.mkdir()
        (other / "letter.txt").write_text("dear")
        with pytest.raises(IllFormed) as refused:
            build(other, [stock], "any")
        assert [each.code for each in refused.value.diagnostics] == ["not-a-store"]
        (other / "store.json").write_text("{}")
        with pytest.raises(IllFormed):
            build(other, [stock], "any")
        assert {each.name for each in other.iterdir()} == {"letter.txt", "store.json", "store.lock"}


# ---- the command


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"))


class TestCommand:
    """What `store check` writes is what `batch --brief` writes, byte for byte."""

    @pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
    def test_rows_are_those_of_a_batch(
        self, library: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = json.loads(submission(1, bad=True))
        some = list(bent(data, Random(2)))[::6]
        stock = tmp_path / "stock.jsonl"
        stock.write_bytes(as_lines([*some, b"[1, 2", *map(submission, range(9))]))
        asked = ["--library", str(library), "--as-of", "2026-11-23", "--lang", "en"]
        store, one, two = (str(tmp_path / name) for name in ("store", f"1.{ending}", f"2.{ending}"))
        assert main(["store", "build", str(stock), "-o", store, "--spec", "benchmark"]) == 65
        assert main(["store", "check", store, *asked, "-o", one]) == 1
        totals = capsys.readouterr().out
        assert main(["batch", str(stock), "--spec", "benchmark", *asked, "--brief",
                     "--processes", "1", "-o", two]) == 65  # fmt: skip
        assert Path(one).read_bytes() == Path(two).read_bytes()
        assert "1 not taken" in totals
        assert "read by a machine" in totals

    def test_totals_as_json_have_the_ways(
        self, library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        store = stored(tmp_path, as_lines(submission(n, bad=n == 1) for n in range(5)))
        asked = ["--library", str(library), "--as-of", "2026-11-23", "--spec", "benchmark"]
        assert main(["store", "check", str(store), *asked, "--format", "json"]) == 1
        said = json.loads(capsys.readouterr().out)
        assert said["verdicts"] == {"fail": 1, "pass": 4}
        assert said["judged_from"] == {"columns": 5, "bytes": {}}

    @pytest.mark.parametrize(
        ("day", "assessor"),
        [
            ("2026-11-23", None),
            ("2026-08-22", None),
            ("2028-09-03", None),
            ("2026-11-23", ASSESSOR),
        ],
    )
    def test_totals_are_those_of_a_batch(
        self, library: Path, tmp_path: Path, day: str, assessor: str | None,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        """With what is wrong with documents, where columns say only that none is admissible."""
        stock = tmp_path / "stock.jsonl"
        bending = list(bent(json.loads(submission(1)), Random(3)))[::9]
        sent = [*out_of_the_ordinary(100 if assessor is None else 25), *map(decoded, bending)]
        stock.write_bytes(as_lines(each for each in sent if each is not None))
        asked = ["--library", str(library), "--as-of", day, "--format", "json"]
        if assessor is not None:
            (tmp_path / "desk.yaml").write_text(assessor, "utf-8")
            asked += ["--assessor", str(tmp_path / "desk.yaml")]
        store, rows = str(tmp_path / "store"), [str(tmp_path / f"{n}.jsonl") for n in range(2)]
        build(Path(store), [stock], "benchmark", rows=60)
        main(["batch", str(stock), "--spec", "benchmark", *asked, "--brief", "-o", rows[0]])
        wanted = json.loads(capsys.readouterr().out)
        main(["store", "check", store, *asked, "-o", rows[1]])
        found = json.loads(capsys.readouterr().out)
        ways = found.pop("judged_from")
        assert found == wanted
        assert Path(rows[0]).read_bytes() == Path(rows[1]).read_bytes()
        if assessor is None:
            assert ways["columns"] > 60
            refused = {"report-too-old", "report-not-final", "issued-after-as-of"}
            assert refused & {each["reason"] for each in found["causes"]}
        else:
            assert not ways["columns"]
            assert ways["bytes"]["assessor"] > 20

    def test_a_bug_of_ours_stops_nothing_else(
        self, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = [json.loads(submission(n)) for n in range(3)]
        sent[1]["subject"]["parts"] = [{"id": "A"}]
        store = stored(tmp_path, as_lines(sent))

        def trips(*_: object) -> None:
            raise RuntimeError("ours")

        monkeypatch.setattr("conformance.checking.quick.Quick.found", trips)
        asked = ["--library", str(library), "--as-of", "2026-11-23", "--spec", "benchmark"]
        assert main(["store", "check", str(store), *asked]) == 70

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["check", "nowhere"], 65),
            (["check", "{store}", "--spec", "nothing"], 64),
            (["check", "{store}", "-o", "rows.txt"], 64),
            (["check", "{empty}", "--spec", "ladder"], 65),
            (["build", "nowhere.jsonl", "-o", "{store}", "--spec", "x"], 65),
            (["build", "-", "-o", "{store}", "--spec", "x"], 64),
            (["build", "{folder}", "-o", "{store}", "--spec", "x"], 64),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("CONFORMANCE_LIBRARY", str(Path(__file__).parent / "library"))
        store = stored(tmp_path, as_lines([submission(1)]))
        empty = stored(tmp_path / "empty", b"")
        names = {"store": store, "empty": empty, "folder": tmp_path}
        assert main(["store", *(each.format_map(names) for each in arguments)]) == code


@pytest.fixture(scope="module")
def asked(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    opened = OpenLibrary((library,))
    checker = Checker(opened.compile("benchmark", DAY).validator)
    sent = [json.loads(submission(seed, bad=seed % 3 == 0)) for seed in range(30)]
    sent[4]["subject"]["parts"] = [{"id": "A"}]
    store = stored(tmp_path_factory.mktemp("asked"), as_lines(sent), rows=8)
    return lambda sql: ask(store, read_manifest(store), checker, sql)


class TestQuery:
    """What DuckDB is asked is answered from what was judged."""

    def test_by_month(self, asked: Any) -> None:
        heads, rows = asked("by-month")
        assert heads == ["month", "submissions", "pass", "fail", "pass_percent"]
        assert rows == [("2026-09", 30, 20, 10, 66.7)]

    def test_by_laboratory(self, asked: Any) -> None:
        assert asked("by-laboratory")[1] == [("某检测有限公司", 30, 20, 10, 66.7)]

    def test_findings_are_those_of_the_check(self, asked: Any, library: Path) -> None:
        ready = OpenLibrary((library,)).compile("benchmark", DAY)
        _, rows = asked("select n, requirement, verdict, reason from findings where n = 3")
        answer = ready.check(submission(3, bad=True))
        assert sorted(rows) == sorted(
            (3, f.requirement, str(f.verdict), f.reason) for f in answer.findings
        )

    def test_margins_are_those_of_the_check(self, asked: Any, library: Path) -> None:
        ready = OpenLibrary((library,)).compile("benchmark", DAY)
        found: dict[str, list[Any]] = {}
        for name, margin, unit in asked(
            "select requirement, margin, margin_unit from results where n = 3 and share is not null"
        )[1]:
            found.setdefault(name, []).append((margin, unit))
        said = {f.requirement: f.margin for f in ready.check(submission(3, bad=True)).findings}
        assert len(found) > 40
        for name, margins in found.items():
            margin, unit = min(margins)
            text = f"{margin:f}".rstrip("0").rstrip(".") if margin else "0"
            number, _, of = str(said[name]).partition(" ")
            assert (Decimal(text), unit) == (Decimal(number), of)

    def test_near_the_limit(self, asked: Any) -> None:
        heads, rows = asked("near-limit")
        assert rows
        assert all(0 <= row[heads.index("share_percent")] <= 5 for row in rows)

    def test_by_requirement_and_margins_have_every_requirement(self, asked: Any) -> None:
        assert len(asked("by-requirement")[1]) == 60
        assert len(asked("margins")[1]) == 48

    def test_why_bytes_were_read_is_there(self, asked: Any) -> None:
        sql = "select judged_from, count(*) from submissions group by all order by all"
        assert asked(sql)[1] == [("columns", 29), ("parts", 1)]

    def test_nothing_is_there_to_be_asked(self, library: Path, tmp_path: Path) -> None:
        checker = Checker(OpenLibrary((library,)).compile("benchmark", DAY).validator)
        store = stored(tmp_path, b"")
        assert ask(store, read_manifest(store), checker, "by-month")[1] == []
        assert ask(store, read_manifest(store), checker, "near-limit")[1] == []

    def test_what_duckdb_does_not_take_is_said(self, asked: Any) -> None:
        with pytest.raises(BadQuery, match="nothing"):
            asked("select nothing")

    @pytest.mark.parametrize("form", ["table", "csv", "json"])
    def test_command(
        self, library: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        store = stored(tmp_path, as_lines([submission(1)]))
        command = ["store", "query", str(store), "select 1.50::decimal(4,2) as a, null as b",
                   "--spec", "benchmark", "--library", str(library), "--format", form]  # fmt: skip
        assert main(command) == 0
        shown = {"table": "1.5", "csv": "a,b\n1.5,\n", "json": '"a": "1.50"'}
        assert shown[form] in capsys.readouterr().out
        assert main([*command[:3], "select", *command[4:]]) == 64


@pytest.mark.parametrize("assessor", [False, True])
def test_impact_of_a_store_is_that_of_its_submissions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], assessor: bool
) -> None:
    folder = write_library(tmp_path / "library")
    old = folder / "specs/benchmark/spec.yaml"
    spec = json.loads(old.read_text(encoding="utf-8"))
    spec["version"] = "1.1.0"
    spec["policies"]["report"]["laboratory"] = "CNAS"
    spec["requirements"]["c1"]["document"]["scheme"] = "S9"
    new = tmp_path / "new.yaml"
    new.write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    sent = [json.loads(submission(seed, bad=seed % 3 == 0)) for seed in range(12)]
    sent[4]["subject"]["parts"] = [{"id": "A"}]
    sent[5]["linked"] = ["T-00001"]
    del sent[6]["evidence"][0]["laboratory"]["cnas"]
    del sent[7]["submission"]
    store = stored(tmp_path, as_lines(sent), rows=5)
    more = ["--as-of", "2026-11-23", "--library", str(folder), "--format", "json"]
    if assessor:
        (tmp_path / "own.yaml").write_text("by: 某\n", encoding="utf-8")
        more += ["--assessor", str(tmp_path / "own.yaml")]
    said = []
    for against in (tmp_path / "stock.jsonl", store):
        assert main(["impact", str(old), str(new), "--against", str(against), *more]) == 1
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert len({each["group"] for each in said[0]["submissions"]}) > 1
