"""Bytes to a submission, strictly: nothing is skipped, guessed or given twice.

A good submission takes the fast way, one typed decode.  Whatever that does not accept, or cannot
vouch for, goes the slow way, which knows the place of every value and finds all problems.  Both
ways read one set of types, so that they agree on what a submission is; the slow way decides.

A key that is given twice is silently overwritten by a typed decode, so the fast way proves that
nothing was: it writes the submission again and compares what came out with what went in.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, get_args, get_type_hints

import msgspec

from conformance.library.bounds import MOST_BYTES, MOST_VALUES
from conformance.model.dates import read_date
from conformance.model.submission import (
    Audit,
    Authorization,
    Date,
    Dates,
    Declaration,
    Document,
    Inspection,
    Relation,
    ReportHead,
    Result,
    Subject,
    Submission,
    TestReport,
    UnreadReport,
    UnreadSubmission,
)

BOM = b"\xef\xbb\xbf"
_DECODER = msgspec.json.Decoder(Submission)
_UNREAD = msgspec.json.Decoder(UnreadSubmission)
_ENCODER = msgspec.json.Encoder()


def decode(
    data: bytes | str | Mapping[str, object], *, file: str = "submission", format: str = "json"
) -> Submission:
    """Return the submission that `data` writes; `format` is json or yaml and not for a mapping.

    Raises IllFormed with every problem, each with line, column and JSON pointer.  A mapping has no
    lines: its problems have the pointer alone.

    >>> decode('{"submission": "T-1", "subject": {"attributes": {"rated_power": 0.10}}}').subject
    ... # doctest: +ELLIPSIS
    Subject(...attributes={'rated_power': '0.10'}, parts=())
    """
    if not isinstance(data, bytes | str):
        from conformance.checking.mappings import canonical

        data, format = canonical(data, file), "mapping"
    if format != "yaml":
        raw = data if isinstance(data, bytes) else encoded(data)
        submission = None if raw is None else decode_fast(raw.removeprefix(BOM))
        if submission is not None:
            return submission
    # only needed once something is wrong, or for YAML
    from conformance.checking.located import decode_slowly

    return decode_slowly(data, file=file, format=format)


def encoded(text: str) -> bytes | None:
    """Return the text in UTF-8; None where it has half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def decode_fast(data: bytes) -> Submission | None:
    """Return the submission, or None where the slow way has to decide."""
    if not within_bounds(data):
        return None
    for text in _spellings(data):
        try:
            submission = _DECODER.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            if text is data and not _SAYS_NUMBER.search(str(error)):
                return None
        else:
            return submission if nothing_lost(text, submission) and settled(submission) else None
    return None


def look_through(data: bytes) -> UnreadSubmission | None:
    """Return the submission but for the rows of its reports; None where a full read has to decide.

    Nothing is said of the rows but that they are JSON: strings in them may not even be UTF-8.
    """
    if not within_bounds(data):
        return None
    try:
        submission = _UNREAD.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return submission if nothing_lost(data, submission) and settled(submission) else None


def within_bounds(data: bytes) -> bool:
    """Return whether it is sure at first sight that bytes and values are not too many."""
    # Each value stands at the beginning, behind a comma or behind a bracket.
    return len(data) < MOST_VALUES or (
        len(data) <= MOST_BYTES and sum(map(data.count, (b",", b"[", b"{"))) < MOST_VALUES - 1
    )


def _spellings(data: bytes) -> Iterator[bytes]:
    """Yield `data`, and where that was not it, `data` with its bare numbers in quotes.

    Behind keys first, which is quick.  Where that meets a string that only looks like a key, the
    quote it puts in ends the string in front of a digit, which no reader takes for JSON.
    """
    yield data
    yield _MEMBER.sub(rb'\1"\2"', data)
    exact = _quote_numbers(data)
    if exact is not None:
        yield exact


_SAYS_NUMBER = re.compile(r"got `(?:int|float)`|out of range")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+")
_MEMBER = re.compile(rb'(":\s*+)(' + _NUMBER.pattern + rb")(?=[,}\s])")
_UP_TO_NUMBER = re.compile(
    rb"""
    ((?: [^"0-9-]++ | "[^"\\]*+(?:\\.[^"\\]*+)*+" )*+)  # strings and signs
    ([-0-9][-+.0-9a-zA-Z]*+ | \Z)                       # a bare number, or the end
    ([ \t\n\r]*+:)?+                                    # and no key
    """,
    re.VERBOSE | re.DOTALL,
)


def _quote_numbers(data: bytes) -> bytes | None:
    """Return `data` with its bare numbers in quotes, which keeps their digits; None if not JSON."""
    pieces: list[bytes] = []
    at = 0
    while found := _UP_TO_NUMBER.match(data, at):
        before, number, colon = found.groups()
        if not number:
            pieces.append(before)
            return b"".join(pieces)
        if colon or not _NUMBER.fullmatch(number):
            return None
        pieces += (before, b'"', number, b'"')
        at = found.end()
    return None


def nothing_lost(data: bytes, submission: Submission | UnreadSubmission) -> bool:
    """Say whether every key of `data` is in `submission`; False may also mean not known.

    Written again, no piece gets longer than it was: there is no shorter way to write it.  So the
    same length means that no piece is gone.  Of a text with white space or escapes the colons are
    counted instead: those in strings and those behind keys are as many as before only if no key
    is gone, unless colons were written as escapes.  Keys whose value is null or empty are left out
    of a submission, but not out of dictionaries.
    """
    written = _ENCODER.encode(submission)
    if len(written) == len(data):
        return True
    if b"\\" in data and (b"\\u003a" in data or b"\\u003A" in data):
        return False
    colons = data.count(b":")
    if written.count(b":") == colons:
        return True
    try:
        return _ENCODER.encode(msgspec.json.decode(data)).count(b":") == colons
    except (msgspec.DecodeError, RecursionError):  # pragma: no cover - it was read once already
        return False


def _days_of(struct: type) -> Callable[[Any], tuple[str | None, ...]] | None:
    """Return what gets the dates of a struct; None where it has none."""
    hints = get_type_hints(struct, include_extras=True)
    names = [name for name, hint in hints.items() if Date in get_args(hint)]
    if len(names) == 1:
        (name,) = names
        return lambda value: (getattr(value, name),)
    return attrgetter(*names) if names else None


_DAYS_OF = {
    struct: days
    for struct in (Subject, Dates, *get_args(Document), UnreadReport)
    if (days := _days_of(struct)) is not None
}
# Days that were read before; looking one up is quicker than reading it again.
_DAYS: set[str | None] = {None}
_MOST_DAYS = 16384


def _are_days(texts: Sequence[str | None]) -> bool:
    """Return whether every text that is stated is a day of the calendar."""
    if _DAYS.issuperset(texts):
        return True
    known = [text for text in texts if text is not None]
    if any(read_date(text) is None for text in known):
        return False
    if len(_DAYS) >= _MOST_DAYS:
        _DAYS.intersection_update((None,))
    _DAYS.update(known)
    return True


def settled(submission: Submission | UnreadSubmission) -> bool:
    """Turn whole numbers into text, leave out empty facts, and say whether all is in order.

    This runs for every submission, and its inner loop for every row.
    """
    days: list[str | None] = []
    subject, evidence = submission.subject, submission.evidence
    if subject is not None and not _settle_subject(subject, days):
        return False
    identifiers = set()
    for document in evidence:
        identifiers.add(document.id)
        kind = type(document)
        if kind in _DAYS_OF:
            days += _DAYS_OF[kind](document)
        if kind in _SETTLE and not _SETTLE[kind](document, days):
            return False
    return len(identifiers) == len(evidence) and _are_days(days)


_Days = list[str | None]


def _settle_subject(subject: Subject, days: _Days) -> bool:
    days += _DAYS_OF[Subject](subject)
    parts = subject.parts
    return (
        (subject.quantity is None or _settle_number(subject, "quantity"))
        and _settle_facts(subject.attributes)
        and (
            not parts
            or (
                len({part.id for part in parts}) == len(parts)
                and all(_settle_facts(part.attributes) for part in parts)
            )
        )
    )


def _settle_rows(document: Audit | Inspection, _: _Days) -> bool:
    return _each_settled(document.results) and all(map(_is_clear, document.relations))


def _each_settled(results: Sequence[Result]) -> bool:
    for result in results:
        if result.values is not None and result.value is not None:
            return False
        uncertainty = result.uncertainty
        if uncertainty is not None and not _settle_number(uncertainty, "k"):
            return False
    return True


def _settle_head(report: ReportHead, days: _Days) -> bool:
    sample, tested = report.sample, report.tested
    if tested is not None:
        days += _DAYS_OF[Dates](tested)
    return (sample is None or _settle_number(sample, "count")) and (
        not report.relations or all(map(_is_clear, report.relations))
    )


def _settle_report(report: TestReport, days: _Days) -> bool:
    return _settle_head(report, days) and _each_settled(report.results)


def _settle_inspection(inspection: Inspection, days: _Days) -> bool:
    sample = inspection.sample
    return (
        (sample is None or _settle_number(sample, "count"))
        and _settle_number(inspection, "quantity")
        and _settle_rows(inspection, days)
    )


def _settle_declaration(declaration: Declaration, _: _Days) -> bool:
    return _settle_facts(declaration.statements)


def _settle_authorization(authorization: Authorization, days: _Days) -> bool:
    if authorization.valid is not None:
        days += _DAYS_OF[Dates](authorization.valid)
    return True


_SETTLE: dict[type, Callable[[Any, _Days], bool]] = {
    TestReport: _settle_report,
    UnreadReport: _settle_head,
    Audit: _settle_rows,
    Inspection: _settle_inspection,
    Declaration: _settle_declaration,
    Authorization: _settle_authorization,
}


def _is_clear(relation: Relation) -> bool:
    return (relation.amends, relation.retests, relation.re_inspects).count(None) == 2


def _settle_number(struct: msgspec.Struct, name: str) -> bool:
    """Turn a whole number into its text; False where its text is not known from it."""
    number = getattr(struct, name)
    if type(number) is int:
        if not _is_plain(number):
            return False
        msgspec.structs.force_setattr(struct, name, str(number))
    return True


def _settle_facts(facts: dict[str, Any]) -> bool:
    """Do the same to the values of a mapping, and leave out names without a value."""
    for name, value in tuple(facts.items()):
        if type(value) is str:
            continue
        if value is None:
            del facts[name]
        elif type(value) is int:
            if not _is_plain(value):
                return False
            facts[name] = str(value)
    return True


def _is_plain(number: int) -> bool:
    # -0 has lost its sign already, and Python refuses to write very long numbers.
    return 0 < abs(number) < 2**63
