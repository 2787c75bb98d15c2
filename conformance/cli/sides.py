"""What `diff` and `impact` are given: a spec or an edition, by its name or its file."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from conformance.cli.check import open_for

if TYPE_CHECKING:
    from conformance.authoring.differences import Side
    from conformance.engine import OpenLibrary
    from conformance.model.plan import Plan


@contextmanager
def plan_named(name: str, library: str | None) -> "Iterator[Plan]":
    """Give the plan of a spec: `id`, `id@version`, its folder or file, or a plan as JSON.

    Raises `IllFormed` where it does not compile.
    """
    from conformance.model.plan import Plan

    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        yield _kept(Plan, path)
        return
    file = path / "spec.yaml" if (path / "spec.yaml").is_file() else path
    if not file.is_file():
        yield open_for(library).plan(name)
        return
    with _library_of(file, library) as opened:
        yield opened.plan(_id_of(opened, file))


def _kept(plan: "type[Plan]", path: Path) -> "Plan":
    import msgspec

    try:
        return plan.from_json(path.read_bytes())
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise typer.BadParameter(f"{path} is no plan: {error}") from None


@contextmanager
def _library_of(file: Path, library: str | None) -> "Iterator[OpenLibrary]":
    """Give the library that a spec's file lies in, or the packaged one with this spec put in.

    The spec takes the place of another of its id, so that two versions of it, each in
    its own folder, can be held against each other.
    """
    from conformance.engine import OpenLibrary

    parents = file.resolve().parents
    depth = 2 if file.name == "spec.yaml" else 3  # specs/<id>/versions/<version>.yaml
    own = parents[min(depth, len(parents) - 1)]
    if (own / "standards").is_dir() and (own / "specs").is_dir():
        yield OpenLibrary((own,))
        return
    packaged = open_for(library)
    spec = next(iter(_SPEC.findall(file.read_text(encoding="utf-8-sig"))), file.stem)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        for root in packaged.folders:
            for each in (root / "specs").glob("*"):
                _link(folder / "specs" / each.name, each, wanted=each.name != spec)
            for each in (root / "standards").rglob("*.yaml"):
                _link(folder / each.relative_to(root), each)
        here = folder / "specs" / spec
        here.mkdir()
        (here / "spec.yaml").write_bytes(file.read_bytes())
        yield OpenLibrary((folder,))


def _link(link: Path, to: Path, *, wanted: bool = True) -> None:
    if wanted and not link.exists():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(to.resolve())


_SPEC = re.compile(r"^spec:\s*([\w-]+)", re.MULTILINE)


def _id_of(opened: "OpenLibrary", file: Path) -> str:
    """Return the id of the spec of a file, as the library knows it."""
    text = file.read_text(encoding="utf-8-sig")
    for source in opened.library.specs.values():
        if source.text == text:
            return source.model.id
    raise AssertionError(file)


def side_named(name: str, library: str | None) -> "Side":
    """Return a spec or an edition of a standard to be compared; raises `IllFormed`.

    A name that is no spec is looked for among the editions.
    """
    from conformance.authoring.differences import Side
    from conformance.compiler.catalogues import requirements_of_catalogue

    path, opened = Path(name), open_for(library)
    if path.is_file() and path.suffix == ".yaml" and _is_catalogue(path):
        return _edition_in(path, opened)
    catalogues = opened.library.catalogues
    if not path.exists() and opened.library.spec(name) is None and name in catalogues:
        requirements, types = requirements_of_catalogue(opened.library, catalogues[name])
        return Side(name, requirements, types, {})
    with plan_named(name, library) as plan:
        return Side.of(plan)


def _is_catalogue(path: Path) -> bool:
    return any(line.startswith("standard:") for line in path.read_text("utf-8-sig").splitlines())


def _edition_in(path: Path, opened: "OpenLibrary") -> "Side":
    """Return the edition of a catalogue's file, read beside the other catalogues."""
    from dataclasses import replace

    from conformance.authoring.differences import Side
    from conformance.compiler.catalogues import requirements_of_catalogue
    from conformance.diagnostics import IllFormed
    from conformance.library.authored import read_authored
    from conformance.model.catalogue import Catalogue

    read, problems = read_authored(path.read_bytes(), str(path), Catalogue)
    if read is None or problems:
        raise IllFormed(problems)
    known = {**opened.library.catalogues, read.model.id: read}
    library = replace(opened.library, catalogues=known)
    requirements, types = requirements_of_catalogue(library, read)
    return Side(read.model.standard, requirements, types, {})
