"""The timeline as a table, as data and as a calendar file (RFC 5545)."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from conformance.authoring.timeline import Change
from conformance.wording.sentences import Wording
from conformance.wording.timeline import BESIDE, CHANGES, WORDS


def happens(change: Change, lang: str) -> str:
    """Return what changes, in a sentence."""
    return _filled(CHANGES[change.what], change, lang, need=False)


def to_do(change: Change, lang: str) -> str:
    """Return what to do about it, with the edition that went or comes."""
    parts = [_filled(CHANGES[change.what], change, lang, need=True)]
    if change.other is not None:
        beside = BESIDE["replaced-by" if change.what == "last-day" else "replaces"]
        parts.append(_filled(beside, change, lang, need=False))
    return WORDS[lang]["stop"].join(parts)


def _filled(wording: Wording, change: Change, lang: str, *, need: bool) -> str:
    zh = lang == "zh"
    text = (wording.zh_need if need else wording.zh) if zh else ""
    text = text or (wording.en_need if need else wording.en)
    return text.format(
        edition=change.edition, other=change.other or "",
        clauses=WORDS[lang]["comma"].join(change.clauses),
    )  # fmt: skip


def timeline_in_words(changes: Sequence[Change], lang: str, *, named: bool = True) -> str:
    """Return the timeline as a table; `named` where each line says its categories."""
    from tabulate import tabulate

    words = WORDS[lang]
    if not changes:
        return words["none"]
    rows = [
        [
            change.day.isoformat(),
            happens(change, lang),
            *([words["comma"].join(change.categories)] if named else []),
            to_do(change, lang),
        ]
        for change in changes
    ]
    heads = [words[head] for head in ("day", "what", "categories", "do")]
    widths = [10, 36, 26, 44]
    if not named:
        del heads[2], widths[2]
    return tabulate(rows, heads, disable_numparse=True, maxcolwidths=widths)


def timeline_as_data(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return the timeline as plain data, with its sentences in both languages."""
    return [
        {
            "day": change.day.isoformat(),
            "what": change.what,
            "edition": change.edition,
            "title": dict(change.title),
            "force": change.force,
            "categories": list(change.categories),
            "other": change.other,
            "clauses": list(change.clauses),
            "provenance": change.provenance,
            "says": {lang: happens(change, lang) for lang in ("zh", "en")},
            "do": {lang: to_do(change, lang) for lang in ("zh", "en")},
        }
        for change in changes
    ]


# ---- a calendar


def timeline_as_calendar(changes: Sequence[Change], lang: str, as_of: date) -> str:
    """Return the timeline as a calendar of whole days; the same timeline gives the same text.

    The stamp that every event must have is the as-of date, so that nothing depends on the clock.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(changes, lang, as_of))


def _lines(changes: Sequence[Change], lang: str, as_of: date) -> Iterator[str]:
    words = WORDS[lang]
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//conformance//timeline//EN")
    yield from ("CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(words['calendar'])}")
    for change in changes:
        about = f"{change.edition} {change.what} {change.day} {','.join(change.clauses)}"
        provenance = f"{words['provenance']}{words['colon']}{words[change.provenance]}"
        said = "\n".join((change.title[lang], to_do(change, lang), provenance))
        yield "BEGIN:VEVENT"
        yield f"UID:{hashlib.sha256(about.encode()).hexdigest()[:32]}@conformance"
        yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
        yield f"DTSTART;VALUE=DATE:{change.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{_next(change.day):%Y%m%d}"
        yield f"SUMMARY:{_escaped(happens(change, lang))}"
        yield f"DESCRIPTION:{_escaped(said)}"
        if change.categories:
            yield f"CATEGORIES:{','.join(map(_escaped, change.categories))}"
        yield from ("TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


_LONGEST = 75  # octets of a line, RFC 5545, 3.1


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which splits a character."""
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += octets
    return "\r\n".join(pieces)
