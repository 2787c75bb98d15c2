"""Every problem that an authored file can have: a bad example, a good one, and a page."""

import re
from pathlib import Path

import pytest
import yaml

from conformance.authoring.lints import BY_CODE
from tests.authored import Written
from tests.golden import compare

ROOT = Path(__file__).parents[1]
CASES = sorted((Path(__file__).parent / "cases" / "diagnostics").glob("*.yaml"))
PAGES = ROOT / "docs" / "diagnostics"
SOURCES = (
    *(ROOT / "conformance" / "compiler").glob("*.py"),
    ROOT / "conformance" / "library" / "authored.py",
)
# what is said of a limit or a condition; the longest texts have no example
READ = tuple(
    ROOT / "conformance" / "quantities" / f"{name}.py"
    for name in ("limit", "expressions", "conditions")
)
TOO_LONG = {"expression-too-deep", "expression-too-long"}
# what is said of YAML itself; a file that is too large or no text at all has no example
YAML = tuple(
    ROOT / "conformance" / "library" / f"{name}.py"
    for name in ("tree", "guard", "yaml_events", "yaml_mistakes")
)
NO_TEXT = {
    "keys-too-long", "not-utf-8", "too-deep", "too-large", "too-many-problems", "too-many-values",
    "unpaired-surrogate",
}  # fmt: skip
CODE = re.compile(r'(?:Diagnostic|problem)\(\s*"([a-z0-9-]+)"')


def read(path: Path) -> dict[str, list[str]]:
    case: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


def written(texts: list[str]) -> Written:
    """Return the texts of an example, filled up."""
    return Written(*texts)


def sentence(text: str) -> str:
    """Return half a sentence as a sentence begins."""
    return text[0].upper() + text[1:]


def page(path: Path) -> str:
    """Return the page of a code in Markdown, made from its example."""
    case, code = read(path), path.stem
    example = written(case["bad"])
    problem = next(each for each in example.lint() if each.code == code)
    zh, en = case["what"]["zh"], case["what"]["en"]  # type: ignore[call-overload]
    why = case.get("why")
    reason = f"## 为什么 · why\n\n{why['zh']}。\n\n{sentence(why['en'])}.\n\n" if why else ""  # type: ignore[call-overload]
    bad = "\n".join(f"```yaml\n{text.rstrip()}\n```" for text in case["bad"])
    good = "\n".join(f"```yaml\n{text.rstrip()}\n```" for text in case["good"])
    return (
        f"# `{code}`\n\n{zh}。\n\n{sentence(en)}.\n\n{reason}"
        f"## 错误的写法 · wrong\n\n{bad}\n\n"
        f"```text\n{example.rendered(problem, 'zh')}\n\n{example.rendered(problem)}\n```\n\n"
        f"## 正确的写法 · right\n\n{good}\n"
    )


def test_every_code_has_an_example() -> None:
    sources = (*SOURCES, *READ)
    codes = {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}
    found = {path.stem for path in CASES}
    assert codes - TOO_LONG <= found
    said = {each for path in YAML for each in re.findall(
        r'"([a-z]+(?:-[a-z0-9]+)*)"', path.read_text(encoding="utf-8"))}  # fmt: skip
    assert found - codes <= said - NO_TEXT
    assert {code for path in YAML for code in CODE.findall(path.read_text("utf-8"))} <= (
        found | NO_TEXT
    )
    assert len(codes) > 50


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_example_shows_the_problem_and_good_one_none(path: Path, reset: bool) -> None:
    case = read(path)
    bad = written(case["bad"])
    assert path.stem in {problem.code for problem in bad.lint()}
    good = Written(*case["good"])
    assert [good.rendered(problem) for problem in good.lint()] == []
    shown = "\n\n".join(
        bad.rendered(problem, lang) for problem in bad.lint() for lang in ("en", "zh")
    )
    compare(f"diagnostics/{path.stem}.txt", f"{shown}\n", reset=reset)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_page_is_made_from_the_example(path: Path, reset: bool) -> None:
    text, target = page(path), PAGES / f"{path.stem}.md"
    if reset:
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    assert text == target.read_text(encoding="utf-8"), "if meant, run pytest with --reset"


def test_there_is_no_page_without_an_example() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"index"}
    assert pages == {path.stem for path in CASES} | set(BY_CODE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_messages_read_alike(path: Path) -> None:
    for problem in written(read(path)["bad"]).lint():
        for text in (problem.message.en, problem.help.en):
            assert not text.endswith("."), text
        assert problem.message.zh
        assert problem.message.en
        assert problem.span.line


def test_index_lists_every_page(reset: bool) -> None:
    words = {path.stem: (read(path)["what"]["zh"], read(path)["what"]["en"]) for path in CASES}  # type: ignore[call-overload]
    words |= {code: (lint.what.zh, lint.what.en) for code, lint in BY_CODE.items()}
    lines = "".join(
        f"| [`{code}`]({code}.md) | {zh} | {en} |\n" for code, (zh, en) in sorted(words.items())
    )
    text = (
        "# 编写规范时的诊断 · Diagnostics of authored files\n\n"
        "| code | 含义 | meaning |\n|---|---|---|\n" + lines
    )
    target = PAGES / "index.md"
    if reset:
        target.write_text(text, encoding="utf-8")
    assert text == target.read_text(encoding="utf-8"), "if meant, run pytest with --reset"
