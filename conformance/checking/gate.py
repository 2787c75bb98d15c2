"""What every check of evidence may look at, and how it says no."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from conformance.checking.rows import Tabled
from conformance.checking.stated import stated
from conformance.checking.subject import Facts, folded
from conformance.model.plan import Plan
from conformance.model.submission import Document, Part

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

Found = TypeVar("Found")


class Refusal(Struct, frozen=True):
    """Why a document or row is not admitted; `identity` where it is about something else."""

    reason: str
    facts: tuple[tuple[str, str], ...] = ()
    identity: bool = False

    @property
    def as_facts(self) -> dict[str, str]:
        """The facts as a mapping."""
        return dict(self.facts)


class Gate(Struct, frozen=True, dict=True, eq=False):
    """What every check may look at."""

    plan: Plan
    facts: Facts
    assessor: "AssessorFile"
    parts: dict[str, Part]
    documents: Sequence[Document] = ()
    answered: dict[object, Any] = {}

    def once(self, check: Callable[..., Found], *about: object) -> Found:
        """Return what `check` says of some objects, asked once in the life of this gate.

        They are told apart by identity, so they must live as long as the gate:
        documents, parts and laboratories of the submission, policies of the plan.
        """
        key = (check, *map(id, about))
        try:
            found: Found = self.answered[key]
        except KeyError:
            found = self.answered[key] = check(self, *about)
        return found

    @cached_property
    def numbered(self) -> dict[str, tuple[Tabled, ...]]:
        """The documents with results by their numbers, which several may have."""
        found: dict[str, tuple[Tabled, ...]] = {}
        for each in self.documents:
            if isinstance(each, Tabled) and stated(each.number):
                key = folded(each.number)
                found[key] = (*found.get(key, ()), each)
        return found


def refuse(reason: str, *, identity: bool = False, **facts: str | None) -> Refusal:
    """Return a refusal with the facts that are known."""
    told = tuple((name, text) for name, text in facts.items() if text)
    return Refusal(reason, told, identity)
