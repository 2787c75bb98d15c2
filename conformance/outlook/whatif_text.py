"""What would change an answer, for the terminal."""

from collections.abc import Iterator

from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.prospects import Question, WhatIf, accepted, needed, replies_text
from conformance.rendering.said import one_line, subject_name, told
from conformance.rendering.table import UNSHOWABLE
from conformance.wording import worded
from conformance.wording.outlook import OUTLOOK


def as_text(found: WhatIf, lang: str) -> str:
    """Return what would change an answer, as a person reads it."""
    return "\n".join(_lines(found, lang)).translate(UNSHOWABLE)


def _lines(found: WhatIf, lang: str) -> Iterator[str]:
    words, answer = OUTLOOK[lang], found.assessment
    name = f"{answer.submission.get('id') or '—'} · {subject_name(answer)}"
    yield f"{words['whatif']}{WORDS[lang]['colon']}{one_line(name)}"
    yield f"{words['verdict']}{WORDS[lang]['colon']}{VERDICTS[lang][answer.verdict]}"
    if answer.reason:
        yield worded(answer.reason, lang, {})
    yield ""
    yield from _changes(found, lang)
    yield ""
    yield from _values(found, lang)
    yield ""
    yield from _questions(found.questions, lang)


def _changes(found: WhatIf, lang: str) -> Iterator[str]:
    words, changes = OUTLOOK[lang], found.changes
    if not changes.acts:
        # what is about the whole, such as its scope, no finding waits for
        reason = found.assessment.reason
        yield (reason and worded(reason, lang, {}, need=True)) or words["no_changes"]
        return
    heading = words["changes"].format(count=len(changes.acts))
    yield heading if changes.smallest else f"{heading} {words['maybe']}"
    for number, act in enumerate(changes.acts, 1):
        aside = f" ({words['catalogue']})" if act.of_the_catalogue else ""
        yield f"{number:3}. {one_line(needed(act, lang))}{aside}"
        titles = words["separator"].join(told(each.title, lang) for each in act.findings)
        yield f"     {words['concerns']}{WORDS[lang]['colon']}{one_line(titles)}"
    yield words["note"]


def _values(found: WhatIf, lang: str) -> Iterator[str]:
    from tabulate import tabulate

    words = OUTLOOK[lang]
    if not found.values:
        yield words["no_values"]
        return
    yield words["values"]
    rows = []
    for each in found.values:
        measured = one_line("; ".join(each.finding.measured))
        head = [one_line(told(each.finding.title, lang)), measured]
        for name, text in accepted(each.zones, each.own, lang):
            rows.append([*head, name, text])
            head = ["", ""]
    heads = [words["requirement"], words["measured"], words["rule"], words["passes"]]
    yield tabulate(rows, heads, tablefmt="simple", disable_numparse=True)


def _questions(found: tuple[Question, ...], lang: str) -> Iterator[str]:
    from tabulate import tabulate

    words = OUTLOOK[lang]
    if not found:
        yield words["no_questions"]
        return
    yield words["questions"]
    rows = [
        [
            each.name(lang),
            str(each.waiting),
            str(each.settles) if each.replies else "—",
            replies_text(each, lang),
        ]
        for each in found
    ]
    heads = [words["attribute"], words["waiting"], words["settles"], words["replies"]]
    yield tabulate(rows, heads, tablefmt="simple", disable_numparse=True)
