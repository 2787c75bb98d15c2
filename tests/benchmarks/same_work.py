"""The same work in a form that every peer can do: readings sorted out for them beforehand.

The program gets the submission as it was sent: readings as text with a unit, two reports,
certificates, markings.  A peer gets the same document with the results as numbers in the limit's
own unit, keyed by clause, and only has to compare.  What it says is which clauses fail.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.benchmarks.workload import UNITS

GRADES = ("IPX4", "IP44", "IPX5")
CLAUSES = 54
Failing = frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a peer has to compare of one clause: numbers within ends, or one of some grades."""

    name: str
    low: float | None
    high: float
    grades: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of all clauses that a reading answers, as the catalogue has them."""
    found = []
    for number in range(CLAUSES):
        high = float(UNITS[number % len(UNITS)][2])
        grades = GRADES if 43 <= number < 49 else ()
        found.append(Rule(f"r{number}", 0.1 if 35 <= number < 43 else None, high, grades))
    return tuple(found)


def sorted_out(data: bytes) -> bytes:
    """Return a submission with its results as numbers, keyed by clause."""
    whole = json.loads(data)
    results = {}
    for document in whole["evidence"]:
        for row in document.pop("results", ()):
            name = f"r{row['clause'].rpartition('.')[2]}"
            texts = row.pop("values", None) or [row.pop("value")]
            results[name] = {**row, "values": [_number(text) for text in texts]}
    whole["results"] = results
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _number(text: str) -> float | str:
    return text if text.startswith("IP") else float(text.partition(" ")[0])


def conforms(rule: Rule, values: list[Any]) -> bool:
    """Return whether all values of a clause conform, in plain Python."""
    if rule.grades:
        return values[0] in rule.grades
    return all((rule.low is None or rule.low <= x) and x <= rule.high for x in values)


def numbers(documents: list[bytes]) -> Iterator[tuple[int, str, float]]:
    """Yield submission, clause and number of each reading, as a table has them; grades are none."""
    for place, data in enumerate(documents):
        for name, row in json.loads(data)["results"].items():
            for value in row["values"]:
                if not isinstance(value, str):
                    yield place, name, value
