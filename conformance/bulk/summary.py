"""What many answers add up to: verdicts, and the commonest causes grouped for action."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from conformance.diagnostics import Text
from conformance.rendering.remedies import remedy

FORMAT = "conformance-batch-summary/1"


class Cause(NamedTuple):
    """A verdict other than pass, and the reason for it; `declared` of a limit for a declaration."""

    verdict: str
    reason: str
    declared: bool = False

    @property
    def action(self) -> Text:
        """What to do about it."""
        return remedy(self.reason, declared=self.declared)


@dataclass(slots=True)
class Summary:
    """Totals of submissions; a cause counts once for each, however many findings have it.

    Attributes:
        rejects: How many were not assessed, by the code of their first problem.
        causes: Mandatory requirements only.
        actions: How many wait for the same thing to be done, whatever the causes.
        places: How often each requirement has each cause.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    causes: Counter[Cause] = field(default_factory=Counter)
    actions: Counter[Text] = field(default_factory=Counter)
    places: Counter[tuple[Cause, str]] = field(default_factory=Counter)

    def add(self, other: "Summary") -> None:
        """Take in another one."""
        self.verdicts.update(other.verdicts)
        self.rejects.update(other.rejects)
        self.causes.update(other.causes)
        self.actions.update(other.actions)
        self.places.update(other.places)

    @property
    def count(self) -> int:
        """How many submissions there were, assessed or not."""
        return self.verdicts.total() + self.rejects.total()

    def commonest(self) -> list[tuple[Text, int, list[tuple[Cause, int]]]]:
        """Return what to do, for how many submissions and for which causes, commonest first."""
        grouped: dict[Text, list[tuple[Cause, int]]] = {}
        for cause, count in sorted(self.causes.items(), key=lambda pair: (-pair[1], pair[0])):
            grouped.setdefault(cause.action, []).append((cause, count))
        return sorted(
            ((action, self.actions[action], causes) for action, causes in grouped.items()),
            key=lambda each: (-each[1], each[2][0][0]),
        )

    def where(self, cause: Cause) -> list[tuple[str, int]]:
        """Return the requirements with this cause, those that have it most often first."""
        found = [(name, count) for (which, name), count in self.places.items() if which == cause]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def as_data(self) -> dict[str, Any]:
        """Return plain data in a fixed order."""
        groups = self.commonest()
        causes = [each for _, _, causes in groups for each in causes]
        causes.sort(key=lambda pair: (-pair[1], pair[0]))
        return {
            "format": FORMAT,
            "submissions": self.count,
            "verdicts": dict(sorted(self.verdicts.items())),
            "rejects": dict(sorted(self.rejects.items())),
            "actions": [{"do": asdict(do), "submissions": count} for do, count, _ in groups],
            "causes": [self._cause_as_data(*each) for each in causes],
        }

    def _cause_as_data(self, cause: Cause, count: int) -> dict[str, Any]:
        declared = {"declared": True} if cause.declared else {}
        return {"verdict": cause.verdict, "reason": cause.reason, **declared,
                "submissions": count, "do": asdict(cause.action),
                "requirements": dict(self.where(cause))}  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Summary":
        """Return the summary that `as_data` wrote."""
        summary = cls(Counter(data["verdicts"]), Counter(data["rejects"]))
        for each in data["actions"]:
            summary.actions[Text(**each["do"])] = each["submissions"]
        for each in data["causes"]:
            cause = Cause(each["verdict"], each["reason"], each.get("declared", False))
            summary.causes[cause] = each["submissions"]
            for name, count in each["requirements"].items():
                summary.places[cause, name] = count
        return summary
