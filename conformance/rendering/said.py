"""What every format of the findings says in the same words: names, places, one line of text."""

import json
from collections.abc import Mapping

from conformance.model.assessment import Assessment, Cited, Finding
from conformance.rendering.table import UNSHOWABLE
from conformance.verdicts import Verdict
from conformance.wording import placed, worded

# Below a verdict that is not a pass stands what would change it.
WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
# A half of a pair has no bytes in any file.
_WITHOUT_BYTES = {
    **UNSHOWABLE,
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}
_SPACES = dict.fromkeys((0x09, 0x0A, 0x2028, 0x2029), " ")
_ONE_LINE = {**_WITHOUT_BYTES, **_SPACES}


def shown(text: str) -> str:
    """Return `text` as any file can hold it: nothing that turns or hides what is read.

    >>> shown("a\\x00b\\u202ec")
    'a\ufffdb\ufffdc'
    """
    return text.translate(_WITHOUT_BYTES)


def one_line(text: str) -> str:
    """Return `text` on one line.

    >>> one_line("first\\n  second")
    'first second'
    """
    return " ".join(text.translate(_ONE_LINE).split())


def json_text(data: object) -> str:
    """Return JSON that a person can read, every text in it as `shown`."""
    return json.dumps(_shown_all(data), ensure_ascii=False, indent=1)


def _shown_all(data: object) -> object:
    match data:
        case str():
            return shown(data)
        case dict():
            return {name: _shown_all(value) for name, value in data.items()}
        case list() | tuple():
            return [_shown_all(value) for value in data]
        case _:
            return data


def told(texts: Mapping[str, str], lang: str) -> str:
    """Return the text in `lang`, else in any other."""
    return texts.get(lang) or next(iter(texts.values()), "")


def subject_name(assessment: Assessment) -> str:
    """Return what the submission is about, as far as it says: brand, name and model."""
    subject = assessment.subject
    said = [subject[key] for key in ("brand", "name", "model") if subject.get(key)]
    return " ".join(said) or assessment.submission.get("id") or "—"


def spec_name(assessment: Assessment) -> str:
    """Return the spec with its version: `smart-toilet-seat@1.0.0`."""
    parts = (assessment.spec.get("id"), assessment.spec.get("version"))
    return "@".join(part for part in parts if part)


def document_text(cited: Cited, lang: str | None = None) -> str:
    """Return a place of a document in words: its number, the place, and the id in the submission.

    Without a language, a row that states no place is named as in the submission's file.

    >>> document_text(Cited("R1", "WT-1", "page 4, row 7"))
    'WT-1, page 4, row 7 (R1)'
    >>> document_text(Cited("R1", None, "results/0"), "zh")
    '第1条结果 (R1)'
    >>> document_text(Cited("R1"))
    'R1'
    """
    locator = placed(cited.locator, lang) if lang else cited.locator
    place = ", ".join(part for part in (cited.number, locator) if part)
    return f"{place} ({cited.document})" if place else cited.document


def sentence(finding: Finding, lang: str) -> str:
    """Return the reason of a finding and what would change it, as sentences on one line.

    Where no document was admitted, what is wrong with each stands in place of a
    reference to it.
    """
    said = finding.message[lang]
    needed = finding.needed[lang] if finding.verdict in WAITING else ""
    if finding.reason == "evidence-not-admissible":
        colon = ":" if lang == "zh" else ": "
        refused = [
            f"{r.document}{colon}{worded(r.reason, lang, r.facts)}" for r in finding.rejected
        ]
        needs = [worded(r.reason, lang, r.facts, need=True) for r in finding.rejected]
        parts = list(dict.fromkeys([said, *refused, *needs]))
    else:
        parts = [said, needed]
    return ("。" if lang == "zh" else ". ").join(part for part in parts if part)
