"""Requirements about identifiers: written as their grammar says, with the right check digits.

A number that fails its own check is wrong whoever wrote it down, so that is a
fail.  A number that is right shows its form only: whose it is, a register says.
"""

from collections.abc import Sequence

from conformance.checking.admissibility import issued_later, unconfirmed
from conformance.checking.answers import FAIL, MISSING, PASS, Answer
from conformance.checking.documents import cited, rejected
from conformance.checking.gate import Gate
from conformance.checking.identity import another_subject
from conformance.checking.stated import stated
from conformance.checking.subject import Facts, folded
from conformance.model.assessment import Cited, Rejected
from conformance.model.plan import DigitsAsked, IdentifierAsked
from conformance.model.submission import Document, Part
from conformance.quantities.identifiers import GRAMMARS, plain_identifier, slip_in


def answer_identifier(
    gate: Gate,
    asked: IdentifierAsked,
    documents: Sequence[Document],
    part: Part | None,
    known: Facts,
) -> Answer:
    """Return whether an identifier has its grammar: of the subject, or of each such document."""
    kind, _, name = asked.of.rpartition(".")
    if kind.partition(".")[0] == "subject":
        found = subject_identifier(gate, asked.of)
        if found is None:
            return Answer(MISSING, "identifier-not-stated", _facts(asked, ""))
        return _answer_one(gate, asked, found, None, known)
    answers: list[Answer] = []
    aside: list[Rejected] = []
    for document in documents:
        if document.kind != kind or not _of_scheme(asked, document):
            continue
        refusal = (
            issued_later(document, gate.facts.as_of)
            or another_subject(gate, document, part, None)
            or unconfirmed(gate, document, ())
        )
        if refusal is not None:
            aside.append(rejected(document, refusal))
            continue
        number = stated(getattr(document, name))
        if number is None:
            missing = Answer(MISSING, "identifier-not-stated", _facts(asked, ""))
            answers.append(missing)
        else:
            answers.append(_answer_one(gate, asked, number, cited(document), known))
    if not answers:
        told = {"kind": kind, **({"why": aside[0].reason} if aside else {})}
        reason = "evidence-not-admissible" if aside else "document-missing"
        return Answer(MISSING, reason, told, rejected=tuple(aside))
    # every number counts: a right one beside a wrong one does not mend it
    worst = next(a for verdict in (FAIL, MISSING, PASS) for a in answers if a.verdict is verdict)
    evidence = tuple(place for answer in answers for place in answer.evidence)
    return Answer(worst.verdict, worst.reason, worst.facts, evidence=evidence,
                  rejected=tuple(aside), rests_on=worst.rests_on)  # fmt: skip


def subject_identifier(gate: Gate, path: str) -> str | None:
    """Return an identifier that the subject declares: `subject.factory.uscc`."""
    found: object = gate.facts.subject
    for step in path.split(".")[1:]:
        found = getattr(found, step, None)
    return stated(found) if isinstance(found, str) else None


def _answer_one(
    gate: Gate, asked: IdentifierAsked, number: str, place: Cited | None, known: Facts
) -> Answer:
    facts = _facts(asked, number)
    evidence = (place,) if place is not None else ()
    slip = slip_in(number, asked.grammar)
    if slip is not None and slip.place is None:
        return Answer(FAIL, "identifier-malformed", facts, evidence=evidence)
    if slip is not None:
        facts |= {"place": str(slip.place), "wanted": slip.wanted}
        return Answer(FAIL, "identifier-check-digit", facts, evidence=evidence)
    if asked.same_as is not None:
        other = subject_identifier(gate, asked.same_as)
        facts |= {"wanted": other} if other else {"place": asked.same_as}
        if other is None or plain_identifier(other) != plain_identifier(number):
            return Answer(MISSING, "identifier-differs", facts, evidence=evidence)
    if asked.digits is not None:
        amiss = _disagreeing(asked.digits, number, known)
        if amiss is not None:
            reason, told = amiss
            return Answer(MISSING, reason, {**facts, **told}, evidence=evidence)
    rests = frozenset({asked.of.removeprefix("subject.")}) if place is None else frozenset()
    return Answer(PASS, "identifier-well-formed", facts, evidence=evidence, rests_on=rests)


def _disagreeing(
    asked: DigitsAsked, number: str, known: Facts
) -> tuple[str, dict[str, str]] | None:
    """Return why some characters do not say what is declared; None where they do.

    A choice that has no characters of its own is not compared.
    """
    declared = known.known.get(asked.fact)
    if declared is None:
        return "attribute-unknown", {"detail": asked.fact}
    wanted = dict(asked.values).get(str(declared))
    found = plain_identifier(number)[asked.start - 1 :]
    if wanted is None or found.startswith(wanted):
        return None
    told = {"place": str(asked.start), "found": found[: len(wanted)], "wanted": wanted}
    return "identifier-other-kind", {**told, "detail": asked.fact, "value": str(declared)}


def _facts(asked: IdentifierAsked, number: str) -> dict[str, str]:
    grammar = GRAMMARS[asked.grammar]
    return {"number": number, "kind": asked.grammar, "limit": grammar.source,
            "detail": asked.of}  # fmt: skip


def _of_scheme(asked: IdentifierAsked, document: Document) -> bool:
    scheme = folded(getattr(document, "scheme", None)).casefold()
    return asked.scheme is None or scheme == folded(asked.scheme).casefold()
