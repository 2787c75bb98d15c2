"""Slips in requirements about lots, chains, identifiers, days and documents.

What is changed is what somebody who writes such a requirement mistakes easily: the inspection
level next to it, the AQL beside it, a word for a territory, the day on which a certificate must
be in force.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from conformance.compiler.own import AQLS
from conformance.model.plan import (
    ChainAsked,
    DaysAsked,
    DocumentAsked,
    IdentifierAsked,
    Requirement,
    SamplingAsked,
)

Slip = tuple[str, str, str, Mapping[str, Any]]
_LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
_change = msgspec.structs.replace


def link_slips(requirement: Requirement) -> Iterator[Slip]:
    """Yield slips of a requirement that no reading answers: what it was, what it is, the fields."""
    if requirement.sampling is not None:
        for before, after, lot in _sampling(requirement.sampling):
            yield "sampling", before, after, {"sampling": lot}
    if requirement.chain is not None:
        for before, after, chain in _chain(requirement.chain):
            yield "chain", before, after, {"chain": chain}
    if requirement.identifier is not None:
        for before, after, asked in _identifier(requirement.identifier):
            yield "identifier", before, after, {"identifier": asked}
    if requirement.days is not None:
        turned = DaysAsked(requirement.days.end, requirement.days.start, requirement.days.out_of)
        before, after = f"{turned.end} → {turned.start}", f"{turned.start} → {turned.end}"
        yield "days", before, after, {"days": turned}
    if requirement.document is not None:
        for before, after, document in _document(requirement.document):
            yield "document", before, after, {"document": document}


def _sampling(asked: SamplingAsked) -> Iterator[tuple[str, str, SamplingAsked]]:
    for level in _beside(_LEVELS, asked.level):
        yield f"level {asked.level}", f"level {level}", _change(asked, level=level)
    for number, (name, text) in enumerate(asked.accept):
        word, _, value = text.rpartition(" ")
        for other in _beside(AQLS, value):
            accept = list(asked.accept)
            accept[number] = (name, f"{word} {other}".strip())
            yield f"{name}: {text}", accept[number][1], _change(asked, accept=tuple(accept))
    state = "normal" if asked.state == "by-history" else "tightened"
    if state != asked.state:
        yield asked.state, state, _change(asked, state=state)


def _beside(every: tuple[str, ...], own: str) -> Iterator[str]:
    """Yield what stands before and after a value."""
    place = every.index(own) if own in every else -1
    for other in (place - 1, place + 1) if place >= 0 else ():
        if 0 <= other < len(every):
            yield every[other]


def _chain(asked: ChainAsked) -> Iterator[tuple[str, str, ChainAsked]]:
    if asked.territory:
        yield ", ".join(asked.territory), "—", _change(asked, territory=())
    if asked.rooted_in is not None:
        yield asked.rooted_in, "—", _change(asked, rooted_in=None)
    if asked.dated:
        yield "dated", "—", _change(asked, dated=False)
    if asked.category_of is not None or asked.category is not None:
        own = asked.category_of or asked.category or ""
        yield own, "—", _change(asked, category_of=None, category=None)


def _identifier(asked: IdentifierAsked) -> Iterator[tuple[str, str, IdentifierAsked]]:
    if asked.same_as is not None:
        yield asked.same_as, "—", _change(asked, same_as=None)
    if asked.scheme is not None:
        yield asked.scheme, "—", _change(asked, scheme=None)
    digits = asked.digits
    if digits is not None:
        yield f"digits of {digits.fact}", "—", _change(asked, digits=None)
        for step in (-1, 1):
            start = digits.start + step
            if start > 0:
                moved = _change(asked, digits=_change(digits, start=start))
                yield f"from {digits.start}", f"from {start}", moved


def _document(asked: DocumentAsked) -> Iterator[tuple[str, str, DocumentAsked]]:
    if asked.kind == "certificate":
        other = "as-of" if asked.on != "as-of" else "manufactured"
        yield f"on {asked.on}", f"on {other}", _change(asked, on=other)
    if asked.source == "register":
        yield "register", "any", _change(asked, source="any")
    if asked.category_of is not None:
        yield asked.category_of, "—", _change(asked, category_of=None)
