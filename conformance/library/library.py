"""The library: every catalogue and category spec of the folders it was opened on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source, read_authored
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec

Catalogues = dict[str, Source[Catalogue]]
Specs = dict[str, Source[CategorySpec]]


@dataclass(frozen=True, slots=True)
class Library:
    """Catalogues by edition and specs by `id@version`, with what could not be read."""

    catalogues: Catalogues
    specs: Specs
    problems: tuple[Diagnostic, ...] = ()
    folders: tuple[Path, ...] = field(default=())

    def spec(self, name: str) -> Source[CategorySpec] | None:
        """Return the spec `id@version`, or the highest version of `id`; None for no such spec."""
        if name in self.specs:
            return self.specs[name]
        versions = [source for source in self.specs.values() if source.model.spec == name]
        return max(versions, key=_version, default=None)

    def known_specs(self) -> list[str]:
        """Return the ids of all specs, sorted."""
        return sorted({source.model.spec for source in self.specs.values()})


def _version(source: Source[CategorySpec]) -> tuple[int, ...]:
    return tuple(int(part) for part in source.model.version.split("."))


def open_folders(folders: Iterable[Path]) -> Library:
    """Return the library of all `folders`, each with subfolders standards/ and specs/."""
    places = tuple(folders)
    catalogues: Catalogues = {}
    specs: Specs = {}
    problems: list[Diagnostic] = []
    for folder in places:
        for path in sorted((folder / "standards").rglob("*.yaml")):
            read, wrong = read_authored(path.read_bytes(), _shown(path), Catalogue)
            problems += wrong
            if read is not None:
                problems += _add(catalogues, read.model.id, read)
        for path in _spec_files(folder / "specs"):
            spec, wrong = read_authored(path.read_bytes(), _shown(path), CategorySpec)
            problems += wrong
            if spec is not None:
                problems += _add(specs, spec.model.id, spec)
    return Library(catalogues, specs, tuple(problems), places)


def _spec_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*/spec.yaml"))
    yield from sorted(folder.glob("*/versions/*.yaml"))


def _shown(path: Path) -> str:
    """Return the path as a person in this folder would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _add(found: dict[str, Source], name: str, read: Source) -> list[Diagnostic]:  # type: ignore[type-arg]
    """Add one file; the same id twice is an error unless the files are equal."""
    known = found.get(name)
    if known is None:
        found[name] = read
        return []
    if known.text == read.text:
        return []
    return [
        Diagnostic(
            "id-twice",
            Text(f"{name} 在库中出现两次,内容不同", f"{name} is there twice and differs"),
            Span(read.file, 1), Text("删除或更名其中之一", "remove or rename one of them"),
            ((Text("另一处", "the other"), Span(known.file, 1)),),
        )
    ]  # fmt: skip
