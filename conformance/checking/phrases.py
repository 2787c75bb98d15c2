"""Words that a marking shows: compared without width, spaces and punctuation, but with signs."""

import re
import unicodedata
from collections.abc import Sequence

from conformance.checking.admissibility import unconfirmed
from conformance.checking.answers import FAIL, MISSING, PASS, Answer
from conformance.checking.documents import cited, rejected
from conformance.checking.gate import Gate, refuse
from conformance.checking.identity import another_subject
from conformance.model.assessment import Cited, Rejected
from conformance.model.plan import Ask, Phrases, PolicyAsked
from conformance.model.submission import Marking
from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width
from conformance.verdicts import Verdict, all_of

# What stands between digits, or before one, is part of a number: 1.5 is not 15, nor -5 5.
_IN_NUMBERS = pattern(r"(?<=\d)[.,:/](?=\d)|(?<!\w)[-−–](?=\d)|[%‰]")


def plain_words(text: str) -> str:
    """Return words for comparison: width, punctuation and spaces do not matter.

    >>> plain_words("警告！ 小心 滑落"), plain_words("≤ 1.5 kW") == plain_words("≤ 15 kW")
    ('警告小心滑落', False)
    """
    folded = fold_width(text).casefold()
    kept = {match.start() for match in _IN_NUMBERS.finditer(folded)}
    return "".join(
        c for i, c in enumerate(folded) if i in kept or unicodedata.category(c)[0] in "LNSM"
    )


def present(words: str, text: str) -> bool:
    """Return whether a text holds the words; a number in them is not part of a longer one."""
    wanted = plain_words(words)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?![\d.])" if wanted[-1:].isdigit() else ""
    return (
        bool(wanted)
        and re.search(before + re.escape(wanted) + after, plain_words(text)) is not None
    )


def show_words(gate: Gate, ask: Ask, policies: Sequence[PolicyAsked]) -> Answer | None:
    """Return whether every place that is asked for shows the words, and none forbidden.

    None where no marking was sent at all.
    """
    if ask.phrase is None:
        raise AssertionError(ask)
    evidence: list[Cited] = []
    aside: list[Rejected] = []
    answers: list[Answer] = []
    for place in ask.phrase.on:
        shown, told = [], []
        for document in gate.documents:
            if not isinstance(document, Marking) or document.where != place:
                continue
            refusal = another_subject(gate, document, None, None)
            bad_news = refusal is None or not refusal.identity
            if refusal is None and document.shown_by not in ("photo", "inspection"):
                refusal = refuse("marking-not-shown", found=document.text)
            refusal = refusal or unconfirmed(gate, document, policies)
            if refusal is not None:
                aside.append(rejected(document, refusal))
                told += [document.text or ""] if bad_news else []
                continue
            shown.append(document.text or "")
            evidence.append(cited(document))
        answers.append(_words_at(place, shown, told, ask.phrase))
    if not evidence and not aside:
        return None
    verdict = all_of(answer.verdict for answer in answers)
    first = next(answer for answer in answers if answer.verdict is verdict)
    reason = first.reason
    if reason == "marking-missing" and aside:
        told_only = aside[0].reason == "marking-not-shown"
        reason = "marking-not-shown" if told_only else "evidence-not-admissible"
    facts = {
        **first.facts,
        "found": first.facts.get("found") or (aside[0].facts.get("found", "") if aside else ""),
    }
    return Answer(verdict, reason, facts, evidence=tuple(evidence), rejected=tuple(aside))


def words_shown(phrase: Phrases, texts: Sequence[tuple[str, ...]]) -> tuple[Verdict, str]:
    """Return the verdict and its reason for the texts at each place, all of them believed."""
    answers = [
        _words_at(place, shown, (), phrase) for place, shown in zip(phrase.on, texts, strict=True)
    ]
    verdict = all_of(answer.verdict for answer in answers)
    return verdict, next(answer.reason for answer in answers if answer.verdict is verdict)


def _words_at(place: str, texts: Sequence[str], told: Sequence[str], phrase: Phrases) -> Answer:
    """Return whether the markings at one place show the words; `told` is only transcribed."""
    facts = {"place": place, "found": " / ".join(texts)}

    def shown(words: str) -> bool:
        return any(present(words, text) for text in texts)

    bad = [words for words in phrase.forbidden if shown(words)]
    if bad:
        return Answer(FAIL, "words-forbidden", {**facts, "wanted": bad[0]})
    if not texts:
        return Answer(MISSING, "marking-missing", facts)
    if phrase.any and not any(map(shown, phrase.any)):
        return Answer(FAIL, "words-missing", {**facts, "wanted": " / ".join(phrase.any)})
    if phrase.exactly_one and sum(map(shown, phrase.exactly_one)) != 1:
        wanted = " / ".join(phrase.exactly_one)
        return Answer(FAIL, "words-not-exactly-one", {**facts, "wanted": wanted})
    adverse = [text for text in told for words in phrase.forbidden if present(words, text)]
    if adverse:
        return Answer(MISSING, "adverse-evidence-unresolved", {**facts, "value": adverse[0]})
    return Answer(PASS, "words-shown", facts)
