"""The guide is executed: its complete files are read, and its spec compiles without a remark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.compiler import compile_spec
from conformance.compiler.catalogues import check_catalogue
from conformance.library.authored import read_authored
from conformance.library.library import Library, open_folders
from conformance.library.nodes import Mapping, Node, Scalar, Sequence
from conformance.model.spec import CategorySpec

GUIDE = Path(__file__).parents[1] / "docs" / "language.md"
FILE = re.compile(r"^```yaml\n# complete: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("guide")
    for name, text in FILE.findall(GUIDE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_folders([folder])


def test_files_of_the_guide_are_read(library: Library) -> None:
    assert [problem.render() for problem in library.problems] == []
    assert len(library.catalogues) == 2
    assert len(library.specs) == 3


def test_catalogues_of_the_guide_are_clean(library: Library) -> None:
    for source in library.catalogues.values():
        assert [p.render(source.text) for p in check_catalogue(library, source)] == []


def test_specs_of_the_guide_compile(library: Library) -> None:
    for source in library.specs.values():
        answer = compile_spec(library, source)
        assert [p.render(source.text) for p in (*answer.problems, *answer.advice)] == []
        assert answer.plan is not None


def test_the_guide_shows_every_word_of_the_language() -> None:
    from conformance.model.catalogue import Asked, Clause, Phrase, Term
    from conformance.model.spec import (
        CategorySpec,
        Chain,
        Days,
        Group,
        Identifier,
        Linked,
        Own,
        Sampling,
        Selection,
    )

    text = GUIDE.read_text(encoding="utf-8")
    models = (
        *(Asked, Clause, Phrase, Term, CategorySpec, Group, Own, Selection),
        *(Chain, Days, Identifier, Linked, Sampling),
    )
    words = {
        field.alias or name for model in models for name, field in model.model_fields.items()
    } - {"note", "or_all", "uses", "judgement", "standard"}
    assert {word for word in words if word not in text} == set()


def test_lint_finds_nothing_but_that_cases_are_to_be_written(library: Library) -> None:
    from conformance.authoring.linting import authored_files, lint

    linted = lint(authored_files(library.folders), library)
    assert {each.diagnostic.code for each in linted.problems} == {"case-missing"}
    assert {each.diagnostic.code for each in linted.notes} == {"clause-open", "nothing-mandatory"}


FREE = re.compile(  # words that are nobody's but the author's: what they say cannot be wrong
    r"(why|zh|en|note|scheme|regulation|statement|rooted_in|territory|one_of|spec|standards|weights"
    r"|allow\..*|(from|to))$"
)


def test_no_word_of_the_spec_is_passed_over(library: Library) -> None:
    """A word that nobody can read is refused: an age of `2 years` was no age at all."""
    source = next(each for each in library.specs.values() if each.model.spec == "step-ladder")
    silent = []
    for path, node in leaves(source.root):
        name = ".".join(path)
        if FREE.search(re.sub(r"\.\d+$", "", name)) or not node.text:
            continue
        lines = source.text.splitlines(keepends=True)
        line, start = lines[node.span.line - 1], node.span.column - 1
        end = start + node.span.width
        lines[node.span.line - 1] = f'{line[:start]}"zzz 9"{line[end:]}'
        read, problems = read_authored("".join(lines).encode(), "spec.yaml", CategorySpec)
        if not problems:
            assert read is not None
            specs = {**library.specs, read.model.id: read}
            answer = compile_spec(Library(library.catalogues, specs), read)
            problems = (*answer.problems, *answer.advice)
        if not problems:
            silent.append(name)
    assert silent == []


def leaves(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    match node:
        case Mapping(entries=entries):
            for key, value in entries:
                yield from leaves(value, (*path, key.text))
        case Sequence(items=items):
            for number, value in enumerate(items):
                yield from leaves(value, (*path, str(number)))
        case Scalar():
            yield path, node
