"""Formats that other systems read: true to the assessment, accepted by validators of others."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from conformance.authoring.schema import schema
from conformance.cli import main
from conformance.diagnostics import Span
from conformance.model.assessment import Assessment, Rejected
from conformance.rendering import findings_csv, github, junit, oscal, sarif
from conformance.rendering.formats import FORMATS, OF_SEVERAL, render
from conformance.rendering.markdown import escaped
from conformance.rendering.places import Places, places_of
from conformance.rendering.register import admissions
from conformance.rendering.said import sentence
from conformance.wording import REASONS, worded
from tests.test_html import FAIL, MISSING, NA, PASS, SMALL, assessment, finding, measured

SCHEMAS = Path(__file__).parent / "schemas"
MACHINES = ("junit", "sarif", "oscal", "earl", "github", "markdown", "csv", "table", "html")
# Text that would be markup, a command, a formula or a link somewhere; a file holds it as text.
HOSTILE = "=1+1|\"'><script>&lt;]]>%0A::error::x\x00\x1b[2J\u202e\n@all [a](http://x) `b` #1, "


def everywhere(text: str) -> Assessment:
    """Return an assessment that has `text` wherever a submission may put text of its own."""
    one = finding(
        "r1", FAIL, "beyond-limit", title={"zh": text, "en": text}, clause=text, limit=text,
        measured=(text, text), margin=text, facts={"value": text, "limit": text},
        evidence=SMALL.findings[0].evidence, provenance=text, rests_on=(text,),
        rejected=(Rejected(text, "wrong-model", {"found": text, "wanted": text}, text),),
    )  # fmt: skip
    return assessment(one, subject={"brand": text, "model": text},
                      submission={"id": text, "digest": "sha256:0"})  # fmt: skip


NOTHING = assessment(verdict=MISSING, reason="nothing-evaluated")
BARE = assessment(finding("a", PASS, "within-limit"), verdict=PASS, subject={}, tool={},
                  submission={"digest": "sha256:1"})  # fmt: skip
ONLY_NA = assessment(
    finding("a", NA, "condition-false"), verdict=MISSING, reason="nothing-evaluated"
)
MANY = assessment(*(replace(SMALL.findings[n % 8], requirement=f"r{n}") for n in range(40)))
ANSWERS = {
    "small": (SMALL,), "nothing": (NOTHING,), "bare": (BARE,), "only not applicable": (ONLY_NA,),
    "several": (SMALL, NOTHING, BARE), "none": (), "forty": (MANY,),
    "hostile": (everywhere(HOSTILE),), "long": (everywhere("很长的名称 " * 80),),
}  # fmt: skip
PLACES = Places("a folder/sub,mission.yaml", Span("a folder/sub,mission.yaml", 3, 1),
                {"R1": Span("a folder/sub,mission.yaml", 4, 5)},
                {("R1", "page 4, row 7"): Span("a folder/sub,mission.yaml", 9, 7)})  # fmt: skip


def written(name: str, answers: tuple[Assessment, ...], lang: str = "en") -> str:
    answer = render(name, answers, lang, places=[PLACES] * len(answers))
    return answer if isinstance(answer, str) else answer.decode("utf-8-sig")


def as_graph(text: str) -> Any:
    """Return JSON-LD as RDF."""
    rdflib: Any = pytest.importorskip("rdflib")
    with warnings.catch_warnings():
        # its reader of JSON-LD still uses a class that it has given up
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=text, format="json-ld")


def earl_mistakes(graph: Any) -> list[str]:
    """Return where a graph uses EARL against its vocabulary: unknown names, domains, ranges."""
    rdflib: Any = pytest.importorskip("rdflib")
    known = rdflib.Graph().parse(SCHEMAS / "earl-1.0.nt", format="nt")
    earl, rdf, rdfs, owl = "http://www.w3.org/ns/earl#", rdflib.RDF, rdflib.RDFS, rdflib.OWL
    both = known + graph

    def kinds(node: Any) -> set[Any]:
        found = set(both.objects(node, rdf.type))
        return {above for each in found
                for above in both.transitive_objects(each, rdfs.subClassOf)}  # fmt: skip

    mistakes = []
    for subject, name, value in graph:
        for each in (subject, name, value):
            if str(each).startswith(earl) and not isinstance(each, rdflib.Literal):
                mistakes += [] if (each, rdf.type, None) in known else [f"{each} is unknown"]
        if not str(name).startswith(earl):
            continue
        node = not isinstance(value, rdflib.Literal)
        if node != ((name, rdf.type, owl.ObjectProperty) in known):
            mistakes.append(f"{name} of {value!r}")
        # the schema gives earl:pointer a domain outside its own namespace by mistake
        domains = [each for each in known.objects(name, rdfs.domain) if str(each).startswith(earl)]
        mistakes += [f"{name} of no {each}" for each in domains if each not in kinds(subject)]
        ranges = known.objects(name, rdfs.range) if node else ()
        mistakes += [f"{name} is no {each}" for each in ranges if each not in kinds(value)]
    return mistakes


def test_a_wrong_graph_is_no_earl() -> None:
    """The check itself finds a name that is none, a text for a node, and a wrong kind of node."""
    good = json.loads(written("earl", (SMALL,)))
    for old, new in (
        ('"earl:mode"', '"earl:mod"'),
        ('"earl:outcome": {"@id": "earl:failed"}', '"earl:outcome": "failed"'),
        ('"earl:outcome": {"@id": "earl:failed"}', '"earl:outcome": {"@id": "earl:automatic"}'),
        ('"earl:TestSubject"', '"earl:TestResult"'),
        ('"ptr:Pointer"', '"ptr:Other"'),
    ):
        text = json.dumps(good)
        assert old in text
        assert earl_mistakes(as_graph(text.replace(old, new))), old


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("answers", ANSWERS.values(), ids=list(ANSWERS))
class TestEveryFormat:
    """Any assessment is written in any format, the same each time, and is accepted by others."""

    @pytest.mark.parametrize("name", MACHINES)
    def test_same_answer_same_bytes(
        self, name: str, answers: tuple[Assessment, ...], lang: str
    ) -> None:
        again = tuple(Assessment.from_json(each.to_json()) for each in answers)
        assert written(name, answers, lang) == written(name, again, lang)

    @pytest.mark.parametrize("name", MACHINES)
    def test_nothing_hides_or_turns_the_text(
        self, name: str, answers: tuple[Assessment, ...], lang: str
    ) -> None:
        text = written(name, answers, lang)
        assert not set(text) & set("\x00\x1b\u202e")
        assert not re.search(r"\\u00[01]|\\u202e", text)
        text.encode()

    def test_junit_by_the_schema_of_jenkins(
        self, answers: tuple[Assessment, ...], lang: str
    ) -> None:
        etree = pytest.importorskip("lxml.etree")
        schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))
        schema.assertValid(etree.fromstring(written("junit", answers, lang).encode()))

    def test_sarif_by_the_schema_of_oasis(self, answers: tuple[Assessment, ...], lang: str) -> None:
        schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
        log = json.loads(written("sarif", answers, lang))
        jsonschema.Draft4Validator(schema).validate(log)

    def test_oscal_by_the_schema_of_its_models(
        self, answers: tuple[Assessment, ...], lang: str
    ) -> None:
        if not answers:
            pytest.skip("OSCAL has no document without a result")
        path = SCHEMAS / "oscal-assessment-results-1.2.1.json"
        schema = json.loads(path.read_text("utf-8"))
        document = json.loads(written("oscal", answers, lang))
        jsonschema.Draft202012Validator(schema).validate(document)
        ids = re.findall(r'"uuid": "([^"]+)"', json.dumps(document))
        assert len(ids) == len(set(ids))

    def test_earl_by_the_vocabulary_of_w3c(
        self, answers: tuple[Assessment, ...], lang: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        rdflib: Any = pytest.importorskip("rdflib")
        graph = as_graph(written("earl", answers, lang))
        # rdflib logs what is no IRI, or no value of its type
        assert caplog.records == []
        assert earl_mistakes(graph) == []
        earl, kind = rdflib.Namespace("http://www.w3.org/ns/earl#"), rdflib.RDF.type
        assertions = set(graph.subjects(kind, earl.Assertion))
        findings = {(each.submission.get("digest"), each.spec.get("digest"), f.requirement)
                    for each in answers for f in each.findings}  # fmt: skip
        wholes = {each.to_json() for each in answers}
        assert len(assertions) == len(findings) + len(wholes)
        for each in assertions:
            for name in ("assertedBy", "subject", "test", "mode", "result"):
                assert len(list(graph.objects(each, earl[name]))) == 1
            (result,) = graph.objects(each, earl.result)
            assert len(list(graph.objects(result, earl.outcome))) == 1

    def test_workbook_holds_text_only(self, answers: tuple[Assessment, ...], lang: str) -> None:
        openpyxl: Any = pytest.importorskip("openpyxl")
        pytest.importorskip("xlsxwriter")
        data = render("xlsx", answers, lang)
        assert data == render("xlsx", answers, lang)
        assert isinstance(data, bytes)
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
        book = openpyxl.load_workbook(io.BytesIO(data))
        rows = list(book.worksheets[1].iter_rows(values_only=True))
        assert len(rows) == 1 + sum(len(each.findings) for each in answers)
        assert all(page.auto_filter.ref and page.freeze_panes == "A2" for page in book.worksheets)
        values = [cell for page in book for row in page.iter_rows(values_only=True) for cell in row]
        assert {type(each) for each in values if each is not None} == {str}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=list(ANSWERS))
class TestVerdictsStay:
    """No format makes more of a verdict than the assessment says."""

    def test_junit_is_green_exactly_where_the_whole_passes(
        self, answers: tuple[Assessment, ...]
    ) -> None:
        suites = list(ElementTree.fromstring(junit.render(answers, "en")))
        for suite, answer in zip(suites, answers, strict=True):
            red = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
            assert (red == 0) == (answer.verdict is PASS)
            assert int(suite.get("tests", "0")) == len(suite.findall("testcase"))

    def test_sarif_says_each_verdict(self, answers: tuple[Assessment, ...]) -> None:
        runs = json.loads(sarif.render(answers, "en"))["runs"]
        for run, answer in zip(runs, answers, strict=True):
            kinds = [result["kind"] for result in run["results"]]
            assert kinds == [sarif.KINDS[each.verdict] for each in answer.findings]
            assert run["properties"]["verdict"] == answer.verdict
            loud = [each["level"] != "none" for each in run["results"]]
            assert loud == [each.verdict is FAIL for each in answer.findings]

    def test_oscal_is_satisfied_by_a_pass_alone(self, answers: tuple[Assessment, ...]) -> None:
        results = json.loads(oscal.render(answers, "en"))["assessment-results"]["results"]
        for result, answer in zip(results, answers, strict=True):
            states = [
                each["target"]["status"]["state"] == "satisfied"
                for each in result.get("findings", ())
            ]
            applicable = [each for each in answer.findings if each.verdict is not NA]
            assert states == [each.verdict is PASS for each in applicable]

    def test_github_annotates_what_is_no_pass(self, answers: tuple[Assessment, ...]) -> None:
        lines = github.render(answers, "en").splitlines()
        waiting = [e for each in answers for e in each.findings if e.verdict in (FAIL, MISSING)]
        assert len(lines) == len(answers) + len(waiting)
        assert all(re.fullmatch(r"::(error|warning|notice) [^:]*::.*", line) for line in lines)

    def test_csv_has_a_line_for_each_finding(self, answers: tuple[Assessment, ...]) -> None:
        data = findings_csv.render(answers, "en")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        told = Counter(str(each.verdict) for answer in answers for each in answer.findings)
        assert Counter(row["verdict"] for row in rows) == told
        texts = [text for row in rows for text in row.values()]
        assert not [text for text in texts if text.startswith(("=", "@", "+"))]


class TestPlaces:
    """A finding is shown on the line of its row, else its document, else where evidence begins."""

    YAML = (
        b"submission: T\nevidence:\n  - id: R1\n    results:\n      - locator: p1\n      - x: 1\n"
    )

    @pytest.mark.parametrize(
        ("document", "locator", "line"),
        [("R1", "p1", 5), ("R1", "p9", 3), ("R1", None, 3), ("R9", "p1", 2)],
    )
    def test_place_of_evidence(self, document: str, locator: str | None, line: int) -> None:
        places = places_of(self.YAML, "a.yaml", "yaml")
        one = finding("a", MISSING, "evidence-not-admissible",
                      rejected=(Rejected(document, "wrong-model", {}, locator),))  # fmt: skip
        assert [span.line for span in places.of(one)] == [line]

    @pytest.mark.parametrize("data", [b"[]", b"{}", b'{"evidence": "no", "x": 1}', b"\x00", b""])
    @pytest.mark.parametrize("format", ["json", "yaml", "xlsx"])
    def test_any_file_has_a_place(self, data: bytes, format: str) -> None:
        assert places_of(data, "a", format, 7).of(finding("a", MISSING, "no-evidence"))[0].line == 7

    def test_a_line_of_many_counts_from_its_own(self) -> None:
        data = b'{"evidence": [{"id": "R1", "results": [{"locator": "p1"}]}]}'
        places = places_of(data, "a.jsonl", "json", 40)
        assert places.rows[("R1", "p1")].line == 40

    def test_sarif_shows_the_row_and_a_uri(self) -> None:
        results = json.loads(sarif.render((SMALL,), "en", [PLACES]))["runs"][0]["results"]
        assert results[0]["locations"][0]["physicalLocation"] == {
            "artifactLocation": {"uri": "a%20folder/sub%2Cmission.yaml"},
            "region": {"startLine": 9, "startColumn": 7},
        }
        assert all("locations" in result for result in results)

    def test_without_places_there_are_none(self) -> None:
        assert "locations" not in sarif.render((SMALL,), "en")
        assert "file=" not in github.render((SMALL,), "en")


def test_an_assessment_with_a_reason_of_its_own_is_no_green_suite() -> None:
    suite = ElementTree.fromstring(junit.render((ONLY_NA,), "en"))[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("skipped")) == ("2", "1", "1")


def test_register_says_each_document_once() -> None:
    documents = {each.name: each for each in admissions(SMALL)}
    assert list(documents) == ["R1", "R2", "R3"]
    assert (len(documents["R1"].cited), documents["R1"].unused) == (2, 1)
    refusals = list(documents["R2"].refusals("en"))
    assert [(said, [f.requirement for f in some]) for said, some in refusals] == [
        (worded("wrong-model", "en", {"found": "L-2", "wanted": "L-1"}), ["lead", "cadmium"])
    ]


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_said_in_both_languages_in_every_format(reason: str) -> None:
    wording = REASONS[reason]
    verdict = MISSING if wording.zh_need else PASS
    one = finding("a", verdict, reason, facts={"value": "1 mm"},
                  rejected=(Rejected("R1", reason, {"value": "1 mm"}),))  # fmt: skip
    assert one.message["zh"] in sentence(one, "zh")
    assert one.message["en"] in sentence(one, "en")
    assert one.needed["en"] in sentence(one, "en") or reason == "evidence-not-admissible"


def test_markdown_shows_what_it_is_given() -> None:
    assert escaped("# a\n- b") == "\\# a - b"
    assert "www\\.x" in escaped("www.x")


def test_a_figure_is_no_formula() -> None:
    one = measured("≤ 1 mm", "-1.5 mm", margin="-0.5 mm")
    row = findings_csv.row(assessment(one), one, "en")
    assert {"-1.5 mm", "-0.5 mm"} <= {findings_csv.cell(text) for text in row}


class TestCommand:
    """Bytes go to a file or a pipe and never to a terminal; what is not installed is named."""

    CHECK = ("check", "specs/smart-toilet-seat/examples/fail.yaml", "--as-of", "2026-11-23")

    def test_bytes_go_through_a_pipe(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        pytest.importorskip("xlsxwriter")
        assert main([*self.CHECK, "--format", "xlsx"]) == 1
        assert capfdbinary.readouterr().out.startswith(b"PK")

    def test_bytes_do_not_go_to_a_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        assert main([*self.CHECK, "--format", "csv"]) == 1
        assert main([*self.CHECK, "--format", "xlsx"]) == 64

    def test_missing_package_is_named(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("conformance.cli.check.find_spec", lambda _name: None)
        assert main([*self.CHECK, "--format", "xlsx"]) == 64
        assert "conformance[xlsx]" in capsys.readouterr().err

    def test_sarif_names_the_line_of_the_row(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*self.CHECK, "--format", "sarif"]) == 1
        results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
        (failed,) = [each for each in results if each["ruleId"] == "earth-resistance"]
        line = failed["locations"][0]["physicalLocation"]["region"]["startLine"]
        text = Path(self.CHECK[1]).read_text("utf-8").splitlines()[line - 1]
        assert "0.13 Ω" in text


def test_published_schema_of_the_assessment_accepts_every_answer() -> None:
    published = schema("assessment")
    assert published["$id"] == "urn:conformance:assessment:1"
    validator = jsonschema.Draft202012Validator(published)
    for answers in ANSWERS.values():
        for each in answers:
            validator.validate(json.loads(each.to_json()))


def test_every_format_is_documented() -> None:
    page = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
    assert [name for name in (*FORMATS, *OF_SEVERAL) if f"`{name}`" not in page] == []


def test_another_process_at_another_place_and_time_writes_the_same_bytes(tmp_path: Path) -> None:
    """Hash seed, time zone, locale, folder and clock are in no output, letters included."""
    names = []
    for number, each in enumerate((SMALL, MANY, NOTHING, everywhere(HOSTILE))):
        path = tmp_path / f"{number}.json"
        path.write_bytes(each.to_json())
        names.append(str(path))
    written: list[list[str]] = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Shanghai", "zh_CN.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale,
                       "PYTHONPATH": str(Path(__file__).parents[1])}  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-m", "tests.written_elsewhere", *names],
            env=environment, cwd=tmp_path if written else None, capture_output=True, check=True,
        )  # fmt: skip
        written.append(run.stdout.decode().splitlines())
    assert written[0] == written[1]
    assert len(written[0]) >= 2 * (len(FORMATS) - 2)
