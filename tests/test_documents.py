"""Documents are true: what they show in Python and on the command line is run and compared.

In the README and in docs/, a `python` block is run (with `>>>`, its output is compared), and a
`console` block is a session at the prompt:

    $ conformance judge "<= 0.25 mA" "250.1 µA"
    …everything that the command prints, on either stream…
    $ echo $?
    1

A `yaml` block that begins `# file: NAME` is a file that the reader writes, for what follows.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Document, Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
ENVIRONMENT = {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}


def read_session(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command typed at the prompt with the output shown below it."""
    beginning, *steps = f"\n{text}".split("\n$ ")
    if beginning.strip() or not steps:
        raise ValueError("a console block begins with `$ ` and a command")
    for step in steps:
        command, _, output = step.partition("\n")
        yield command.strip(), output.strip()


def run_session(text: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each command with the output shown and the output it really has."""
    status = 0
    for command, shown in read_session(text):
        match shlex.split(command):
            case ["echo", "$?"]:
                yield command, shown, str(status)
            case ["conformance", *arguments]:
                done = run_conformance(arguments, folder)
                status = done.returncode
                yield command, shown, done.stdout.strip()
            case _:
                raise ValueError(f"{command!r} is neither `conformance …` nor `echo $?`")


def run_conformance(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program of this checkout in `folder`, both its streams as one."""
    return subprocess.run(
        [sys.executable, "-m", "conformance", *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )


def evaluate_console(example: Example) -> str | None:
    """Return what differs, or None; Sybil adds the document and the line."""
    for command, shown, printed in run_session(example.parsed, example.namespace["folder"]):
        if shown != printed:
            return f"$ {command}\nthe document shows:\n{shown}\nthe program prints:\n{printed}"
    return None


def evaluate_yaml(example: Example) -> None:
    """Write the file that a block names; other blocks only show something."""
    first, _, rest = example.parsed.partition("\n")
    if first.startswith("# file: "):
        path: Path = example.namespace["folder"] / first.removeprefix("# file: ").strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rest, encoding="utf-8")


def read_document(path: Path) -> Document:
    """Return the document with its blocks, not yet run."""
    console = CodeBlockParser(language="console", evaluator=evaluate_console)
    files = CodeBlockParser(language="yaml", evaluator=evaluate_yaml)
    return Sybil([PythonCodeBlockParser(), console, files], encoding="utf-8").parse(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a checkout, where commands may leave files."""
    for name in ("standards", "specs", "docs"):
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document_shows_what_happens(path: Path, folder: Path) -> None:
    document = read_document(path)
    document.namespace["folder"] = folder
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)", text)
    assert not [to for to in targets if not (path.parent / to).exists()]


def test_there_are_examples_to_run() -> None:
    assert list(read_document(ROOT / "README.md").examples())
    assert len(DOCUMENTS) > 5


def test_a_session_is_commands_with_their_output() -> None:
    session = "$ conformance specs\none\ntwo\n$ echo $?\n0\n"
    assert list(read_session(session)) == [("conformance specs", "one\ntwo"), ("echo $?", "0")]


def test_a_file_is_written_for_what_follows(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```yaml\n# file: a/b.yaml\nx: 1\n```\n\n```yaml\nx: 2\n```\n", "utf-8")
    document = read_document(page)
    document.namespace["folder"] = tmp_path
    for example in document.examples():
        example.evaluate()
    assert (tmp_path / "a" / "b.yaml").read_text("utf-8").strip() == "x: 1"
    assert {path.name for path in tmp_path.rglob("*.yaml")} == {"b.yaml"}


@pytest.mark.parametrize("text", ["conformance specs\n", "$ rm -r specs\n", ""])
def test_anything_else_is_refused(text: str, folder: Path) -> None:
    with pytest.raises(ValueError, match=r"neither|begins with"):
        list(run_session(text, folder))
