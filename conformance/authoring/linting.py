"""Linting: every problem of every authored file, with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.compiler import compile_spec
from conformance.compiler.catalogues import check_catalogue
from conformance.diagnostics import Diagnostic, Span
from conformance.library.authored import read_authored
from conformance.library.library import Library
from conformance.library.nodes import Mapping, read_yaml
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec


@dataclass(frozen=True, slots=True)
class Linted:
    """How many files were looked at, and the problems with the text each is about."""

    files: int
    problems: tuple[tuple[Diagnostic, str], ...]


def authored_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every catalogue and spec below the paths; cases and examples are neither."""
    for path in paths:
        if path.is_dir():
            yield from (
                each
                for each in sorted(path.rglob("*.yaml"))
                if not {"cases", "examples"} & set(each.relative_to(path).parts[:-1])
            )
        else:
            yield path


def lint(files: Iterable[Path], library: Library) -> Linted:
    """Return the problems of `files`, which are read beside the catalogues of `library`."""
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    catalogues, specs = dict(library.catalogues), dict(library.specs)
    own_catalogues, own_specs = [], []
    count = 0
    for path in files:
        count += 1
        data = path.read_bytes()
        name = str(path)
        texts[name] = data.decode(errors="replace")
        if _is_spec(data, name):
            spec, wrong = read_authored(data, name, CategorySpec)
            if spec is not None:
                specs[spec.model.id] = spec
                own_specs.append(spec)
        else:
            catalogue, wrong = read_authored(data, name, Catalogue)
            if catalogue is not None:
                catalogues[catalogue.model.id] = catalogue
                own_catalogues.append(catalogue)
        problems += wrong
    whole = Library(catalogues, specs)
    for source in own_catalogues:
        problems += check_catalogue(whole, source)
    for source_of_spec in own_specs:
        compiled = compile_spec(whole, source_of_spec)
        problems += (*compiled.problems, *compiled.advice)
    ordered = sorted(dict.fromkeys(problems), key=_place)
    return Linted(count, tuple((each, _text(each.span, texts)) for each in ordered))


def _place(problem: Diagnostic) -> tuple[str, int, int]:
    return problem.span.file, problem.span.line, problem.span.column


def _text(span: Span, texts: dict[str, str]) -> str:
    """Return the file that a place is in; it may be one that was not asked for."""
    if span.file not in texts:
        path = Path(span.file)
        texts[span.file] = path.read_text(errors="replace") if path.is_file() else ""
    return texts[span.file]


def _is_spec(data: bytes, name: str) -> bool:
    """Return whether a file is a spec by its first words, else by where it lies."""
    root, _ = read_yaml(data, name)
    if isinstance(root, Mapping):
        keys = {key.text for key, _ in root.entries}
        if {"spec", "sections"} & keys:
            return True
        if {"standard", "clauses", "line"} & keys:
            return False
    return Path(name).name == "spec.yaml" or Path(name).parent.name == "versions"
