"""Submissions: what is one, what is none, and where it says so."""

import copy
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.checking import sources
from conformance.checking.assessor_file import read_assessor
from conformance.checking.decode import decode, decode_fast
from conformance.checking.located import decode_slowly
from conformance.checking.mappings import canonical
from conformance.checking.sources import Source, read_mapping, read_submissions
from conformance.diagnostics import Diagnostic, IllFormed
from conformance.library import nodes
from conformance.library.bounds import MOST_PROBLEMS, MOST_VALUES
from conformance.model.submission import Reading, Submission, TestReport
from tests.benchmarks.documents import submission

YAML = """\
submission: T-0001
spec: smart-toilet-seat
subject:
  kind: product
  brand: 某品牌
  name: 智能马桶盖
  model: XB-100
  manufacturer: {name: 某卫浴有限公司, uscc: "91310000XXXXXXXXXX"}
  factory: {name: 一号工厂}
  manufactured: 2026-09-01
  attributes:
    protection_class: I
    heating: instantaneous
    rated_power: 1520 W
    warm_air: true
  parts:
    - {id: charger, kind: charger, model: AC-42}
evidence:
  - id: R1
    kind: test-report
    number: WT2026-01234
    laboratory: {name: 某检测有限公司, cma: "200000000000", cnas: L0000}
    client: 某卫浴有限公司
    tested_model: XB-100
    covers: [{model: XB-200, differences: [colour]}]
    factory: 一号工厂
    sample: {drawn_by: client, number: S-1, count: 3}
    received: 2026-08-20
    tested: {from: 2026-08-21, to: 2026-09-02}
    issued: 2026-09-05
    complete: true
    final: true
    conclusion: P
    relations: [{amends: WT2026-01100}]
    file: WT2026-01234.pdf
    results:
      - clause: GB/T 4706.1-2024#13.2
        item: 工作温度下的泄漏电流
        part: null
        value: 0.12 mA
        unit: null
        detection_limit: null
        requirement_text: ≤ 0.75 mA
        conditions: {supply: 233.2 V}
        method: GB/T 12113-2023
        deviations: null
        corrected: null
        uncertainty: {value: 0.02 mA, k: 2}
        verdict: P
        locator: page 4, row 7
        confidence: 0.97
  - {id: C1, kind: certificate, scheme: CCC, number: "2025010000000000", holder: 某卫浴有限公司,
     models: [XB-100], factory: 一号工厂,
     standards: [GB/T 4706.1-2024, GB/T 4706.53-2024],
     issued: 2026-07-01, expires: 2031-06-30, status: valid, status_checked: 2026-11-20}
  - {id: D1, kind: declaration, by: 某卫浴有限公司, signed: 2026-09-01, expires: 2027-08-31,
     statements: {warranty: 5 year, replacement_period: 180 d, return_period: 30 d,
       installation_cities: 100}}
  - {id: A1, kind: audit, auditor: 某认证中心, site: 一号工厂, date: 2026-07-01,
     results: [{requirement: incoming-inspection, value: 符合}]}
  - {id: M1, kind: marking, where: product, text: "警告!小心夹伤", shown_by: photo, file: label.jpg}
"""


def plain(text: str) -> Any:
    document, problems = nodes.read_yaml(text, "example.yaml")
    assert not problems
    return nodes.plain(document)


def report(**changes: Any) -> dict[str, Any]:
    return {"evidence": [{"id": "R1", "kind": "test-report", **changes}]}


def as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def problems_of(data: bytes | str, format: str = "json") -> tuple[Diagnostic, ...]:
    with pytest.raises(IllFormed) as raised:
        decode(data, format=format)
    return raised.value.diagnostics


def first_report(read: Submission) -> TestReport:
    document = read.evidence[0]
    assert isinstance(document, TestReport)
    return document


# ---- what is one


def test_the_contract_example_decodes() -> None:
    read = decode(YAML, format="yaml")
    assert [document.kind for document in read.evidence] == [
        "test-report", "certificate", "declaration", "audit", "marking"
    ]  # fmt: skip
    assert read.subject is not None
    assert read.subject.attributes["warm_air"] is True
    result = first_report(read).results[0]
    assert result.uncertainty is not None
    assert (result.part, result.confidence, result.uncertainty.k) == (None, "0.97", "2")
    assert first_report(read).sample.count == "3"  # type: ignore[union-attr]


def test_the_same_in_json_is_equal() -> None:
    document = plain(YAML)
    document["evidence"][0]["sample"]["count"] = 3
    document["evidence"][2]["statements"]["installation_cities"] = 100
    assert decode(as_json(document)) == decode(YAML, format="yaml") == decode(document)


def test_a_byte_order_mark_is_accepted() -> None:
    assert decode(b"\xef\xbb\xbf{}") == decode("\ufeff{}") == decode("{}") == Submission()


@pytest.mark.parametrize(
    "number", ["0.10", "4.10", "1E5", "1e-5", "-0", "-0.0", "0", "7", "1" * 40, f"0.{'1' * 40}",
               "1E999", "9" * 5000]
)  # fmt: skip
@pytest.mark.parametrize("place", ["value", "fact", "count", "list"])
def test_numbers_keep_their_digits(number: str, place: str) -> None:
    text = {
        "value": '{"evidence":[{"id":"R","kind":"test-report","results":[{"value":%s}]}]}',
        "list": '{"evidence":[{"id":"R","kind":"test-report","results":[{"values":[%s]}]}]}',
        "fact": '{"subject":{"attributes":{"a:b":%s}}}',
        "count": '{"evidence":[{"id":"R","kind":"test-report","sample":{"count":%s}}]}',
    }[place] % number
    read = decode(text)
    found: Any
    if place == "fact":
        found = read.subject and read.subject.attributes["a:b"]
    else:
        one = first_report(read)
        row = one.results[0] if one.results else None
        found = (row.value or (row.values and row.values[0])) if row else one.sample
        found = found.count if place == "count" else found
    assert found == number
    assert decode_slowly(text) == read


def test_numbers_beside_texts_that_look_like_them() -> None:
    document = report(results=[{"value": 1, "item": ':5, "x":6, 7]', "values": None}])
    document["subject"] = {"name": ":1,", "model": '"a":2}', "attributes": {"n": 0.5}}
    read = decode(json.dumps(document))
    assert read == decode_slowly(json.dumps(document))
    assert first_report(read).results[0].item == ':5, "x":6, 7]'


def test_nothing_is_the_same_as_leaving_the_key_out() -> None:
    text = as_json(
        {"linked": None, "subject": {"attributes": {"a": None}, "parts": [], "name": None}}
        | report(results=[{"conditions": {"supply": None}, "value": None, "values": []}])
    )
    assert decode(text) == decode(
        as_json({"subject": {}} | report(results=[{"conditions": {}, "values": []}]))
    )


def test_a_gap_among_the_specimens_stays_a_gap() -> None:
    values = ["0.1 mA", None, ["1", "2", None], {"number": "0.12", "unit": "mA"}]
    text = as_json(report(results=[{"values": values}]))
    read = decode(text)
    assert decode_slowly(text) == read
    assert first_report(read).results[0].values == (
        "0.1 mA", None, ("1", "2", None), Reading(number="0.12", unit="mA")
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["licence", "authorization", "inspection"])
def test_the_further_kinds(kind: str) -> None:
    fields: dict[str, dict[str, Any]] = {
        "licence": {"holder": "X", "issued": "2026-01-01", "categories": ["a"]},
        "authorization": {"from": "X", "to": "Y", "valid": {"from": "2026-01-01"}},
        "inspection": {"lot": "L1", "quantity": 500, "sample": {"count": 8},
                       "relations": [{"re-inspects": "N1"}]},
    }  # fmt: skip
    text = as_json({"evidence": [{"id": "E", "kind": kind, **fields[kind]}]})
    assert decode(text) == decode_slowly(text)
    assert decode(text).evidence[0].kind == kind


# ---- what is none, and where it says so

WRONG = {
    "unknown-key": ('{"evidense": []}', "1:2 /evidense", "did you mean 'evidence'?"),
    "duplicate-key": (
        '{"subject": {"model": "X",\n  "model": "X"}}', "2:3 /subject/model", "keep one of them"
    ),
    "duplicate-id": (
        '{"evidence": [{"id": "R", "kind": "audit"},\n {"id": "R", "kind": "audit"}]}',
        "2:9 /evidence/1/id", "give one of them another id",
    ),
    "impossible-date": (
        '{"subject": {"sold": "2026-02-30"}}', "1:22 /subject/sold",
        "write year-month-day, such as 2026-09-01",
    ),
    "value-and-values": (
        '{"evidence": [{"id": "R", "kind": "audit", "results": [\n{"value": "1", "values": []}]}]}',
        "2:16 /evidence/0/results/0/values",
        "one reading is a value; one for each specimen are values",
    ),
    "relation-unclear": (
        '{"evidence": [{"id": "R", "kind": "audit", "relations": [{}]}]}',
        "1:58 /evidence/0/relations/0", "give exactly one of them",
    ),
    "unknown-word": (
        '{"subject": {"kind": "products"}}', "1:22 /subject/kind", "did you mean 'product'?"
    ),
    "missing-key": ('{"evidence": [{"id": "R"}]}', "1:15 /evidence/0", "add  kind: …"),
    "wrong-kind": (
        '{"subject": {"name": true}}', "1:22 /subject/name", 'as a text, write "true"'
    ),
    "empty-item": ('{"linked": [null]}', "1:13 /linked/0", "delete it"),
    "not-a-number": (
        '{"submission": NaN}', "1:16 /submission", "write null where there is no number"
    ),
    "too-deep": ("[" * 65 + "]" * 65, "1:65 " + "/0" * 64, ""),
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_every_mistake_has_its_place_and_help(code: str) -> None:
    text, place, help = WRONG[code]
    (problem,) = [found for found in problems_of(text) if found.code == code]
    span = problem.span
    assert (f"{span.line}:{span.column} {span.pointer}", problem.help.en) == (place, help)
    assert bool(problem.help.zh) == bool(help)
    assert problem.message.zh
    assert not problem.message.en.endswith(".")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"evidence": {}}', "a list is expected here, not a mapping"),
        ('{"linked": "T-2"}', "a list is expected here, not the text 'T-2'"),
        ('{"subject": []}', "a mapping is expected here, not a list"),
        ("[]", "a mapping is expected here, not a list"),
        ('{"evidence": [{"id": "R", "kind": ["audit"]}]}', "a text is expected here, not a list"),
        (
            '{"evidence": [{"id": "R", "kind": "audit", "final": "true"}]}',
            "true or false is expected here, not the text 'true'",
        ),
        (
            '{"subject": {"attributes": {"a": []}}}',
            "a text or true or false is expected here, not a list",
        ),
        ('{"subject": {"kind": true}}', "a text is expected here, not true"),
        ('{"subject": {"sold": "1.9.2026"}}', "'1.9.2026' is no date"),
    ],
)  # fmt: skip
def test_messages(text: str, message: str) -> None:
    assert [problem.message.en for problem in problems_of(text)] == [message]


def test_all_problems_are_named_in_their_order() -> None:
    text = """\
subject:
  sold: 2026-13-01
  colour: red
evidence:
  - {id: A, kind: audit, final: yes}
  - {id: A, kind: licens}
  - {kind: marking, where: box}
"""
    assert [(found.code, found.span.line) for found in problems_of(text, "yaml")] == [
        ("impossible-date", 2), ("unknown-key", 3), ("wrong-kind", 5), ("duplicate-id", 6),
        ("unknown-word", 6), ("missing-key", 7), ("unknown-word", 7),
    ]  # fmt: skip
    (first, *_) = [found for found in problems_of(text, "yaml") if found.code == "duplicate-id"]
    assert first.see[0][1].line == 5


def test_more_problems_than_anyone_reads_are_not_all_named() -> None:
    found = problems_of(as_json({f"key{number}": 1 for number in range(1000)}))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].code == "too-many-problems"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"{", b"null", b'{"submission": "\\ud800"}', "\ud800", b"{} {}", b'{"a" 1}',
     b'{"submission": 01}', b'{1: "x"}', b'{"subject": {"attributes": {1: "x", "b": 0.5}}}',
     b'{"linked": [1 2]}', b'{"linked": [1, 01]}',
     b'{"linked": [1.5, "', b'{"linked":["' + b'\\"' * 5000],
)  # fmt: skip
def test_what_is_no_json_is_refused(data: bytes | str) -> None:
    assert problems_of(data)


@pytest.mark.parametrize(
    "text",
    [
        '{"submission":"a","submission":"a"}',
        '{"submission":null,"submission":"a"}',
        '{"submission":"a","submission":null}',
        '{"linked":[],"linked":[]}',
        '{"submission":1,"submission":2}',
        '{"subject":{"attributes":{"a":"1","a":"2"}}}',
        '{"subject":{"attributes":{"a":"1","\\u0061":"2"}}}',
        '{"submission":"x\\u003a","submission":"::"}',
        '{"subject":{"name":"\\u003a\\u003A"},"subject":{"name":"::"}}',
        '{ "submission" : "a" , "submission" : "a" }',
        '{"evidence":[{"id":"R","kind":"audit","kind":"audit"}]}',
        '{"subject":{"attributes":{"a":1E999,"a":1E999}}}',
    ],
)
def test_a_key_given_twice_is_refused_however_it_is_written(text: str) -> None:
    assert "duplicate-key" in {problem.code for problem in problems_of(text)}


def test_too_many_values_are_refused() -> None:
    many = b'{"linked":[' + b'"a",' * (MOST_VALUES + 1) + b'"a"]}'
    assert problems_of(many)[-1].code == "too-many-values"


# ---- a mapping of Python's


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1, "binary-float"),
        (Decimal("NaN"), "not-a-number"),
        pytest.param(10**5000, "number-too-long", id="too long"),
        ({1: "x"}, "key-not-text"),
        ({"\ud800": "x"}, "unpaired-surrogate"),
        (object(), "unknown-type"),
    ],
)
def test_a_mapping_is_read_exactly_or_not_at_all(value: object, code: str) -> None:
    with pytest.raises(IllFormed) as raised:
        decode({"subject": {"attributes": {"a/b": value}}})
    (problem,) = raised.value.diagnostics
    assert problem.code == code
    assert problem.span.line == 0
    assert problem.span.pointer == "/subject/attributes/a~1b"


def test_problems_in_a_mapping_have_a_pointer_and_no_line() -> None:
    with pytest.raises(IllFormed) as raised:
        decode({"subject": {"sold": "2026-02-30", "modell": "X"}})
    spans = [problem.span for problem in raised.value.diagnostics]
    assert {(span.line, span.pointer) for span in spans} == {
        (0, "/subject/sold"), (0, "/subject/modell")
    }  # fmt: skip


def test_exact_numbers_of_a_mapping_keep_their_digits() -> None:
    read = decode({"subject": {"attributes": {"a": Decimal("0.10"), "b": 3, "c": True}}})
    assert read.subject is not None
    assert read.subject.attributes == {"a": "0.10", "b": "3", "c": True}


def test_a_mapping_that_holds_itself_or_too_much_is_refused() -> None:
    itself: dict[str, Any] = {}
    itself["subject"] = itself
    with pytest.raises(IllFormed, match="too-deep"):
        decode(itself)
    with pytest.raises(IllFormed, match="too-many-values"):
        decode({"linked": ["a"] * (MOST_VALUES + 5)})


def test_the_digest_of_a_mapping_does_not_depend_on_its_order() -> None:
    one, two = {"spec": "s", "linked": ("3",)}, {"linked": ["3"], "spec": "s"}
    assert canonical(one) == canonical(two) == b'{"linked":["3"],"spec":"s"}'
    assert read_mapping(one) == read_mapping(two)
    assert read_mapping(one).decode() == decode(one)


# ---- laws


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from paths(value[step], (*path, step))


EXAMPLE = json.loads(submission(1, results=6))
PATHS = list(paths(EXAMPLE))[1:]
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 3, -1, 0.10, 1e300, "", "x", ":", '":', "2026-02-30", "2026-02-28",
    "P", [], [None], ["a"], {}, {"id": "R1"}, {"a": 1}, "yes", "R1", 10**30,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A submission with some values replaced, keys renamed or given twice, in several layouts."""
    document = copy.deepcopy(EXAMPLE)
    for path in draw(st.lists(st.sampled_from(PATHS), max_size=3)):
        here = document
        try:
            for step in path[:-1]:
                here = here[step]
            if draw(st.booleans()) or not isinstance(here, dict):
                here[path[-1]] = draw(st.sampled_from(VALUES))
            else:
                here[draw(st.sampled_from(["value", "values", "part", "id", "x"]))] = here.pop(
                    path[-1]
                )
        except (KeyError, IndexError, TypeError):
            pass
    layout: dict[str, Any] = draw(
        st.sampled_from(
            [{"separators": (",", ":")}, {}, {"indent": 1}, {"separators": (" ,", " : ")}]
        )
    )
    text = json.dumps(document, ensure_ascii=draw(st.booleans()), **layout)
    if draw(st.booleans()):
        at = draw(st.sampled_from([i for i, sign in enumerate(text) if sign in '{,"']))
        text = text[: at + 1] + draw(
            st.sampled_from(['"value":"1",', '"part":null,', '"id":"R9",', '"a":1,', ":", "\\"])
        ) + text[at + 1 :]  # fmt: skip
    return text.encode()


class TestBothWaysAgree:
    """The fast way accepts what the slow way accepts, as the same submission, and nothing else."""

    @given(mutated())
    def test_on_mutated_submissions(self, data: bytes) -> None:
        fast = decode_fast(data)
        try:
            slow = decode_slowly(data)
        except IllFormed:
            assert fast is None
        else:
            assert fast is None or fast == slow
            assert decode(data) == slow

    @pytest.mark.parametrize("seed", range(20))
    def test_the_fast_way_takes_good_submissions(self, seed: int) -> None:
        data = submission(seed)
        spaced = json.dumps(json.loads(data), indent=2).encode()
        assert decode_fast(data) == decode_fast(spaced) == decode_slowly(data)


class TestNothingElseIsRaised:
    """Whatever the bytes are, the answer is a submission or a list of problems."""

    @given(st.binary() | st.text() | st.text(alphabet='{}[]":,\\u0123 -.eE').map(str.encode))
    @example(b"[" * 100_000)
    @example(b'{"linked":' * 100_000)
    @example(b'{"linked":[' + b'"\\"' * 20_000)
    def test_on_hostile_bytes(self, data: bytes | str) -> None:
        for format in ("json", "yaml"):
            with suppress(IllFormed):
                assert isinstance(decode(data, format=format), Submission)

    @given(mutated(), st.data())
    def test_on_submissions_with_a_byte_changed(self, data: bytes, draw: st.DataObject) -> None:
        at = draw.draw(st.integers(0, len(data) - 1))
        changed = data[:at] + draw.draw(st.binary(max_size=2)) + data[at + 1 :]
        fast = decode_fast(changed)
        try:
            assert fast in (None, decode_slowly(changed))
        except IllFormed:
            assert fast is None


def test_a_submission_survives_being_written() -> None:
    read = decode(submission(3))
    assert decode(msgspec.json.encode(read)) == read


# ---- where submissions lie


def names(sources: Iterator[Source], below: Path) -> list[str]:
    return [Path(source.name).relative_to(below).as_posix() for source in sources]


def test_a_folder_is_one_submission_or_all_below_it(tmp_path: Path) -> None:
    for name in ("b/submission.yaml", "b/label.jpg", "a.json", "c/d/x.yml", "c/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("submission: T\n" if name.endswith("l") else "{}")
    sources = list(read_submissions(tmp_path))
    assert names(iter(sources), tmp_path) == ["a.json", "b/submission.yaml", "c/d/x.yml"]
    (one,) = read_submissions(tmp_path / "b")
    assert one == sources[1]
    (tmp_path / "b" / "label.jpg").write_text("another")
    (other,) = read_submissions(tmp_path / "b")
    assert other.digest != one.digest
    assert other.decode() == one.decode()


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("a.yaml:\n  verdict: pass\n", True),
        ("a.yaml: {}\nb.json: {}\n", True),
        ("a.yaml: {}\nc.json: {}\n", False),
        ("a.yaml: {}\nsubmission: T\n", False),
        ("../here/a.yaml: {}\n", False),
        ("submission: T\n", False),
        ("- a.yaml\n", False),
        ("{}", False),
        ("", False),
        ('"\\0.yaml": {}\n', False),
    ],
)
def test_an_index_of_the_files_beside_it_is_no_submission(
    tmp_path: Path, text: str, left_out: bool
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for name in ("a.yaml", "b.json", "submission"):
        (here / name).write_text("{}")
    (here / "index.yaml").write_text(text)
    found = names(read_submissions(here), here)
    assert found == ["a.yaml", "b.json", *([] if left_out else ["index.yaml"])]
    # who names it means it
    assert names(read_submissions(here / "index.yaml"), here) == ["index.yaml"]


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "b.json").write_bytes(b"")
    (empty,) = read_submissions(tmp_path / "b.json")
    with pytest.raises(IllFormed, match="empty-document"):
        empty.decode()
    (source,) = read_submissions(tmp_path / "a.json")
    assert source.digest == (
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


def test_lines_are_submissions_with_their_own_places(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"submission":"1"}\r\n\n{"submision":"2"}\n{"linked":[1],"linked":0}'
    )
    first, second, third = read_submissions(path)
    assert (first.decode().submission, first.line, second.line) == ("1", 1, 3)
    with pytest.raises(IllFormed) as raised:
        second.decode()
    assert [problem.span.line for problem in raised.value.diagnostics] == [3]
    with pytest.raises(IllFormed) as raised:
        third.decode()
    problem = raised.value.diagnostics[0]
    assert (problem.span.line, problem.see[0][1].line) == (4, 4)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing.json", "file-missing"),
        ("x.doc", "format-unknown"),
        ("empty", "nothing-to-check"),
        ("two", "several-submissions"),
        ("folder.json", None),
        ("x" * 300 + ".json", "file-unreadable"),
        ("\0.json", "file-unreadable"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, name: str, code: str | None) -> None:
    for folder in ("empty", "two", "folder.json"):
        (tmp_path / folder).mkdir()
    for path in ("two/submission.yaml", "two/submission.json", "folder.json/submission.yml"):
        (tmp_path / path).write_text("{}")
    (source,) = read_submissions(tmp_path / name)
    if code is None:
        assert source.decode() == Submission()
        return
    with pytest.raises(IllFormed, match=code):
        source.decode()


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"submission: T-1\n", 1),
        (b'{"submission": "T-1"}', 1),
        (b'{\n"submission": "T-1"\n}\n', 1),
        (b'{"submission":"T-1"}\n{"submission":"T-2"}\n', 2),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    sources = list(read_submissions("-"))
    assert [source.decode().submission for source in sources] == ["T-1", "T-2"][:count]


def test_a_line_that_is_too_long_is_one_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 20)
    path = tmp_path / "all.jsonl"
    path.write_bytes(b"{}" + b" " * 90 + b"\n" + b"{}" + b" " * 18 + b"\n{}\n")
    assert [source.line for source in read_submissions(path)] == [1, 2, 3]


@pytest.mark.parametrize("number", [0, 2**63, 10**400])
def test_whole_numbers_that_are_not_plain_take_the_slow_way(number: int) -> None:
    text = as_json(report(linked=None, results=[{"uncertainty": {"value": "1", "k": number}}]))
    assert problems_of(text)[0].code == "unknown-key"
    good = as_json({"linked": None, "subject": {"quantity": "1", "attributes": {"n": number}}})
    good_rows = as_json(report(results=[{"uncertainty": {"value": "1", "k": number}}]))
    assert decode(good) == decode_slowly(good)
    assert decode(good_rows) == decode_slowly(good_rows)


# ---- the assessing side's own file

ASSESSOR = """\
by: 王工
concessions:
  - {requirement: leakage-current-hot, model: XB-100, lot: L1, range: "<= 0.80 mA", approver: 甲,
     second_approver: 乙, reason: 返工前放行, expires: 2027-01-31}
confirmed:
  - {document: R1, locator: "page 4, row 7", value: 0.10}
dismissed:
  - {document: R2, reason: 样品不同}
lookups:
  - {register: cnca, number: "2025", status: valid, checked: 2026-11-20, details: {scope: a}}
attributes:
  - {name: warm_air, value: true, source: assessor, evidence: null}
laboratories_for_retest: [某检测有限公司]
"""


def test_an_assessor_file_is_read() -> None:
    read = read_assessor(ASSESSOR, "assessor.yaml")
    assert read.confirmed[0].value == "0.10"
    assert read.concessions[0].expires.isoformat() == "2027-01-31"
    assert read.attributes[0].value is True
    text = json.dumps(plain(ASSESSOR))
    assert read_assessor(text, "assessor.json") == read


def test_every_mistake_in_an_assessor_file_has_its_place() -> None:
    text = """\
bye: 王工
concessions:
  - {requirement: r, model: m, range: x, approver: 甲, second_approver: 乙, reason: z,
     expires: 2027-01-01}
  - {requirement: r, model: m, lot: l, range: x, approver: 甲, second_approver: 甲, reason: "",
     expires: 2027-02-30}
  - {requirement: r, model: m, lot: l, range: x, approver: 甲, second_approver: 甲, reason: z,
     expires: 2027-02-01}
confirmed: [{document: R1, value: 1, locater: x}, {document: R1, value: 1}]
dismissed: R2
attributes: [{name: a, value: [], source: rumour}]
"""
    with pytest.raises(IllFormed) as raised:
        read_assessor(text, "assessor.yaml")
    found = [(p.code, p.span.line, p.span.column) for p in raised.value.diagnostics]
    assert found == [
        ("unknown-key", 1, 1),
        ("concession-unbounded", 3, 5),
        ("empty-text", 5, 91),
        ("impossible-date", 6, 15),
        ("one-approver", 7, 5),
        ("unknown-key", 9, 38),
        ("row-not-named", 9, 51),
        ("wrong-kind", 10, 12),
        ("wrong-kind", 11, 31),
        ("wrong-kind", 11, 43),
    ]
    assert raised.value.diagnostics[0].help.en == "did you mean 'by'?"


@pytest.mark.parametrize("text", ["", "a: &x 1", "- 1", "by: [1]", "concessions: [{}]"])
def test_what_is_no_assessor_file_is_refused(text: str) -> None:
    with pytest.raises(IllFormed):
        read_assessor(text, "assessor.yaml")
