"""Two assessments compared, for the terminal."""

from collections.abc import Iterator

from conformance.outlook.comparing import Change, Comparison
from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.said import one_line, spec_name, subject_name, told
from conformance.rendering.table import UNSHOWABLE
from conformance.wording.outlook import OUTLOOK


def as_text(found: Comparison, lang: str) -> str:
    """Return what changed and why, as a person reads it."""
    return "\n".join(_lines(found, lang)).translate(UNSHOWABLE)


def _lines(found: Comparison, lang: str) -> Iterator[str]:
    words, verdicts, colon = OUTLOOK[lang], VERDICTS[lang], WORDS[lang]["colon"]
    yield f"{words['compare']}{colon}{one_line(subject_name(found.after))}"
    for name, each in (("before", found.before), ("after", found.after)):
        yield (
            f"{words[name]}{colon}{verdicts[each.verdict]} · {each.as_of} · {spec_name(each)} · "
            f"{each.submission.get('id', '')} {each.submission.get('digest', '')[:19]}"
        )
    if found.same:
        yield words["same"]
    if found.causes and not found.same:
        told_causes = words["separator"].join(words[f"{each}_changed"] for each in found.causes)
        yield f"{words['causes']}{colon}{told_causes}"
    for change in found.changes:
        yield from _change(change, lang)


def _change(change: Change, lang: str) -> Iterator[str]:
    words, verdicts, colon = OUTLOOK[lang], VERDICTS[lang], WORDS[lang]["colon"]
    finding = change.finding
    clause = f" ({finding.clause})" if finding.clause else ""
    title = one_line(f"{told(finding.title, lang)}{clause}")
    was = verdicts[change.before.verdict] if change.before else words["added"]
    now = verdicts[change.after.verdict] if change.after else words["removed"]
    yield ""
    yield f"{title}{colon}{was if was == now else f'{was} → {now}'}"
    why = words["separator"].join(words[f"{each}_changed"] for each in change.causes)
    yield f"    {words['why']}{colon}{why}"
    for name, before, after in change.differences():
        label = words["evidence"] if name == "evidence" else words.get(f"{name}_changed", name)
        yield one_line(f"{label}{colon}{before or '—'} → {after or '—'}").join(("    ", ""))
    if change.after is not None:
        yield f"    {one_line(change.after.message[lang])}"
