"""What an answer was given of, beside the assessment, for whoever reads the answer alone.

The assessment names documents by their ids and numbers.  Whoever looks for the line
of a report years later also wants to know whose report it was, of which day, and in
which file: what the submission says of each document, and the catalogue of each edition.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from conformance.model.plan import Edition, Plan
from conformance.model.submission import Dates, Document, Submission
from conformance.rendering.prospects import WhatIf
from conformance.wording import term
from conformance.wording.background import BACKGROUND

# Who gave a document out, by whichever name its kind has for that.
_BY = ("laboratory", "issuer", "by", "from_", "auditor", "inspector")
_DATES = ("received", "tested", "issued", "signed", "date", "valid", "expires", "status_checked")
_EDITION_DATES = (
    ("edition_issued", "issued"), ("in_force", "in_force"), ("withdrawn", "withdrawn"),
    ("replaced_by", "replaced_by"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A document as the submission describes it; `dates` by the names of the fields."""

    kind: str
    number: str = ""
    by: str = ""
    dates: tuple[tuple[str, str | Dates], ...] = ()
    file: str = ""

    def lines(self, lang: str) -> list[str]:
        """Return kind, by whom, dates and file, each on a line of its own."""
        words = BACKGROUND[lang]
        colon, comma = (":", ";") if lang == "zh" else (": ", "; ")
        days = (f"{words[name]} {_day(value, lang)}" for name, value in self.dates)
        file = f"{words['file']}{colon}{self.file}" if self.file else ""
        said = [term("kind", self.kind, lang), self.by, comma.join(days), file]
        return [each for each in said if each]


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What stands behind one assessment.

    Attributes:
        subject: The parties and dates of the subject, by the names of their fields.
        documents: Each document of the submission by its id.
        editions: Each edition that the spec uses, with its dates.
        prospects: What would change the assessment, where that was found out.
    """

    subject: tuple[tuple[str, str], ...] = ()
    documents: Mapping[str, Described] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    prospects: WhatIf | None = None

    def subject_pairs(self, lang: str) -> list[tuple[str, str]]:
        """Return the parties and dates of the subject, with their names in words."""
        return [(BACKGROUND[lang][name], text) for name, text in self.subject]

    def document_lines(self, name: str, lang: str) -> list[str]:
        """Return what the submission says of a document; nothing for one that it has not."""
        found = self.documents.get(name)
        return found.lines(lang) if found else []

    def number(self, name: str) -> str:
        """Return the number of a document, where the submission states it."""
        found = self.documents.get(name)
        return found.number if found else ""

    def edition_dates(self, name: str, lang: str) -> str:
        """Return the dates of an edition as its catalogue has them."""
        edition, words = self.editions.get(name), BACKGROUND[lang]
        if edition is None:
            return ""
        said = [(words[word], getattr(edition, of)) for word, of in _EDITION_DATES]
        comma = ";" if lang == "zh" else "; "
        return comma.join(f"{word} {text}" for word, text in said if text)


NOTHING_KNOWN = Background()


def background_of(
    submission: Submission,
    plan: Plan,
    prospects: WhatIf | None = None,
    *,
    paths: bool = True,
) -> Background:
    """Return what stands behind the assessment of `submission` against `plan`.

    Without `paths`, files are named without their folders: where a report itself was
    read, its folder is no part of what was submitted.
    """
    return Background(
        subject=tuple(_of_subject(submission)),
        documents={each.id: _described(each, paths=paths) for each in submission.evidence},
        editions=plan.editions,
        prospects=prospects,
    )


def _of_subject(submission: Submission) -> Iterator[tuple[str, str]]:
    subject = submission.subject
    if subject is None:
        return
    for name in ("manufacturer", "factory", "importer"):
        party = getattr(subject, name)
        if party is not None and party.name:
            yield name, party.name
    for name in ("manufactured", "imported", "sold"):
        if getattr(subject, name):
            yield name, getattr(subject, name)


def _described(document: Document, *, paths: bool) -> Described:
    file = document.file or ""
    by = next(_texts(getattr(document, name, None) for name in _BY), "")
    dates = [(name, getattr(document, name, None)) for name in _DATES]
    return Described(
        kind=document.kind,
        number=document.number or "",
        by=by,
        dates=tuple((name, value) for name, value in dates if value is not None),
        file=file if paths else PurePath(file).name,
    )


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Yield the names among `values`: a text, or an organization that has one."""
    for value in values:
        name = value if isinstance(value, str) else getattr(value, "name", None)
        if name:
            yield name


def _day(value: str | Dates, lang: str) -> str:
    if isinstance(value, str):
        return value
    words = BACKGROUND[lang]
    if value.from_ and value.to:
        return words["to"].format(start=value.from_, end=value.to)
    if value.from_:
        return words["from"].format(start=value.from_)
    return words["until"].format(end=value.to or "—")
