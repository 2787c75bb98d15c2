"""Real laboratory reports with the truth beside them, used where they lie."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.intake.scoring import score

_PLACE = Path("shared") / "cases" / "lab-reports"


@cache
def folder() -> Path | None:
    """Return the folder of the real reports; None where it is not beside the project."""
    for parent in Path(__file__).resolve().parents:
        if (parent / _PLACE).is_dir():
            return parent / _PLACE
    return None


def truths() -> list[Path]:
    """Return the truth files, in the order of their names."""
    place = folder()
    return [] if place is None else sorted(place.glob("*.json"))


def scored(truth: Path) -> dict[str, Any]:
    """Return how well the report beside a truth file is read."""
    from conformance.intake.reading import read_document

    told = json.loads(truth.read_text(encoding="utf-8"))
    return score(told, read_document(truth.with_suffix(".pdf")).as_data())
