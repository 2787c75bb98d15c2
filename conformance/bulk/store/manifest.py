"""The manifest of a store: which partitions count, and from which input each came.

It is replaced as a whole, after everything that it speaks of is on the disk.  So it never promises
more than is there; what lies there beyond it was left behind by an end without warning.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from conformance.bulk.inputs import Place

FORMAT = "conformance-store/3"
MANIFEST, LOCK = "store.json", "store.lock"


class NoStore(ValueError):
    """Raised where a folder is no store, or one of another version; says what it is instead."""


class StoreBusy(OSError):
    """Raised where another process is adding to the store."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A folder of the store: how many submissions, from which part of which input.

    `input` tells whether an input is the same as before; `end` is where reading goes on.
    """

    name: str
    rows: int
    rejects: int
    input: Mapping[str, object]
    end: Place


@dataclass(slots=True)
class Manifest:
    """The partitions that count, and the spec that the store was made for.

    `finished` has the inputs that were read to their end.
    """

    spec: str
    partitions: list[Partition] = field(default_factory=list)
    finished: list[Mapping[str, object]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many submissions there are."""
        return sum(each.rows for each in self.partitions)

    def next_name(self) -> str:
        """Return the name of the partition to come."""
        return f"part-{len(self.partitions) + 1:06}"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a store; raises `NoStore`."""
    try:
        data: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if data["format"] != FORMAT:
            raise NoStore(str(data["format"]))
        partitions = [
            Partition(each["name"], each["rows"], each["rejects"], each["input"],
                      Place(**each["end"]))
            for each in data["partitions"]
        ]  # fmt: skip
        return Manifest(data["spec"], partitions, data["finished"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoStore(getattr(error, "strerror", None) or str(error)) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest, whole or not at all."""
    data = {"format": FORMAT, **asdict(manifest)}
    new = folder / f"{MANIFEST}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=True, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / MANIFEST)
    on_disk(folder)


def on_disk(path: Path) -> None:
    """Return once a file or the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clean(folder: Path, manifest: Manifest) -> None:
    """Remove what an end without warning has left behind."""
    known = {each.name for each in manifest.partitions}
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith(("part-", ".new-")) and path.name not in known:
            shutil.rmtree(path)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let nobody else add to the store; raises `StoreBusy` where somebody does."""
    with (folder / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreBusy(str(folder)) from error
        yield
