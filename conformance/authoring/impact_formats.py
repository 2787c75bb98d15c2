"""What a change does to submissions, as text, CSV, JSON and a page."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.authoring.impact import ORDER, Changed, Effect, Step, Wanted, all_steps, counts
from conformance.rendering.findings_csv import cell
from conformance.rendering.listing import Listed, listing_page, named, points
from conformance.rendering.markup import Child, element
from conformance.rendering.page_elements import verdict_sign
from conformance.verdicts import Verdict
from conformance.wording import term
from conformance.wording.effects import GROUPS, STEPS

FORMAT = "conformance-impact/1"
HEADS = (
    "submission", "subject", "group", "whole_before", "whole_after", "requirement", "clause",
    "title", "before", "after", "reason", "limit", "measured", "margin", "needed",
)  # fmt: skip
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Impact:
    """The effects on every submission of a store, with the names of both specs and the day."""

    old: str
    new: str
    as_of: str
    effects: tuple[Effect, ...]


def as_data(impact: Impact) -> dict[str, Any]:
    """Return everything as plain data; absent values are left out."""
    return {
        "format": FORMAT,
        "old": impact.old,
        "new": impact.new,
        "as_of": impact.as_of,
        "counts": counts(impact.effects),
        "steps": [_wanted(each) for each in all_steps(impact.effects)],
        "submissions": [_effect(each) for each in impact.effects],
    }


def _wanted(each: Wanted) -> dict[str, Any]:
    return {**_step(each.step), "submissions": list(each.submissions)}


def _step(step: Step) -> dict[str, Any]:
    return {"kind": step.kind, "what": step.what, "requirements": list(step.requirements)}


def _effect(each: Effect) -> dict[str, Any]:
    return {
        "submission": each.submission, "subject": dict(each.subject), "group": each.group,
        "before": each.before, "after": each.after,
        "changed": [_changed(one) for one in each.changed],
        "steps": [_step(step) for step in each.steps],
    }  # fmt: skip


def _changed(one: Changed) -> dict[str, Any]:
    data = {name: getattr(one, name) for name in one.__dataclass_fields__}
    data["title"], data["measured"] = dict(one.title), list(one.measured)
    data["needed"] = None if one.needed is None else dict(one.needed)
    return {name: value for name, value in data.items() if value not in (None, [], ())}


# ---- text


def as_text(impact: Impact, lang: str) -> str:
    """Return each submission that is affected, the steps, and the counts."""
    return "\n".join(_lines(impact, lang))


def _lines(impact: Impact, lang: str) -> Iterator[str]:
    at = 0 if lang == "zh" else 1
    for group in ORDER[:-1]:
        here = [each for each in impact.effects if each.group == group]
        if here:
            yield f"{GROUPS[group][at]} ({len(here)})"
        for each in here:
            yield f"  {each.submission} {subject_of(each)}".rstrip()
            yield from (f"    {in_words(one, lang)}" for one in each.changed)
            yield from (f"    → {step_in_words(step, lang)}" for step in each.steps)
    wanted = all_steps(impact.effects)
    if wanted:
        yield "合计需要" if lang == "zh" else "to do in all"
    for one in wanted:
        yield f"  {len(one.submissions)} × {step_in_words(one.step, lang)}: {_named(one)}"
    found = counts(impact.effects)
    words = ", ".join(f"{found[group]} {GROUPS[group][at]}" for group in ORDER)
    sign = ":" if lang == "zh" else ": "
    yield f"{impact.old} → {impact.new} ({impact.as_of}){sign}{words}"


def subject_of(each: Effect) -> str:
    """Return what a submission is about, as far as it says."""
    return " ".join(text for key in ("brand", "name", "model") if (text := each.subject.get(key)))


def in_words(one: Changed, lang: str) -> str:
    """Return a changed requirement in a line: by how much it fails, or what it lacks."""
    place = f"{one.requirement} [{one.clause}]" if one.clause else one.requirement
    text = f"{place}: {one.before or '—'} → {one.after or '—'}"
    if one.reason is not None:
        text += f" ({one.reason})"
    if one.after == "fail" and one.limit:
        text += f", {'; '.join(one.measured)} / {one.limit}"
        text += f", {one.margin}" if one.margin else ""
    needed = "" if one.needed is None else one.needed[lang]
    return f"{text}; {needed}" if needed and one.after in ("missing-evidence", "fail") else text


def step_in_words(step: Step, lang: str, titles: Mapping[str, str] | None = None) -> str:
    """Return a step: what is done, of what, and the requirements that it shows."""
    words, known = STEPS[step.kind][0 if lang == "zh" else 1], titles or {}
    what = step.what if step.kind == "facts" else known.get(step.what, step.what)
    shown = ", ".join(known.get(each, each) for each in step.requirements)
    return f"{words} {what}" + (f" ({shown})" if shown != what else "")


def _titles(effects: Sequence[Effect], lang: str) -> dict[str, str]:
    """Return what each requirement is called."""
    return {
        one.requirement: title
        for each in effects
        for one in each.changed
        if (title := one.title.get(lang))
    }


def _named(one: Wanted) -> str:
    names = ", ".join(one.submissions[:_MOST_NAMED])
    return f"{names}, …" if len(one.submissions) > _MOST_NAMED else names


# ---- tables


def as_csv(impact: Impact, lang: str) -> bytes:
    """Return a line for each changed requirement, and one for a submission without any."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for each in impact.effects:
        for row in _rows(each, lang):
            writer.writerow([cell(value) for value in row])
    return ("\ufeff" + text.getvalue()).encode()


def _rows(each: Effect, lang: str) -> Iterator[tuple[str, ...]]:
    head = (each.submission, subject_of(each), each.group, each.before, each.after)
    for one in each.changed:
        yield (
            *head, one.requirement, one.clause or "", one.title.get(lang, ""), one.before or "",
            one.after or "", one.reason or "", one.limit or "", "; ".join(one.measured),
            one.margin or "", "" if one.needed is None else one.needed[lang],
        )  # fmt: skip
    if not each.changed:
        yield (*head, *("" for _ in HEADS[len(head) :]))


def as_page(impact: Impact, lang: str) -> str:
    """Return a self-contained page: what to do in all, and each group of submissions."""
    at, zh = (0 if lang == "zh" else 1), lang == "zh"
    titles = _titles(impact.effects, lang)
    steps = Listed(
        "合计需要" if zh else "To do in all",
        ("事项", "份数", "提交") if zh else ("step", "submissions", "which"),
        [
            (step_in_words(one.step, lang, titles), str(len(one.submissions)), _named(one))
            for one in all_steps(impact.effects)
        ],
    )
    heads = ("提交", "变化", "需要") if zh else ("submission", "changes", "to do")
    groups = [
        Listed(
            GROUPS[group][at],
            heads,
            [
                (
                    named(subject_of(each) or each.submission, each.submission),
                    points([_change(one, lang) for one in each.changed]),
                    points([step_in_words(step, lang, titles) for step in each.steps]),
                )
                for each in impact.effects
                if each.group == group
            ],
            layout="effects",
        )
        for group in ORDER
    ]
    found = counts(impact.effects)
    lead = ", ".join(f"{found[group]} {GROUPS[group][at]}" for group in ORDER)
    title = f"{impact.old} → {impact.new} ({impact.as_of})"
    return listing_page(title, [lead], [steps, *groups], lang)


def _change(one: Changed, lang: str) -> Child:
    """Return a changed requirement: its title, what became of it, and by how much it fails."""
    zh = lang == "zh"
    title = one.title.get(lang) or one.requirement
    place = f"{title} [{one.clause}]" if one.clause else title
    before = _sign(one.before, lang) or ("原来不要求" if zh else "not asked")
    after = _sign(one.after, lang) or ("不再要求" if zh else "no longer asked")
    failing = [
        text
        for text in (
            "; ".join(one.measured),
            one.limit and term("limit", one.limit, lang),
            one.margin and (f"裕量 {one.margin}" if zh else f"margin {one.margin}"),
        )
        if text
    ]
    more = " · ".join(failing) if one.after == "fail" else ""
    return [
        element("strong", place), ":" if zh else ": ", before, " → ", after,
        element("span", more, class_="word") if more else None,
    ]  # fmt: skip


def _sign(verdict: str | None, lang: str) -> Child:
    return None if verdict is None else verdict_sign(Verdict(verdict), lang)
