"""The registry polices itself: a lint is found in its bad example, and not in its good one."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import conformance.authoring.lints as registry
from conformance.authoring.lint import Lint, Severity
from conformance.authoring.lint_formats import as_github, as_json, as_sarif, as_text
from conformance.authoring.linting import Found, Linted, authored_files, lint
from conformance.authoring.lints import ADVICE_OF_THE_COMPILER, BY_CODE, LINTS, MISTAKES
from conformance.cli import main
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.library import Library, open_folders
from tests.authored import SPEC, STANDARD, completed, is_standard
from tests.golden import compare

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "diagnostics"
SCHEMAS = ROOT / "tests" / "schemas"
TABLE = ROOT / "docs" / "lints.md"
CASES = ROOT / "tests" / "cases" / "diagnostics"
BASE = SPEC.replace("  promise: {kind: declaration}\n", "")  # which no requirement would use
EACH_LINT = pytest.mark.parametrize("each", LINTS, ids=lambda each: each.code)


def library_of(texts: tuple[str, ...], folder: Path) -> Path:
    """Write the texts of an example, filled up, as the library that a user would have."""
    standards = [text for text in texts if is_standard(text)]
    cases = [text for text in texts if text.startswith("from:")]
    submissions = [text for text in texts if text.startswith("submission:")]
    specs = [text for text in texts if text not in (*standards, *cases, *submissions)]
    spec = folder / "specs" / "ladder"
    for name in ("cases", "examples"):
        (spec / name).mkdir(parents=True)
    (folder / "standards").mkdir()
    for number, text in enumerate(standards or [""]):
        path = folder / "standards" / f"standard{number + 1}.yaml"
        path.write_text(completed(text, STANDARD), encoding="utf-8")
    (spec / "spec.yaml").write_text(completed("".join(specs), BASE), encoding="utf-8")
    for name, given in (("cases/tests.yaml", cases), ("examples/pass.yaml", submissions)):
        if given:
            (spec / name).write_text(given[0], encoding="utf-8")
    return folder


def found_in(texts: tuple[str, ...], folder: Path) -> Linted:
    """Return what lint finds in an example, but the cases that it does not bring along."""
    home = library_of(texts, folder)
    linted = lint(authored_files([home]), Library({}, {}))
    cases = any(text.startswith("from:") for text in texts)
    kept = [each for each in linted.found if cases or each.diagnostic.code != "case-missing"]
    return Linted(linted.files, tuple(kept))


class TestEveryLint:
    """A lint is one file, is found in its bad example, and says what to do about it."""

    def test_is_registered(self) -> None:
        files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")} - {"__init__"}
        assert {each.code.replace("-", "_") for each in LINTS} == files
        assert len(files) > 10

    @EACH_LINT
    def test_opens_with_its_code(self, each: Lint) -> None:
        path = Path(registry.__file__).parent / f"{each.code.replace('-', '_')}.py"
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        kind = "Note" if each.severity is Severity.NOTE else "Lint"
        assert first.startswith(f'"""{kind} `{each.code}`: ')

    @EACH_LINT
    def test_is_found_in_the_bad_example_alone(self, each: Lint, tmp_path: Path) -> None:
        bad = found_in(each.bad, tmp_path / "bad").found
        assert {found.diagnostic.code for found in bad} == {each.code}
        assert {found.severity for found in bad} == {each.severity}
        assert found_in(each.good, tmp_path / "good").problems == ()
        assert all(f.diagnostic.code != each.code or each.code != "allow-unused"
                   for f in found_in(each.good, tmp_path / "again").found)  # fmt: skip

    @EACH_LINT
    def test_reads_as_the_others_do(self, each: Lint, tmp_path: Path) -> None:
        for text in (each.what, each.why, each.remedy):
            assert re.search("[一-鿿]", text.zh)
            assert not re.search("[一-鿿]", text.en)
            assert not text.en.endswith(".")
            assert not text.zh.endswith("。")
        for found in found_in(each.bad, tmp_path).found:
            assert found.diagnostic.span.line
            assert found.diagnostic.help.zh
            assert found.diagnostic.help.en

    def test_every_mistake_is_looked_for(self) -> None:
        listed = {code for mistake in MISTAKES for code in mistake.codes}
        refused = {path.stem for path in CASES.glob("*.yaml")}
        assert set(BY_CODE) <= listed
        assert listed - set(BY_CODE) <= refused
        assert set(ADVICE_OF_THE_COMPILER) <= listed & refused
        assert not set(BY_CODE) & refused, "a mistake that does not compile needs no lint"


class TestDocuments:
    """The page of each lint, and the table of mistakes, are made from the registry."""

    @EACH_LINT
    def test_page(self, each: Lint, tmp_path: Path, reset: bool) -> None:
        compared(PAGES / f"{each.code}.md", page(each, tmp_path), reset=reset)

    def test_table(self, reset: bool) -> None:
        compared(TABLE, table(), reset=reset)


def compared(target: Path, text: str, *, reset: bool) -> None:
    if reset:
        target.write_text(text, encoding="utf-8")
    assert text == target.read_text(encoding="utf-8"), "if meant, run pytest with --reset"


_WEIGHTS = {
    Severity.ERROR: ("不能编译", "does not compile"),
    Severity.WARNING: ("警告", "warning"),
    Severity.NOTE: ("提示", "note"),
}


def page(each: Lint, folder: Path) -> str:
    """Return the page of a lint in Markdown, made from its example."""
    found = found_in(each.bad, folder).found[0]
    shown = Linted(1, (found,))
    zh, en = (as_text(shown, lang, notes=True).rpartition("\n")[0] for lang in ("zh", "en"))
    answer = f"{zh.strip()}\n\n{en.strip()}".replace(f"{folder}/", "")
    bad = "\n".join(f"```yaml\n{text.rstrip()}\n```" for text in each.bad)
    good = "\n".join(f"```yaml\n{text.rstrip()}\n```" for text in each.good)
    words = _WEIGHTS[each.severity]
    return (
        f"# `{each.code}`\n\n{each.what.zh}({words[0]})。\n\n"
        f"{_sentence(each.what.en)} ({words[1]}).\n\n"
        f"## 为什么 · why\n\n{each.why.zh}。\n\n{_sentence(each.why.en)}.\n\n"
        f"## 怎么办 · what to do\n\n{each.remedy.zh}。\n\n{_sentence(each.remedy.en)}.\n\n"
        f"## 错误的写法 · wrong\n\n{bad}\n\n```text\n{answer}\n```\n\n"
        f"## 正确的写法 · right\n\n{good}\n"
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def table() -> str:
    """Return the table of mistakes in Markdown, each with what finds it."""
    lines = []
    for mistake in MISTAKES:
        codes = []
        for code in mistake.codes:
            weight = BY_CODE[code].severity if code in BY_CODE else Severity.ERROR
            weight = Severity.WARNING if code in ADVICE_OF_THE_COMPILER else weight
            zh, en = _WEIGHTS[weight]
            codes.append(f"[`{code}`](diagnostics/{code}.md) {zh} · {en}")
        lines.append(f"| {mistake.what.zh} | {mistake.what.en} | {'<br>'.join(codes)} |\n")
    return INTRODUCTION + "".join(lines)


INTRODUCTION = """\
# 规范检查 · Lint

`conformance lint PATH…` 一次说出条款库和规范的所有问题。错误不能编译;警告能编译而多半不是本意,
两者都使 `lint` 以 1 结束;提示(`--notes` 显示)是读者应知道的事,不算问题。

`conformance lint PATH…` says everything about catalogues and specs at once. An error does not
compile; a warning compiles and is hardly meant; either makes `lint` end with 1. A note, shown with
`--notes`, says what a reader should know and is no problem.

| `--format` | 用途 · for |
|---|---|
| `text` | 人读 · people |
| `json` | 程序,中英文都有 · programs, in both languages |
| `github` | GitHub 在改动的行旁显示 · shown by GitHub beside the line that is changed |
| `sarif` | SARIF 2.1.0,代码扫描 · code scanning |

确属本意的警告,在该文件的 `allow` 中写明理由;它就成为提示,附上理由。
没有可容许之事的条目自身会被指出。错误不能容许。

A warning that is meant is allowed in its file, with the reason; it becomes a note that shows the
reason. An entry that allows nothing is named itself. An error cannot be allowed.

```yaml
allow:
  limit-always-met:                      # the code
    spacing-of-ours: 只要求报告写出间距    # a requirement, clause, section …, and why
```

## 查哪些错误 · what is looked for

| 错误 | mistake | 由谁指出 · found by |
|---|---|---|
"""


def sample() -> Linted:
    """Return findings of every weight, with places that need escaping."""
    text = "spec: x\n  limit: 100 %, ok\n"
    one = Diagnostic(
        "limit-always-met", Text("任何值\n都满足", "100 % of all\nvalues"),
        Span("specs/梯子 a/spec.yaml", 2, 3, 5), Text("改", "change it"),
        ((Text("另一处", "the other"), Span("standards/x.yaml", 1, 1, 4)),),
    )  # fmt: skip
    two = Diagnostic("unknown-key", Text("没有键", "no key"), Span("a,b:c.yaml", 0))
    three = Diagnostic("clause-open", Text("未确定", "open"), Span("/abs/x.yaml", 1, 1))
    weights = (Severity.WARNING, Severity.ERROR, Severity.NOTE)
    return Linted(3, tuple(map(Found, (one, two, three), weights, (text, "", text))))


class TestFormats:
    """The findings are the same in every format."""

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_text(self, lang: str, reset: bool) -> None:
        shown = f"{as_text(sample(), lang)}\n\n{as_text(sample(), lang, notes=True)}\n"
        compare(f"lint_{lang}.txt", shown, reset=reset)

    def test_json(self) -> None:
        read = json.loads(as_json(sample()))
        assert (read["format"], read["problems"], read["notes"]) == ("conformance-lint/1", 2, 1)
        assert [each["severity"] for each in read["found"]] == ["warning", "error", "note"]
        assert read["found"][0]["see"][0]["file"] == "standards/x.yaml"

    def test_github(self) -> None:
        first, second = as_github(sample(), "en").splitlines()
        assert first == (
            "::warning file=specs/梯子 a/spec.yaml,line=2,col=3,endColumn=8,"
            "title=limit-always-met::"
            "100 %25 of all values — change it — standards/x.yaml:1:1: the other"
        )
        assert second == "::error file=a%2Cb%3Ac.yaml,title=unknown-key::no key"
        assert as_github(sample(), "en", notes=True).splitlines()[2].startswith("::notice ")

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_sarif_by_the_schema_of_oasis(self, lang: str) -> None:
        schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
        log = json.loads(as_sarif(sample(), lang))
        jsonschema.Draft4Validator(schema).validate(log)
        (run,) = log["runs"]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert len(set(rules)) == len(rules)
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]
        first, second, _ = run["results"]
        assert [each["level"] for each in run["results"]] == ["warning", "error", "note"]
        assert first["locations"][0]["physicalLocation"]["region"]["endColumn"] == 8
        assert first["relatedLocations"][0]["message"]["text"] in ("the other", "另一处")
        assert "region" not in second["locations"][0]["physicalLocation"]

    def test_sarif_of_nothing(self) -> None:
        schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
        jsonschema.Draft4Validator(schema).validate(json.loads(as_sarif(Linted(0, ()), "en")))


class TestShippedFiles:
    """Everything that is shipped is clean, and what is allowed there says why."""

    def test_lint_is_clean(self) -> None:
        folders = [ROOT / "standards", ROOT / "specs"]
        linted = lint(authored_files(folders), open_folders([ROOT]))
        assert [each.diagnostic.render(each.text) for each in linted.problems] == []
        assert linted.files > 60
        assert linted.notes

    @pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
    def test_command(self, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        home = library_of(BY_CODE["limit-always-met"].bad, tmp_path)
        assert main(["lint", str(home), "--format", form, "--lang", "en"]) == 1
        assert "limit-always-met" in capsys.readouterr().out
        good = library_of(BY_CODE["case-missing"].good, tmp_path / "good")
        assert main(["lint", str(good), "--format", form, "--lang", "en"]) == 0
        assert "limit-always-met" not in capsys.readouterr().out


def test_what_is_allowed_becomes_a_note_with_its_reason(tmp_path: Path) -> None:
    (found,) = found_in(BY_CODE["allow-unused"].good, tmp_path).found
    assert found.severity is Severity.NOTE
    assert "只要求报告写出间距" in found.diagnostic.message.zh


APART = """\
standard: XS %d-2024
line: XS %d
title: {zh: 梯, en: ladders}
terms:
  folding: {zh: 可折叠, en: folding, one_of: [yes, no]}
clauses:
  "5.1":
    name: spacing-%d
    title: {zh: 踏棍间距, en: rung spacing}
    measures: length
    applies: folding is %s
    limit: "%s"
"""
TAKEN = "builds_on:\n  - standard: XS 1-2024\n  - standard: XS 2-2024\n"


@pytest.mark.parametrize(
    ("other", "limit", "found"),
    [("yes", ">= 31 cm", True), ("no", ">= 31 cm", False), ("yes", ">= 300 mm", False),
     ("yes", "> 300 mm", True), ("yes", "10 mm .. 20 mm or 400 mm .. 500 mm", False)],
)  # fmt: skip
def test_limits_contradict_for_some_product_or_for_none(
    other: str, limit: str, found: bool, tmp_path: Path
) -> None:
    """300 mm itself meets both ends; conditions that never hold together keep limits apart."""
    one = APART % (1, 1, 1, "yes", "<= 300 mm")
    two = APART % (2, 2, 2, other, limit)
    codes = {each.diagnostic.code for each in found_in((one, two, TAKEN), tmp_path).found}
    assert ("limits-contradict" in codes) == found


def test_an_error_cannot_be_allowed(tmp_path: Path) -> None:
    spec = "allow: {no-evidence: {x: we like it}}\n"
    codes = [f.diagnostic.code for f in found_in((spec,), tmp_path).problems]
    assert codes == ["allow-unused"]


def test_examples_of_the_compiler_say_why() -> None:
    listed = {code for mistake in MISTAKES for code in mistake.codes} - set(BY_CODE)
    for code in sorted(listed):
        case = yaml.safe_load((CASES / f"{code}.yaml").read_text(encoding="utf-8"))
        assert {"zh", "en"} <= case.get("why", {}).keys(), f"{code} does not say why"


def test_what_only_follows_from_a_catalogue_that_cannot_be_read_is_not_said(tmp_path: Path) -> None:
    home = library_of(("standard: XS 1-2024\nissued: 2024/1/1\n",), tmp_path)
    found = lint(authored_files([home]), Library({}, {})).found
    assert [each.diagnostic.code for each in found] == ["edition-ill-formed", "wrong-shape"]
    assert found[0].diagnostic.see


def test_a_comma_in_braces_is_explained(tmp_path: Path) -> None:
    rows = (
        "attributes:\n  supply: {zh: 供电, en: supply, one_of: [mains, battery, none]}\n"
        "requirements:\n  gap:\n    title: {zh: 间隙, en: gap}\n    basis: enterprise\n"
        "    measures: length\n    limit:\n"
        "      - {when: supply in mains, battery, is: <= 1 mm}\n"
        "      - {when: supply is none, is: <= 2 mm}\n"
    )
    found = lint(authored_files([library_of((rows,), tmp_path)]), Library({}, {})).found
    told = {each.diagnostic.code: each.diagnostic.help.en for each in found}
    assert "in quotes" in told["unknown-key"]
    assert "not-text" not in told
