"""The tools on the language: lint, checklist, template, schema, and what the library holds."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance import OpenLibrary
from conformance.authoring.checklist import checklist, read_attributes, read_attributes_file
from conformance.authoring.checklist_words import checklist_in_words
from conformance.authoring.schema import SCHEMAS, schema
from conformance.authoring.template import as_json, as_yaml
from conformance.checking.decode import decode
from conformance.cli import main
from conformance.compiler import compile_spec
from conformance.diagnostics import IllFormed
from conformance.library.authored import read_authored
from conformance.library.library import open_folders
from conformance.library.nodes import plain, read_yaml
from conformance.model.catalogue import Catalogue
from conformance.model.plan import Plan
from conformance.model.spec import CategorySpec
from tests.golden import compare

ROOT = Path(__file__).parents[1]
LADDERS = ROOT / "tests" / "library"
DAY = date(2026, 11, 23)
SHIPPED = OpenLibrary((ROOT,))
SUBMITTED = sorted(ROOT.glob("specs/*/examples/*.yaml"))
REAL = {
    "spec": [LADDERS / "specs/ladder/spec.yaml", *ROOT.glob("specs/*/spec.yaml")],
    "standard": [*LADDERS.rglob("xs-*.yaml"), *ROOT.glob("standards/*/*.yaml")],
    "submission": [path for path in SUBMITTED if path.name != "index.yaml"],
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    library = open_folders([LADDERS])
    compiled = compile_spec(library, next(iter(library.specs.values()))).plan
    assert compiled is not None
    return compiled


def content(path: Path) -> Any:
    root, problems = read_yaml(path.read_bytes(), path.name)
    assert root is not None, problems
    return plain(root)


class TestSchema:
    """A schema says of a file what the reader says."""

    @pytest.mark.parametrize("name", sorted(REAL))
    def test_accepts_the_real_files(self, name: str) -> None:
        validator = jsonschema.Draft202012Validator(schema(name))
        wrong = [f"{p}: {e.message}" for p in REAL[name] for e in validator.iter_errors(content(p))]
        assert not wrong

    @pytest.mark.parametrize("name", sorted(SCHEMAS))
    def test_is_a_schema_with_words_in_both_languages(self, name: str) -> None:
        found = schema(name)
        jsonschema.Draft202012Validator.check_schema(found)
        for title, block in (("whole", found), *found["$defs"].items()):
            assert BOTH.fullmatch(block["description"]), title
            for key, each in block.get("properties", {}).items():
                fixed = key in ("kind", "format") and "description" not in each
                assert fixed or BOTH.fullmatch(each["description"]), f"{title}.{key}"

    @given(st.data())
    @settings(max_examples=60)
    def test_unknown_keys_are_refused_by_both(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(["spec", "standard"]))
        found = content(data.draw(st.sampled_from(REAL[name][:3])))
        places = [found]
        for place in places:
            places += [v for v in place.values() if isinstance(v, dict)]
        place = data.draw(st.sampled_from(places))
        key = data.draw(st.sampled_from(["limits", "from", "title", "is", "because", "x"]))
        place[key] = data.draw(st.sampled_from([place.get(key, "x"), "x"]))
        written = json.dumps(found).encode()
        if name == "spec":
            _, problems = read_authored(written, "x", CategorySpec)
        else:
            _, problems = read_authored(written, "x", Catalogue)
        unknown = any(each.code == "unknown-key" for each in problems)
        accepted = jsonschema.Draft202012Validator(schema(name)).is_valid(found)
        assert not (unknown and accepted)
        if not problems:
            assert accepted


class TestTemplate:
    """The form can be read back, empty as it is."""

    def test_both_forms_say_the_same(self, plan: Plan) -> None:
        written = decode(as_yaml(plan, DAY), file="form.yaml", format="yaml")
        assert written == decode(as_json(plan, DAY))
        assert written.spec == "ladder@1.0.0"
        assert written.evidence

    def test_choices_and_limits_stand_beside(self, plan: Plan) -> None:
        text = as_yaml(plan, DAY)
        assert "material:  # 材料 · material: wood, metal" in text
        assert "≤ 280 mm" in text


class TestChecklist:
    """What has to be tested, for a product of which some facts are known."""

    def test_limits_are_those_of_the_product(self, plan: Plan) -> None:
        subject = read_attributes(b"material: metal\nheight: 4 m\nmanufactured: 2026-09-01\n", "x")
        items = {item.requirement: item for item in checklist(plan, DAY, subject)}
        assert items["rung-spacing"].limit == "≤ 280 mm"
        assert items["deflection"].limit == "≤ 20 mm"
        assert items["deflection"].applies is True
        assert items["proof-load"].open_attributes == ("rated_load",)
        assert items["slipping-warning"].limit == "product: 警告!小心滑落"

    def test_a_submission_will_do(self, plan: Plan) -> None:
        subject = read_attributes(b"subject: {attributes: {height: 1 m}}", "x")
        items = {item.requirement: item for item in checklist(plan, DAY, subject)}
        assert items["deflection"].applies is False

    def test_what_is_no_mapping_is_refused(self) -> None:
        with pytest.raises(IllFormed):
            read_attributes(b"- one\n", "x")


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestChecklistInWords:
    """What a merchant reads before anything is tested."""

    def test_reads_as_when_somebody_last_looked(self, lang: str, reset: bool, plan: Plan) -> None:
        subject = read_attributes(b"material: metal\nheight: 1 m\nmanufactured: 2026-09-01\n", "x")
        for name, known in (("nothing", None), ("some", subject)):
            items = checklist(plan, DAY, known)
            declared = None if known is None else known.subject
            text = checklist_in_words(plan, items, lang, DAY, declared)
            compare(f"checklist_{name}_{lang}.txt", text + "\n", reset=reset)

    def test_says_when_nothing_is_left_to_declare(self, lang: str) -> None:
        plan = SHIPPED.plan("smart-toilet-seat")
        example = ROOT / "specs" / "smart-toilet-seat" / "examples" / "pass.yaml"
        subject = read_attributes_file(str(example))
        text = checklist_in_words(plan, checklist(plan, DAY, subject), lang, DAY, subject.subject)
        assert ("属性齐全" if lang == "zh" else "everything is declared") in text
        assert "1368 W .. 1596 W" in text

    def test_says_what_nothing_satisfies_and_what_is_open(self, lang: str, plan: Plan) -> None:
        first, second, *rest = checklist(plan, DAY)
        items = [replace(first, limit="∅"), replace(second, open="表3 · table 3"), *rest]
        text = checklist_in_words(plan, items, lang, DAY)
        assert "∅" in text
        assert ("数值未确定:表3" if lang == "zh" else "not established: table 3") in text

    @pytest.mark.parametrize("name", SHIPPED.library.known_specs())
    def test_names_every_requirement_of_a_shipped_spec(self, lang: str, name: str) -> None:
        plan = SHIPPED.plan(name)
        text = checklist_in_words(plan, checklist(plan, DAY), lang, DAY)
        flat = "".join(text.split())
        for each in plan.requirements:
            title = each.title.zh if lang == "zh" else each.title.en
            assert "".join(title.split()) in flat, each.id
        assert not [line for line in text.splitlines() if line != line.rstrip()]


BOTH = re.compile(r"[^·]*[\u4e00-\u9fff][^·]* · [^·]*[A-Za-z][^·]*", re.DOTALL)
"""A description in Chinese, then in English."""
LIBRARY = ["--library", str(LADDERS)]


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        (["lint", str(LADDERS / "standards")], 0, "2 files, 0 problems"),
        (["lint", "nowhere"], 65, "nowhere"),
        (["specs", *LIBRARY], 0, "ladder@1.0.0"),
        (["specs", "show", "ladder", *LIBRARY], 0, "XS 100-2024#4.1"),
        (["specs", "show", "ladder", "--plan", *LIBRARY], 0, '"spec": "ladder"'),
        (["specs", "show", "laddr", *LIBRARY], 64, "did you mean 'ladder'?"),
        (["standards", *LIBRARY], 0, "XS 100-2020"),
        (["standards", "show", "XS 100-2024", *LIBRARY], 0, "required: manufactured ≥ 2026-08-01"),
        (["standards", "show", "XS 100-2025", *LIBRARY], 64, "did you mean 'XS 100-2024'?"),
        (["checklist", "ladder", *LIBRARY], 0, "rung spacing"),
        (["checklist", "ladder", "--format", "json", *LIBRARY], 0, '"requirement": "sway"'),
        (["checklist", "ladder", "--attributes", "nowhere", *LIBRARY], 65, "nowhere"),
        (["checklist", "nothing", *LIBRARY], 64, "unknown-spec"),
        (["checklist", "ladder", "--as-of", "soon", *LIBRARY], 64, "soon"),
        (["template", "ladder", "-o", "form.pdf", *LIBRARY], 64, "form.pdf"),
        (["schema", "submission"], 0, "$schema"),
    ],
)
def test_commands(
    arguments: list[str], code: int, shown: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("CONFORMANCE_CACHE", "")
    assert main(arguments) == code
    said = capsys.readouterr()
    assert shown in said.out + said.err


def test_lint_shows_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "spec.yaml"
    text = (LADDERS / "specs/ladder/spec.yaml").read_text("utf-8").replace("kind: audit", "kind: x")
    path.write_text(text.replace("60 dB(A)", "60 dbx"), encoding="utf-8")
    assert main(["lint", str(path), "--lang", "en", *LIBRARY]) == 1
    assert "^" in capsys.readouterr().out


def test_template_is_written(tmp_path: Path) -> None:
    for name in ("form.yaml", "form.json"):
        assert main(["template", "ladder", "-o", str(tmp_path / name), *LIBRARY]) == 0
        assert (tmp_path / name).stat().st_size > 500
