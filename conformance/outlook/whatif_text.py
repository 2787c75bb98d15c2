"""What would change an answer, for the terminal."""

from collections.abc import Iterable, Iterator

from conformance.judging.zones import Zone
from conformance.outlook.questions import Question
from conformance.outlook.whatif import WhatIf, needed
from conformance.rendering.page_words import CODES, VERDICTS, WORDS
from conformance.rendering.said import one_line, subject_name, told
from conformance.rendering.table import UNSHOWABLE
from conformance.wording import term, worded
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
        yield words["no_changes"]
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
    for finding, some in found.values:
        head = [one_line(told(finding.title, lang)), one_line("; ".join(finding.measured))]
        for name, text in accepted(some, finding.rule, lang):
            rows.append([*head, name, text])
            head = ["", ""]
    heads = [words["requirement"], words["measured"], words["rule"], words["passes"]]
    yield tabulate(rows, heads, tablefmt="simple", disable_numparse=True)


def accepted(some: Iterable[Zone], own: str | None, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each rule with what it accepts, those that want an uncertainty as one.

    The requirement's own rule has a star.
    """
    words = OUTLOOK[lang]
    unknown = [zone for zone in some if not zone.known]
    for zone in some:
        if zone.known:
            star = "*" if zone.rule == own else ""
            text = term("limit", zone.accepts, lang) or words["none"]
            yield _rule(zone.rule, lang) + star, text
        elif zone is unknown[0]:
            star = "*" if any(each.rule == own for each in unknown) else ""
            named = words["slash"].join(_rule(each.rule, lang) for each in unknown)
            yield named + star, words["unknown"]


def _rule(rule: str, lang: str) -> str:
    name, equals, figure = rule.partition("=")
    return CODES[lang].get(name, name) + (f" {figure}" if equals else "")


def _questions(found: tuple[Question, ...], lang: str) -> Iterator[str]:
    from tabulate import tabulate

    words = OUTLOOK[lang]
    if not found:
        yield words["no_questions"]
        return
    yield words["questions"]
    rows = [
        [
            f"{each.attribute} ({each.zh if lang == 'zh' else each.en})",
            str(each.waiting),
            str(each.settles) if each.replies else "—",
            words["separator"].join(
                f"{reply.choice}{WORDS[lang]['colon']}{reply.settled}" for reply in each.replies
            ),
        ]
        for each in found
    ]
    heads = [words["attribute"], words["waiting"], words["settles"], words["replies"]]
    yield tabulate(rows, heads, tablefmt="simple", disable_numparse=True)
