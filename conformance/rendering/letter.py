"""Letters to a merchant: what is refused or still wanted, by cause, or what is confirmed.

A letter is a list of blocks, which Markdown, Word and PDF each write in their own
way.  A confirmation exists only for a pass; whoever signs decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from conformance.judging.zones import ROUNDED
from conformance.model.assessment import Assessment
from conformance.rendering.actions import Action, actions
from conformance.rendering.background import NOTHING_KNOWN, Background
from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.prospects import (
    Passing,
    WhatIf,
    accepted,
    every_step,
    needed,
    with_names,
)
from conformance.rendering.register import admissions
from conformance.rendering.said import document_text, spec_name, subject_name, told
from conformance.rendering.scope import no_statement
from conformance.verdicts import Verdict
from conformance.wording import worded
from conformance.wording.letters import LETTERS
from conformance.wording.outlook import OUTLOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One assessment and whom to write to about it: a name, empty where nobody is named.

    Attributes:
        background: What the assessment was given of, and what would change it.
    """

    assessment: Assessment
    addressee: str = ""
    background: Background = NOTHING_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do: why, what to send, and the requirements that wait for it."""

    need: str
    cause: str
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter: `heading`, `text`, `strong`, `pairs`, `items` or `list`."""

    kind: str
    text: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter, in one language, to one addressee."""

    lang: str
    title: str
    addressee: str
    day: date
    blocks: tuple[Block, ...] = field(repr=False)
    signature: tuple[str, ...] = ()


def letters(cases: Sequence[Case], lang: str, day: date, until: date) -> list[Letter]:
    """Return for each addressee what is wanted of them, then what is confirmed to them.

    Addressees come in the order in which they are first named; `day` is the as-of
    date and `until` the last day for an answer.
    """
    by_name: dict[tuple[str, int], list[Case]] = {}
    for number, case in enumerate(cases):
        # two that name nobody may well be of two merchants
        by_name.setdefault((case.addressee, 0 if case.addressee else number), []).append(case)
    written = []
    for (name, _), some in by_name.items():
        waiting = [each for each in some if each.assessment.verdict is not Verdict.PASS]
        passed = [each for each in some if each.assessment.verdict is Verdict.PASS]
        if waiting:
            written.append(_wanted(waiting, name, lang, day, until))
        written += [_confirmed(each, name, lang, day) for each in passed]
    return written


def _letter(
    kind: str, name: str, lang: str, day: date, until: date | None, blocks: Iterator[Block]
) -> Letter:
    words = LETTERS[lang]
    to = words["to"].format(name=name or words["unknown"])
    text = words[f"{kind}_text"].format(until=until)
    return Letter(
        lang=lang,
        title=words[kind],
        addressee=name,
        day=day,
        blocks=(Block("strong", to), Block("text", text), *blocks),
        signature=(words["sign"], words["date"], words["seal"]),
    )


# ---- what is wanted


def _wanted(cases: Sequence[Case], name: str, lang: str, day: date, until: date) -> Letter:
    failed = any(each.assessment.verdict is Verdict.FAIL for each in cases)
    kind = "refusal" if failed else "request"

    def blocks() -> Iterator[Block]:
        words = LETTERS[lang]
        for case in cases:
            about = case.assessment
            yield Block("heading", subject_name(about))
            yield Block("pairs", pairs=(*_about(about, lang), (words["until"], until.isoformat())))
            yield from _causes(about, lang, case.background.prospects)
            if case.background.prospects:
                yield from _prospects(case.background.prospects, lang)
        yield Block("text", words["reply"])
        yield Block("text", words["decides"])

    return _letter(kind, name, lang, day, until, blocks())


def _about(assessment: Assessment, lang: str) -> Iterator[tuple[str, str]]:
    words = WORDS[lang]
    yield words["submission"], assessment.submission.get("id", "") or "—"
    yield words["spec"], spec_name(assessment)
    yield words["as_of"], assessment.as_of
    yield LETTERS[lang]["kind"], VERDICTS[lang][assessment.verdict]


def _causes(assessment: Assessment, lang: str, found: WhatIf | None) -> Iterator[Block]:
    """Yield what is to be corrected, then what is to be sent, each once for each cause."""
    words = LETTERS[lang]
    if assessment.reason:
        cause = worded(assessment.reason, lang, {})
        need = worded(assessment.reason, lang, {}, need=True)
        yield Block("items", items=(Item(need=need or cause, cause=cause, concerns=()),))
    mandatory = [each for each in actions(assessment, lang) if each.mandatory]
    fails = [each for each in mandatory if _fails(each)]
    missing = [each for each in mandatory if not _fails(each)]
    for heading, some in ((words["fails"], fails), (words["missing"], missing)):
        if some:
            yield Block("strong", heading)
            yield Block("items", items=tuple(_item(each, lang, found) for each in some))
    left = sum(
        not each.mandatory and each.verdict in (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
        for each in assessment.findings
    )
    if left:
        yield Block("text", words["recommendations"].format(count=left))


def _prospects(found: WhatIf, lang: str) -> Iterator[Block]:
    """Yield the fewest changes, the results that would pass, and what to declare first."""
    words, colon = OUTLOOK[lang], WORDS[lang]["colon"]
    acts = found.changes.acts
    lines = tuple(
        f"{told(each.finding.title, lang)}{colon}{_passing(each, lang)}"
        for each in found.values
        if each.finding.mandatory and each.finding.measured
    )
    asked = found.questions[0] if found.questions else None
    if not (acts or lines or asked):
        return
    yield Block("strong", words["whatif"])
    if acts:
        few = words["changes"].format(count=len(acts))
        few += "" if found.changes.smallest else f" {words['maybe']}"
        all_of_them = every_step(found)
        yield Block("text", f"{few}{words['stop']}{words['every_step']}" if all_of_them else few)
        if not all_of_them:
            yield Block("list", lines=tuple(needed(each, lang) for each in acts))
    if asked:
        settles = "ask_first" if asked.settles else "ask"
        yield Block("text", words[settles].format(
            attribute=asked.name(lang), settles=asked.settles, waiting=asked.waiting
        ))  # fmt: skip
    if lines:
        yield Block("list", lines=lines)
    yield Block("text", words["note"])


def _passing(found: Passing, lang: str) -> str:
    """Return what was reported and what would pass, by the rule used and the others that are known.

    Rounding is the clause's own to allow; where it does not, a letter does not speak of it.
    """
    words, page = OUTLOOK[lang], WORDS[lang]
    used = [zone for zone in found.zones if zone.rule == found.own]
    own = [f"{words['passes']} {text} ({rule})" for rule, text in accepted(used, "", lang)]
    others = [z for z in found.zones if z.known and z.rule not in (found.own, ROUNDED)]
    rest = [f"{rule}{page['colon']}{text}" for rule, text in accepted(others, "", lang)]
    reported = f"{words['measured']} {page['and'].join(found.finding.measured)}"
    return page["and"].join([reported, *own, *rest])


def _fails(action: Action) -> bool:
    return any(each.verdict is Verdict.FAIL for each in action.findings.values())


def _item(action: Action, lang: str, found: WhatIf | None) -> Item:
    """Return one thing to do; what was found is quoted for each requirement that waits for it."""
    words, colon = LETTERS[lang], WORDS[lang]["colon"]
    concerns = []
    for place, finding in action.findings.items():
        clause = f" ({finding.clause})" if finding.clause else ""
        parts = ", ".join(action.parts.get(place, ()))
        line = f"{told(finding.title, lang)}{clause}{f' [{parts}]' if parts else ''}"
        # Where the cause is a document, it has been quoted once above.
        if not action.cause:
            line += f"{colon}{finding.message[lang]}"
        if finding.evidence:
            places = WORDS[lang]["and"].join(document_text(each, lang) for each in finding.evidence)
            line += f"{WORDS[lang]['and']}{words['where']} {places}"
        concerns.append(line)
    need = with_names(action, found, lang)
    return Item(need=need, cause=action.cause, concerns=tuple(concerns))


# ---- what is confirmed


def _confirmed(case: Case, name: str, lang: str, day: date) -> Letter:
    words, page = LETTERS[lang], WORDS[lang]
    assessment, behind = case.assessment, case.background

    def blocks() -> Iterator[Block]:
        yield Block("heading", subject_name(assessment))
        yield Block("pairs", pairs=(*_about(assessment, lang), *behind.subject_pairs(lang)))
        if said := no_statement(assessment, lang):
            yield Block("strong", said)
        counts = assessment.counts
        rests = [
            (VERDICTS[lang]["pass"], counts["pass"]),
            (page["not-applicable"], counts["not-applicable"]),
            (page["on_claims"], counts["on-claims"]),
            (page["unverified"], counts["unverified-figures"]),
            (page["left_out"], len(assessment.left_out)),
        ]
        yield Block("strong", words["rests"])
        yield Block("pairs", pairs=tuple(
            (label, words["count"].format(count=count)) for label, count in rests if count
        ))  # fmt: skip
        editions = sorted({f.clause.partition("#")[0] for f in assessment.findings if f.clause})
        yield Block("strong", words["editions"])
        yield Block("list", lines=tuple(
            page["and"].join(filter(None, (each, behind.edition_dates(each, lang))))
            for each in editions
        ) or ("—",))  # fmt: skip
        documents = [each for each in admissions(assessment) if each.cited]
        yield Block("strong", words["evidence"])
        yield Block("list", lines=tuple(
            page["and"].join((
                f"{each.number} ({each.name})" if each.number else each.name,
                *behind.document_lines(each.name, lang),
            ))
            for each in documents
        ))  # fmt: skip
        yield Block("strong", words["digests"])
        yield Block("pairs", pairs=(
            (page["digest_submission"], assessment.submission.get("digest", "")),
            (page["digest_spec"], assessment.spec.get("digest", "")),
        ))  # fmt: skip
        yield Block("text", words["decides"])

    return _letter("confirmation", name, lang, day, None, blocks())
