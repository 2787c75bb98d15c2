"""Linting: everything that is wrong with authored files, or not meant, with its place.

What the compiler refuses are errors; what the registry of lints finds besides
are warnings, and notes on what a reader should know.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.authoring.lint import Lint, Noticed, Severity
from conformance.authoring.lints import LINTS
from conformance.authoring.lints.allow_unused import allow_unused, with_reason
from conformance.authoring.views import PlanView, SpecView, StandardView
from conformance.compiler import compile_spec
from conformance.compiler.catalogues import check_catalogue
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source, read_to_go_on
from conformance.library.library import Library
from conformance.library.nodes import Mapping, read_yaml
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec


@dataclass(frozen=True, slots=True)
class Found:
    """A problem, how much it weighs, and the text of the file that it is in."""

    diagnostic: Diagnostic
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Linted:
    """How many files were looked at, and what was found in them, in the order of places."""

    files: int
    found: tuple[Found, ...]

    @property
    def problems(self) -> tuple[Found, ...]:
        """What must be put right: errors and warnings."""
        return tuple(each for each in self.found if each.severity is not Severity.NOTE)

    @property
    def notes(self) -> tuple[Found, ...]:
        """What a reader should know."""
        return tuple(each for each in self.found if each.severity is Severity.NOTE)


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
    """Return what is found in `files`, which are read beside the catalogues of `library`."""
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    unread: dict[str, Span] = {}
    catalogues, specs = dict(library.catalogues), dict(library.specs)
    own_catalogues, own_specs = [], []
    count = 0
    for path in files:
        count += 1
        data = path.read_bytes()
        name = str(path)
        texts[name] = data.decode(errors="replace")
        if _is_spec(data, name):
            spec, wrong = read_to_go_on(data, name, CategorySpec)
            if spec is not None:
                specs[spec.model.id] = spec
                own_specs.append(spec)
        else:
            catalogue, wrong = read_to_go_on(data, name, Catalogue)
            if catalogue is None:
                unread |= _named_standard(texts[name], name)
            else:
                catalogues[catalogue.model.id] = catalogue
                own_catalogues.append(catalogue)
        problems += wrong
    whole = Library(catalogues, specs)
    weighed = [(each, Severity.ERROR) for each in problems]
    for source in own_catalogues:
        weighed += _of_standard(StandardView(whole, source))
    for source_of_spec in own_specs:
        weighed += _without_followers(_of_spec(whole, source_of_spec), unread)
    once = {(each.code, each.span, each.message): (each, weight) for each, weight in weighed[::-1]}
    ordered = sorted(dict.fromkeys(list(once.values())[::-1]), key=lambda each: _place(each[0]))
    return Linted(
        count, tuple(Found(each, weight, _text(each.span, texts)) for each, weight in ordered)
    )


_STANDARD = re.compile(r"^standard:\s*[\"']?([^#\"'\n]+?)[\"']?\s*(?:#.*)?$", re.M)
_FOLLOWERS = frozenset(
    {"edition-unknown", "unknown-clause", "undeclared-attribute", "law-not-covered", "spec-empty",
     "exception-not-proven"}
)  # fmt: skip


def _named_standard(text: str, name: str) -> dict[str, Span]:
    """Return the edition that a catalogue is of which cannot be read, with its place."""
    found = _STANDARD.search(text)
    return {} if found is None else {found[1]: Span(name, text[: found.start()].count("\n") + 1)}


def _without_followers(found: Iterable["Weighed"], unread: dict[str, Span]) -> Iterator["Weighed"]:
    """Yield what is found in a spec, but what only follows from a catalogue that cannot be read."""
    kept = list(found)
    lacking = {
        problem: edition
        for problem, _ in kept
        if problem.code == "edition-unknown"
        for edition in unread
        if repr(edition) in problem.message.en
    }
    for problem, weight in kept:
        if problem in lacking:
            edition = lacking[problem]
            yield (
                Diagnostic(
                    "edition-ill-formed",
                    Text(
                        f"{edition} 的条款库有问题,本规范尚未全部检查",
                        f"the catalogue of {edition} has problems: this spec is not all looked at",
                    ),
                    problem.span,
                    Text("先改正条款库", "put those right first"),
                    ((Text("条款库", "the catalogue"), unread[edition]),),
                ),
                weight,
            )
        elif not (lacking and problem.code in _FOLLOWERS):
            yield problem, weight


Weighed = tuple[Diagnostic, Severity]
Sighting = tuple[Lint, Noticed]


def _of_standard(view: StandardView) -> Iterator[Weighed]:
    for problem in check_catalogue(view.library, view.source):
        yield problem, Severity.ERROR
    seen = [(lint, noticed) for lint in LINTS for noticed in lint.of_standard(view)]
    yield from _unless_allowed(view.source, seen)


def _of_spec(library: Library, source: Source[CategorySpec]) -> Iterator[Weighed]:
    """Yield what is found in a spec; its plan is looked at only where it compiles."""
    compiled = compile_spec(library, source)
    for problem in compiled.problems:
        yield problem, Severity.ERROR
    for advice in compiled.advice:
        yield advice, Severity.WARNING
    view = SpecView(library=library, source=source, folder=_folder(source))
    seen = [(lint, noticed) for lint in LINTS for noticed in lint.of_spec(view)]
    if compiled.plan is not None:
        plan = PlanView(library=library, source=source, folder=view.folder, plan=compiled.plan)
        seen += [(lint, noticed) for lint in LINTS for noticed in lint.of_plan(plan)]
    yield from _unless_allowed(source, seen, whole=compiled.plan is not None)


def _unless_allowed(
    source: Source[Any], seen: Iterable[Sighting], *, whole: bool = True
) -> Iterator[Weighed]:
    """Yield what lints found; what the file allows with a reason becomes a note.

    An entry that allows nothing that is there is reported itself, where the
    `whole` file could be looked at.
    """
    allowed = source.model.allow
    used: set[tuple[str, str]] = set()
    for lint, noticed in seen:
        why = allowed.get(lint.code, {}).get(noticed.about)
        if why is None:
            yield noticed.diagnostic, lint.severity
            continue
        used.add((lint.code, noticed.about))
        yield with_reason(noticed.diagnostic, why), Severity.NOTE
    for code, names in allowed.items() if whole else ():
        for name in names:
            if (code, name) not in used:
                yield allow_unused(code, name, source), Severity.WARNING


def _folder(source: Source[CategorySpec]) -> Path | None:
    """Return the folder with the cases of a spec; an older version's cases are those of its day."""
    path = Path(source.file)
    return path.parent if path.name == "spec.yaml" and path.is_file() else None


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
