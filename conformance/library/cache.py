"""Compiled plans, kept between runs under the digest of every file that they were made from.

A plan that is kept is a plan that compiled: reading it back needs neither the
YAML reader nor the models of what people author.  The name of a kept plan is
the digest of all library files and of what compiles them, so a changed byte
anywhere makes another name and no old plan is ever taken for a new one.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from conformance.model.plan import Plan


def library_digest(folders: Iterable[Path], version: str) -> str:
    """Return the digest of every authored file below the folders, and of what compiles them."""
    digest = hashlib.sha256(version.encode())
    for source in _compiling():
        state = source.stat()
        digest.update(f"\n{source.name} {state.st_size} {state.st_mtime_ns}".encode())
    for folder in folders:
        for path in _authored(folder):
            data = path.read_bytes()
            digest.update(f"\n{path.relative_to(folder)} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()


def _compiling() -> Iterator[Path]:
    """Yield the files that decide what a plan says of the same authored files.

    Their size and time tell them apart: a checkout changes without a new version.
    """
    package = Path(__file__).parents[1]
    for room in ("compiler", "library", "model", "quantities"):
        yield from sorted((package / room).glob("*.py"))


def _authored(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "standards").rglob("*.yaml"))
    yield from sorted((folder / "specs").glob("*/spec.yaml"))
    yield from sorted((folder / "specs").glob("*/versions/*.yaml"))


def _home() -> Path | None:
    """Return where plans are kept; None where `CONFORMANCE_CACHE` is set to nothing."""
    named = os.environ.get("CONFORMANCE_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "conformance"


def _place(digest: str, name: str) -> Path | None:
    home = _home()
    safe = hashlib.sha256(name.encode()).hexdigest()[:16]
    return None if home is None else home / f"{digest[:32]}-{safe}.json"


def kept_plan(digest: str, name: str) -> Plan | None:
    """Return the plan kept for a spec, None where none is or it cannot be read."""
    place = _place(digest, name)
    if place is None:
        return None
    try:
        checksum, _, data = place.read_bytes().partition(b"\n")
        if hashlib.sha256(data).hexdigest().encode() != checksum:
            return None
        return Plan.from_json(data)
    except (OSError, ValueError):
        return None


def keep_plan(digest: str, name: str, plan: Plan) -> None:
    """Keep a plan; a place that cannot be written keeps nothing, and says nothing."""
    place = _place(digest, name)
    if place is None:
        return
    data = plan.to_json()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        Path(temporary).replace(place)  # whole or not at all, whoever else is writing
