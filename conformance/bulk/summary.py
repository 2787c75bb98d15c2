"""What many answers add up to: verdicts, and the commonest causes with where they occur."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "conformance-batch-summary/1"
Cause = tuple[str, str]
"""A verdict other than pass, and the reason for it."""


@dataclass(slots=True)
class Summary:
    """Totals of submissions; a cause counts once for each, however many findings have it.

    Attributes:
        rejects: How many were not assessed, by the code of their first problem.
        causes: Mandatory requirements only.
        places: How often each requirement has each verdict for each reason.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    causes: Counter[Cause] = field(default_factory=Counter)
    places: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, other: "Summary") -> None:
        """Take in another one."""
        self.verdicts.update(other.verdicts)
        self.rejects.update(other.rejects)
        self.causes.update(other.causes)
        self.places.update(other.places)

    @property
    def count(self) -> int:
        """How many submissions there were, assessed or not."""
        return self.verdicts.total() + self.rejects.total()

    def commonest(self) -> list[tuple[Cause, int]]:
        """Return causes with the number of submissions, the commonest first."""
        return sorted(self.causes.items(), key=lambda pair: (-pair[1], pair[0]))

    def where(self, cause: Cause) -> list[tuple[str, int]]:
        """Return the requirements with this cause, those that have it most often first."""
        found = [(name, count) for (*key, name), count in self.places.items() if (*key,) == cause]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def as_data(self) -> dict[str, Any]:
        """Return plain data in a fixed order."""
        return {
            "format": FORMAT,
            "submissions": self.count,
            "verdicts": dict(sorted(self.verdicts.items())),
            "rejects": dict(sorted(self.rejects.items())),
            "causes": [
                {"verdict": cause[0], "reason": cause[1], "submissions": count,
                 "requirements": dict(self.where(cause))}
                for cause, count in self.commonest()
            ],
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Summary":
        """Return the summary that `as_data` wrote."""
        summary = cls(Counter(data["verdicts"]), Counter(data["rejects"]))
        for each in data["causes"]:
            cause = (each["verdict"], each["reason"])
            summary.causes[cause] = each["submissions"]
            for name, count in each["requirements"].items():
                summary.places[*cause, name] = count
        return summary
