"""Small catalogues and specs for tests: what a test does not write is filled in.

A test writes the top-level keys that it is about; they stand first, so that the
places in problems are those of the test's own text.
"""

from conformance.compiler import Compiled, compile_spec
from conformance.compiler.catalogues import check_catalogue
from conformance.diagnostics import Diagnostic
from conformance.library.authored import read_authored
from conformance.library.library import Catalogues, Library, Specs
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec

STANDARD = """\
standard: XS 1-2024
line: XS 1
title: {zh: 梯子, en: Ladders}
force: mandatory
issued: 2024-01-01
in_force: 2024-06-01
provenance: text
clauses:
  "4.1":
    name: spacing
    title: {zh: 踏棍间距, en: rung spacing}
    measures: length
    limit: <= 300 mm
"""
SPEC = """\
spec: ladder
version: 1.0.0
title: {zh: 梯子, en: Ladder}
in_force: {from: 2025-01-01}
policies:
  report: {kind: test-report, laboratory: CMA or CNAS}
  promise: {kind: declaration}
default: {evidence: report}
sections:
  all: {zh: 全部, en: All}
builds_on:
  - standard: XS 1-2024
"""


def blocks(text: str) -> dict[str, str]:
    """Return the top-level blocks of a YAML text by their keys."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if line[:1] not in (" ", "#", "\n", "-", ""):
            key = line.partition(":")[0]
        found[key] = found.get(key, "") + line
    return found


def completed(text: str, base: str) -> str:
    """Return `text` with the blocks of `base` that it does not write itself behind it."""
    text = text if text.endswith("\n") or not text else text + "\n"
    own = blocks(text)
    return text + "".join(block for key, block in blocks(base).items() if key not in own)


class Written:
    """A library of texts: catalogues and specs, the first spec being the one compiled."""

    def __init__(self, *texts: str, complete: bool = True) -> None:
        """Read `texts`; those that begin a standard are catalogues."""
        self.texts: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self.catalogues: Catalogues = {}
        self.specs: Specs = {}
        names: list[str] = []
        kinds = [is_standard(text) for text in texts]
        if complete and True not in kinds:
            texts, kinds = (*texts, ""), [*kinds, True]
        if complete and False not in kinds:
            texts, kinds = (*texts, ""), [*kinds, False]
        for text, standard in zip(texts, kinds, strict=True):
            file = f"{'standard' if standard else 'spec'}{len(names) + 1}.yaml"
            full = completed(text, STANDARD if standard else SPEC) if complete else text
            names.append(file)
            self.texts[file] = full
            self._read(full, file, standard=standard)

    def _read(self, text: str, file: str, *, standard: bool) -> None:
        if standard:
            catalogue, problems = read_authored(text.encode(), file, Catalogue)
            if catalogue is not None:
                self.catalogues[catalogue.model.id] = catalogue
        else:
            spec, problems = read_authored(text.encode(), file, CategorySpec)
            if spec is not None:
                self.specs[spec.model.id] = spec
        self.problems += problems

    @property
    def library(self) -> Library:
        """What could be read."""
        return Library(self.catalogues, self.specs)

    def compile(self) -> Compiled:
        """Return the first spec compiled."""
        return compile_spec(self.library, next(iter(self.specs.values())))

    def lint(self) -> list[Diagnostic]:
        """Return all problems of all files, as `lint` has them."""
        found = list(self.problems)
        for source in self.catalogues.values():
            found += check_catalogue(self.library, source)
        for spec in self.specs.values():
            compiled = compile_spec(self.library, spec)
            found += (*compiled.problems, *compiled.advice)
        return sorted(dict.fromkeys(found), key=lambda each: each.span)

    def rendered(self, problem: Diagnostic, lang: str = "en") -> str:
        """Return a problem as a person sees it."""
        return problem.render(self.texts.get(problem.span.file, ""), lang)


def is_standard(text: str) -> bool:
    """Return whether a text begins a standard, by its top-level blocks."""
    return bool({"standard", "clauses", "terms", "issued", "force", "line"} & blocks(text).keys())
