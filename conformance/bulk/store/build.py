"""Submissions into a store: partition by partition, each whole or not there.

A build that was cut off goes on where the last partition ends.  An input that was stored to its
end is not stored again.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from conformance.bulk.inputs import Place, identify, read_chunks
from conformance.bulk.rejects import place_of, reject_row
from conformance.bulk.store.folding import Fold
from conformance.bulk.store.layout import REJECTS
from conformance.bulk.store.manifest import (
    MANIFEST,
    Manifest,
    NoStore,
    Partition,
    clean,
    locked,
    on_disk,
    read_manifest,
    write_manifest,
)
from conformance.bulk.store.opened import Opened
from conformance.bulk.store.writing import BytesFile, write_fold
from conformance.checking.decode import decode
from conformance.checking.sources import Source, digest_of
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.model.submission import Submission

Watch = Callable[[int, float], None]
"""Told how many submissions are stored, and which share of the input that is."""
ROWS = 65536
_CHUNK = 1 << 20


def _unwatched(count: int, share: float) -> None:
    """Show nothing."""


@dataclass(slots=True)
class Built:
    """What came of a build: how many were stored now, before, and not at all; what is aside."""

    added: int = 0
    before: int = 0
    rejected: int = 0


def build(
    folder: Path, inputs: list[Path], spec: str, *, rows: int = ROWS, watch: Watch = _unwatched
) -> Built:
    """Add submissions to the store in `folder`, which is made where there is none.

    Raises IllFormed where the folder holds something else, or an input was changed since it was
    stored; OSError where something cannot be read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        manifest = _begun(folder, spec)
        clean(folder, manifest)
        identities = [identify(path) for path in inputs]
        _refuse_changed(manifest, identities)
        built = Built(before=manifest.rows)
        for path, identity in zip(inputs, identities, strict=True):
            if identity not in manifest.finished:
                _Adding(folder, manifest, identity, rows, built, watch).add(path)
    return built


def _begun(folder: Path, spec: str) -> Manifest:
    if (folder / MANIFEST).exists():
        try:
            return read_manifest(folder)
        except NoStore as error:
            raise IllFormed([not_a_store(folder, error)]) from None
    if any(not each.name.startswith((".new-", "part-", "store.")) for each in folder.iterdir()):
        raise IllFormed([not_a_store(folder, NoStore("…"))])
    manifest = Manifest(spec)
    write_manifest(folder, manifest)
    return manifest


def not_a_store(folder: Path, error: NoStore) -> Diagnostic:
    """Return the problem that a folder holds something else."""
    return Diagnostic(
        "not-a-store",
        Text(f"这里不是本程序的存储({error})", f"this is no store of this program ({error})"),
        Span(str(folder), 0),
        Text("请指明 store build -o 建立的文件夹;新建时请用空文件夹",
             "name a folder that  store build -o  has made; a new store wants an empty one"),
    )  # fmt: skip


def _refuse_changed(manifest: Manifest, identities: list[dict[str, object]]) -> None:
    """Refuse what was stored in part or whole when it was something else: rows would be twice."""
    known = [*manifest.finished, *(each.input for each in manifest.partitions)]
    problems = [
        Diagnostic(
            "input-changed",
            Text("此文件入库之后已改变", "this was stored when its content was another one"),
            Span(str(identity["input"]), 0),
            Text("请把新的提交写入另一文件,或另建存储",
                 "put new submissions into a file of their own, or build a new store"),
        )
        for identity in identities
        if any(each["input"] == identity["input"] and each != identity for each in known)
    ]  # fmt: skip
    if problems:
        raise IllFormed(problems)


class _Adding:
    """One input being added to a store."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        identity: dict[str, object],
        rows: int,
        built: Built,
        watch: Watch,
    ) -> None:
        self.folder, self.manifest, self.identity = folder, manifest, identity
        self.rows, self.built, self.watch = rows, built, watch
        self._begin()

    def _begin(self) -> None:
        self.fold, self.rejects = Fold(), list[bytes]()
        self.new = self.folder / f".new-{self.manifest.next_name()}"
        shutil.rmtree(self.new, ignore_errors=True)
        self.new.mkdir()
        self.bytes = BytesFile(self.new)

    def add(self, path: Path) -> None:
        """Add everything from where the last partition of this input ends."""
        ends = [each.end for each in self.manifest.partitions if each.input == self.identity]
        end = ends[-1] if ends else Place()
        try:
            for chunk in read_chunks(path, end, _CHUNK):
                for source in chunk.sources():
                    self._take(source)
                end = chunk.end
                self.watch(self.built.added + self.fold.count, chunk.share)
                if self.fold.count >= self.rows:
                    self._commit(end)
                    self._begin()
            self._commit(end, finished=True)
        finally:
            self.bytes.close()
            shutil.rmtree(self.new, ignore_errors=True)

    def _take(self, source: Source) -> None:
        try:
            submission = source.decode()
        except IllFormed as problems:
            self.rejects.append(reject_row(source, problems.diagnostics))
            return
        digest = source.digest or digest_of(source.data)
        self.fold.add(submission, {"at": place_of(source), "digest": digest})
        plain = source.format == "json"
        self.bytes.add(source.data if plain else msgspec.json.encode(submission))

    def _commit(self, end: Place, *, finished: bool = False) -> None:
        """Bring the partition to the disk, give it its name, and then let it count."""
        self.bytes.close()
        manifest, fold = self.manifest, self.fold
        if fold.count or self.rejects:
            if self.rejects:
                (self.new / REJECTS).write_bytes(b"".join(self.rejects))
            write_fold(fold, self.new)
            name = manifest.next_name()
            self.new.rename(self.folder / name)
            on_disk(self.folder)
            manifest.partitions.append(
                Partition(name, fold.count, len(self.rejects), self.identity, end)
            )
        if finished:
            manifest.finished.append(self.identity)
        write_manifest(self.folder, manifest)
        self.built.added += fold.count
        self.built.rejected += len(self.rejects)


def linked_among(folder: Path, manifest: Manifest) -> list[Submission]:
    """Return every submission of a store where some name others, else none."""
    parts = [Opened(folder / each.name) for each in manifest.partitions]
    if not any("linked" in each.aside.values() for each in parts):
        return []
    return [decode(data) for each in parts for data in each.data(range(each.count))]
