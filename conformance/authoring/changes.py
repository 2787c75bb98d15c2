"""Changes of a submission: what answers a requirement is found, set, merged or taken away.

A change is plain data, as a case writes it (docs/cases.md).  Where a requirement is
answered is asked of the submission as it was found, so that changes do not depend on
their order.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.checking.decode import decode
from conformance.checking.rows import Tabled, match_rows
from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.library import nodes
from conformance.model.assessment import Assessment, Finding
from conformance.model.plan import Requirement
from conformance.model.submission import Submission

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

SUBJECT, LINKED, ABSENT = "subject", "linked", "absent"

Tree = Any
"""A submission as plain data, which changes are made to before it is decoded."""


def shown(path: Path) -> str:
    """Return the path as a person in this folder would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def change(base: "Base", tree: Tree, key: str, said: object) -> str | None:
    """Make one change: to what answers a requirement, to a document, or to the subject.

    Returns the code of the problem where it cannot be made, else None.
    """
    if key == SUBJECT:
        merge(tree.setdefault(SUBJECT, {}), said)
        return None
    if key == LINKED:
        merge(tree, {LINKED: said})
        return None
    name, _, part = key.partition("@")
    requirement = base.validator.index.by_id.get(name)
    if requirement is None:
        return None if _change_document(tree, key, said) else "unknown-requirement"
    rows = [at for at in base.rows.get(name, ()) if part in ("", at.part) and _is_there(tree, at)]
    documents = [at for at in base.documents.get(name, ()) if tree["evidence"][at] is not None]
    documents = [] if part else documents
    if not rows and not documents:
        return "nothing-to-change"
    if said == ABSENT:
        _remove(tree, rows, documents, requirement)
    elif isinstance(said, dict):
        for target in _targets(tree, rows, documents):
            merge(target, said)
    elif not _set_value(tree, rows, documents, requirement, said):
        return "no-value-to-set"
    return None


@dataclass(frozen=True, slots=True)
class At:
    """Where a row stands: the document's and the row's place, and its part."""

    document: int
    row: int
    part: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a submission: others that were sent with it, and the assessor's own file."""

    sent: Sequence[Submission] = ()
    assessor: "AssessorFile" = NOBODY

    def check(self, validator: Validator, submission: Submission) -> Assessment:
        """Return the assessment of a submission with all that lies beside it."""
        return validator.check(submission, "", self.assessor, self.sent)


@dataclass(frozen=True, slots=True)
class Base:
    """A submission as it was found, what came of it, and where each requirement is answered."""

    name: str
    plain: Tree
    validator: Validator
    assessment: Assessment
    rows: Mapping[str, Sequence[At]]
    documents: Mapping[str, Sequence[int]]
    beside: Beside = Beside()

    @classmethod
    def read(cls, path: Path, validator: Validator, beside: Beside) -> "Base":
        """Return the submission of a file, with what lies beside it; raises `IllFormed`."""
        data, yaml = path.read_bytes(), path.suffix != ".json"
        submission = decode(data, file=shown(path), format="yaml" if yaml else "json")
        assessment = beside.check(validator, submission)
        rows, documents = _answers(validator, submission, assessment)
        read = nodes.read_yaml if yaml else nodes.read_json
        plain: Tree = nodes.plain(read(data, path.name)[0])
        plain.setdefault("evidence", [])
        return cls(path.name, plain, validator, assessment, rows, documents, beside)

    def on(self, as_of: date) -> "Base":
        """Return the same submission judged on another day."""
        old = self.validator
        validator = Validator.of(old.plan, as_of, old.tool["version"])
        submission = decode(self.tree(), file=self.name)
        assessment = self.beside.check(validator, submission)
        rows, documents = _answers(validator, submission, assessment)
        return Base(self.name, self.plain, validator, assessment, rows, documents, self.beside)

    def tree(self) -> Tree:
        """Return the submission as plain data of its own, to be changed."""
        return copy.deepcopy(self.plain)


def _answers(
    validator: Validator, submission: Submission, assessment: Assessment
) -> tuple[dict[str, list[At]], dict[str, list[int]]]:
    """Return the rows that answer each requirement, and the documents without rows that do."""
    place = {document.id: at for at, document in enumerate(submission.evidence)}
    matched, _ = match_rows(validator.index, submission)
    rows = {
        name: [At(place[row.document.id], row.index, row.part) for row in found]
        for name, found in matched.items()
    }
    documents = {
        finding.requirement: sorted(
            place[name]
            for name in _cited(finding) & place.keys()
            if not isinstance(submission.evidence[place[name]], Tabled)
        )
        for finding in assessment.findings
    }
    return rows, documents


def _cited(finding: Finding) -> set[str]:
    return {each.document for each in finding.evidence} | {e.document for e in finding.rejected}


# ---- changes of plain data


def merge(target: Tree, said: object, *, keep_absent: bool = False) -> None:
    """Set fields, deep into mappings; `absent` takes a field away, or is kept as a word."""
    if not isinstance(said, dict):
        return
    for name, value in said.items():
        if value == ABSENT and not keep_absent:
            target.pop(name, None)
        elif isinstance(value, dict) and isinstance(target.get(name), dict):
            merge(target[name], value, keep_absent=keep_absent)
        else:
            target[name] = value


def _change_document(tree: Tree, name: str, said: object) -> bool:
    """Change the document of that id; False where there is none."""
    for place, document in enumerate(tree["evidence"]):
        if document is None or document["id"] != name:
            continue
        if said == ABSENT:
            tree["evidence"][place] = None
        else:
            merge(document, said)
        return True
    return False


def _is_there(tree: Tree, at: At) -> bool:
    """Return whether a row was not taken away by an earlier change."""
    document = tree["evidence"][at.document]
    return document is not None and document["results"][at.row] is not None


def _targets(tree: Tree, rows: Sequence[At], documents: Sequence[int]) -> list[Tree]:
    """Return the rows, or the documents where no row answers."""
    if rows:
        return [tree["evidence"][at.document]["results"][at.row] for at in rows]
    return [tree["evidence"][at] for at in documents]


def _remove(
    tree: Tree, rows: Sequence[At], documents: Sequence[int], requirement: Requirement
) -> None:
    """Take away all that answers: rows, a statement, or whole documents.

    What is taken away is emptied first and dropped at the end, so that places hold.
    """
    for at in rows:
        tree["evidence"][at.document]["results"][at.row] = None
    for place in documents:
        if requirement.statement is not None:
            tree["evidence"][place]["statements"].pop(requirement.statement, None)
        else:
            tree["evidence"][place] = None


def dropped(tree: Tree) -> Tree:
    """Return the submission without what was taken away."""
    tree["evidence"] = [each for each in tree["evidence"] if each is not None]
    for document in tree["evidence"]:
        if "results" in document:
            document["results"] = [each for each in document["results"] if each is not None]
    return tree


def _set_value(
    tree: Tree,
    rows: Sequence[At],
    documents: Sequence[int],
    requirement: Requirement,
    said: object,
) -> bool:
    """Set what is read of rows, of a statement or of a marking; False where nothing is read."""
    if rows:
        for row in _targets(tree, rows, ()):
            if isinstance(said, list):
                row["values"] = said
                row.pop("value", None)
            elif "values" in row:
                # one reading stands for every specimen, so that their number stays
                row["values"] = [said] * len(row["values"])
            else:
                row["value"] = said
        return True
    for document in _targets(tree, (), documents):
        if requirement.statement is not None:
            document["statements"][requirement.statement] = said
        elif requirement.asks[0].phrase is not None:
            document["text"] = said
        else:
            return False
    return True
