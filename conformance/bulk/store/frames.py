"""What a submission says beside its readings, its days and its own names: its frame.

Submissions of one kind differ in little else: another model, another day, other figures.  Where a
product declares parts, or an audit or a licence was sent, columns know no rules; but what the
full way says of one of them it says of all with the same frame, whose days lie on the same sides
and whose readings say the same.

No rule looks at a name but for being that of another, for its letters, or for stating anything.
So a name of the subject stands in a frame as a number, wherever a document repeats it, with the
others that it equals but for spaces or case; a name that is not of the subject stands there as
it was written, with those of the subject that it equals so.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace

from conformance.checking.admissibility import says
from conformance.checking.rows import Tabled
from conformance.checking.stated import has_number, stated
from conformance.checking.subject import folded, model_key
from conformance.model.submission import (
    Audit,
    Authorization,
    Certificate,
    Declaration,
    Document,
    Inspection,
    Laboratory,
    Licence,
    Marking,
    Part,
    Result,
    Sample,
    Subject,
    Submission,
    TestReport,
)

_NAMES = {
    TestReport: ("brand", "lot", "tested_model", "factory", "manufacturer"),
    Inspection: ("brand", "lot", "tested_model", "factory", "site"),
    Certificate: ("brand", "lot", "holder", "factory"),
    Licence: ("brand", "lot", "holder", "factory"),
    Declaration: ("brand", "lot", "by"),
    Audit: ("brand", "lot", "site"),
    Marking: ("brand", "lot", "model"),
    Authorization: ("brand", "lot", "from_", "to"),
}  # fmt: skip
"""The fields in which a name stands that may be one of the subject."""
_DAYS = {
    TestReport: ("received", "issued"),
    Inspection: ("date", "issued"),
    Certificate: ("issued", "expires", "status_checked"),
    Licence: ("issued", "expires", "status_checked"),
    Declaration: ("signed", "expires", "status_checked"),
    Audit: ("date",),
    Marking: (),
    Authorization: ("signed", "status_checked"),
}  # fmt: skip
_SPANS = {TestReport: "tested", Authorization: "valid"}
# Nobody compares these, except where a document says that it replaces another.
_NOBODYS = {
    TestReport: ("client",),
    Inspection: ("inspector",),
    Certificate: ("issuer",),
    Licence: ("issuer",),
    Audit: ("auditor",),
}  # fmt: skip
_NONE = Subject()


def days_of(document: Document) -> list[str | None]:
    """Return the days of a document, in an order of their own."""
    span = getattr(document, _SPANS.get(type(document), ""), None)
    ends = [] if type(document) not in _SPANS else [None, None]
    if span is not None:
        ends = [span.from_, span.to]
    return [*(getattr(document, name) for name in _DAYS[type(document)]), *ends]


def has_frame(submission: Submission) -> bool:
    """Return whether nothing is said that the full way looks at beyond frame, days and readings.

    Documents that replace others are compared with them; so are submissions that are linked.
    Where a report fails as a whole, each reading has a say in all the others.
    """
    return not submission.linked and not any(
        isinstance(each, Tabled) and (each.relations or says(each.conclusion) == "fail")
        for each in submission.evidence
    )


def frame_of(submission: Submission) -> str:
    """Return a text that is equal for submissions that differ in nothing but what is left out."""
    subject = submission.subject or _NONE
    names = _Names(subject)
    said = (
        subject.kind, subject.quantity, names.roles,
        [(each.id, each.kind, sorted(each.attributes.items(), key=str)) for each in subject.parts],
        [_framed(each, names) for each in submission.evidence],
    )  # fmt: skip
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def _framed(document: Document, names: "_Names") -> tuple[Any, ...]:
    kind = type(document)
    changes: dict[str, Any] = dict.fromkeys((
        *_DAYS[kind], *_NOBODYS.get(kind, ()), "number", "file", "locator",
        *((_SPANS[kind],) if kind in _SPANS else ()),
    ))  # fmt: skip
    changes["id"] = ""
    told: list[Any] = [has_number(document.number)]
    for name in _NAMES[kind]:
        changes[name] = None
        told.append(names.of(getattr(document, name)))
    if isinstance(document, Certificate | Declaration) and document.models is not None:
        changes["models"] = None
        told.append([names.of(each) for each in document.models])
    if isinstance(document, TestReport):
        changes["covers"] = ()
        told.append([(names.of(each.model), each.differences) for each in document.covers])
        changes["laboratory"] = _laboratory(document.laboratory)
    if isinstance(document, TestReport | Inspection) and document.sample is not None:
        sample = document.sample
        changes["sample"] = replace(sample, number=None, lot=None)
        told += [names.of(sample.lot), names.drawn_by_party(sample)]
    if isinstance(document, Tabled):
        changes["results"] = ()
        told.append([_row(each) for each in document.results])
    return replace(document, **changes), told


def _laboratory(laboratory: Laboratory | None) -> Laboratory | None:
    """Return a laboratory by what is compared of it: whether it has a name, not which."""
    if laboratory is None:
        return None
    return replace(laboratory, name="L" if stated(laboratory.name) else None, uscc=None)


def _row(result: Result) -> tuple[Result, int]:
    """Return a row without its readings, and how many it lists; -1: it has one."""
    length = -1 if result.values is None else len(result.values)
    return replace(result, value=None, values=None, locator=None), length


@lru_cache(maxsize=1 << 16)
def _keys(text: str) -> tuple[tuple[str, str, str], bool]:
    """Return a name as it is compared, and whether it states anything."""
    plain = folded(text)
    return (plain, plain.casefold(), model_key(text)), stated(text) is not None


class _Names:
    """The names of the subject and its parts, and which of them a name of a document is.

    Attributes:
        roles: For each of them what tells it from the others, without its letters.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._texts: dict[str, int] = {}
        self._by_key: dict[tuple[int, str], list[int]] = {}
        self.roles = [None if text is None else self._known(text) for text in _own(subject)]

    def _known(self, text: str) -> object:
        if text in self._texts or not _keys(text)[1]:
            return self.of(text)
        like, number = self._like(text), len(self._texts)
        self._texts[text] = number
        for key in enumerate(_keys(text)[0]):
            self._by_key.setdefault(key, []).append(number)
        return number, like, [bool(each) for each in _keys(text)[0]]

    def of(self, name: str | None) -> object:
        """Return a name as its number, or as it was written with those that it resembles."""
        if name is None:
            return None
        number = self._texts.get(name)
        return (name, self._like(name)) if number is None else number

    def _like(self, name: str) -> object:
        """Return the other names that a name equals but for spaces, or case, or as a model."""
        return [self._by_key.get(key) for key in enumerate(_keys(name)[0])]

    def drawn_by_party(self, sample: Sample) -> bool:
        """Return whether those who drew a sample are named like a party to the sale."""
        drawn, subject = folded(sample.drawn_by), self._subject
        named = (subject.manufacturer, subject.factory, subject.importer)
        names = (subject.brand, subject.name, *(each.name for each in named if each))
        return any(folded(name) in drawn for name in names if name)


def _own(subject: Subject) -> Iterator[str | None]:
    """Yield the names of a subject and of its parts, each in its place."""
    for party in (subject.manufacturer, subject.factory, subject.importer):
        yield None if party is None else party.name
    yield from (subject.brand, subject.name, subject.model, subject.lot)
    for part in subject.parts:
        yield from _of_part(part)


def _of_part(part: Part) -> tuple[str | None, ...]:
    return part.brand, part.name, part.model
