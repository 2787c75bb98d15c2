"""What runs out, as a table and as a calendar."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from conformance.outlook.expiring import Loss
from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.said import one_line, told
from conformance.rendering.table import UNSHOWABLE
from conformance.wording.outlook import OUTLOOK

# RFC 5545, 3.1: a line has at most 75 octets before it is folded.
_OCTETS = 75


def as_text(found: Sequence[Loss], until: date, lang: str) -> str:
    """Return the losses as a table, the first to run out first."""
    from tabulate import tabulate

    words = OUTLOOK[lang]
    if not found:
        return words["nothing_expiring"].format(until=until)
    rows = [
        [
            each.last.isoformat(),
            one_line(each.submission) or "—",
            one_line(_what(each, lang)),
            str(len(each.findings)) if each.findings else "—",
            VERDICTS[lang][each.verdict],
        ]
        for each in found
    ]
    heads = [words[name] for name in ("last", "submission", "what_expires", "findings", "then")]
    table = tabulate(rows, heads, tablefmt="simple", disable_numparse=True)
    heading = words["expiring"].format(count=len(found), until=until)
    return f"{heading}\n{table}".translate(UNSHOWABLE)


def _what(loss: Loss, lang: str) -> str:
    documents = ", ".join(loss.documents)
    said = loss.said[lang]
    return f"{documents}{WORDS[lang]['colon']}{said}" if documents else said


def as_calendar(found: Sequence[Loss], as_of: date, lang: str) -> str:
    """Return the losses as iCalendar (RFC 5545): each is its last day, with an alarm before.

    The same losses give the same text, for the stamp is the as-of date.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conformance//expiring//EN",
        *(line for each in found for line in _event(each, as_of, lang)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(loss: Loss, as_of: date, lang: str) -> Iterator[str]:
    what = one_line(_what(loss, lang))
    key = "\n".join((loss.submission, loss.last.isoformat(), *loss.documents, loss.said["en"]))
    words, colon = OUTLOOK[lang], WORDS[lang]["colon"]
    titles = [one_line(told(each.title, lang)) for each in loss.findings]
    then = f"{words['then']}{colon}{VERDICTS[lang][loss.verdict]}"
    affected = f"{words['findings']}{colon}{words['separator'].join(titles)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@conformance"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{loss.last:%Y%m%d}"
    if loss.last < date.max:
        yield f"DTEND;VALUE=DATE:{loss.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{loss.submission} · {what}')}"
    yield f"DESCRIPTION:{_escaped(then)}\\n{_escaped(affected)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield "TRIGGER:-P30D"
    yield f"DESCRIPTION:{_escaped(what)}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return one_line(text)


def folded(line: str) -> str:
    r"""Return a line of a calendar, folded between characters where it has too many octets.

    >>> folded("x" * 80).split("\r\n")[1]
    ' xxxxx'
    """
    parts, octets = [""], 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _OCTETS:
            parts.append(" ")
            octets = 1
        parts[-1] += letter
        octets += size
    return "\r\n".join(parts)
