"""How far a batch has come, beside its output: enough to go on after any kind of end.

The journal is replaced as a whole, after what it speaks of has been written.  So
it never promises more than is there; what is there beyond it is cut off.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from conformance.bulk.inputs import Place
from conformance.bulk.summary import Summary

FORMAT = "conformance-batch/1"


@dataclass(slots=True)
class Progress:
    """How much of the input is done, and how long output and rejects are with it."""

    place: Place
    rows: int
    rejects: int
    summary: Summary


def journal_of(output: Path) -> Path:
    """Return where the journal of an output is."""
    return output.with_name(f"{output.name}.journal")


def rejects_of(output: Path) -> Path:
    """Return where what could not be assessed is written."""
    return output.with_name(f"{output.name}.rejects.jsonl")


def write_journal(path: Path, identity: Mapping[str, object], progress: Progress) -> None:
    """Replace the journal, whole or not at all."""
    data = {
        "format": FORMAT,
        "run": identity,
        "place": asdict(progress.place),
        "rows": progress.rows,
        "rejects": progress.rejects,
        "summary": progress.summary.as_data(),
    }
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=True)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def read_journal(path: Path) -> tuple[dict[str, object], Progress] | None:
    """Return which run it is and how far it came; None where there is none.

    Raises ValueError where the file is something else.
    """
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    try:
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        progress = Progress(Place(**data["place"]), data["rows"], data["rejects"],
                            Summary.from_data(data["summary"]))  # fmt: skip
        return dict(data["run"]), progress
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
