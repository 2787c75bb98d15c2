"""Differences as text, JSON and a page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.authoring.differences import ORDER, Difference, Side, counts
from conformance.authoring.pages.said import condition_said, titles_of
from conformance.rendering.listing import Listed, listing_page, named
from conformance.rendering.markup import Child
from conformance.wording import term
from conformance.wording.differences import ASKED, FIELDS, KINDS, MEANINGS
from conformance.wording.pages import PROVENANCE
from conformance.wording.terms import spoken

FORMAT = "conformance-diff/1"


def as_data(old: Side, new: Side, differences: Sequence[Difference]) -> dict[str, Any]:
    """Return the differences as plain data; absent values are left out."""
    return {
        "format": FORMAT,
        "old": _side(old),
        "new": _side(new),
        "counts": counts(differences),
        "differences": [_data(each) for each in differences],
    }


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name} | ({"digest": side.digest} if side.digest else {})


def _data(each: Difference) -> dict[str, Any]:
    data = {
        "kind": each.kind, "field": each.field, "requirement": each.requirement,
        "clause": each.clause, "before": each.before, "after": each.after, "through": each.through,
        "message": {"zh": in_words(each, "zh"), "en": in_words(each, "en")},
    }  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def in_words(each: Difference, lang: str) -> str:
    """Return one difference as a sentence: what it was, what it is, and who tells them apart."""
    zh = lang == "zh"
    field = FIELDS[each.field][0 if zh else 1]
    before, after = _spoken(each, lang)
    text = f"{field}: {before} → {after}"
    if each.through is None:
        return text
    return f"{text};例如 {each.through}" if zh else f"{text}; for example {each.through}"


def _spoken(each: Difference, lang: str) -> tuple[str, str]:
    """Return both texts in a language, or as they are where only the other language differs."""
    before, after = spoken(each.before, lang), spoken(each.after, lang)
    return (before, after) if before != after else (each.before, each.after)


def as_text(old: Side, new: Side, differences: Sequence[Difference], lang: str) -> str:
    """Return the differences by kind, those that let more through first, and their counts."""
    return "\n".join(_lines(old, new, differences, lang))


def _lines(old: Side, new: Side, differences: Sequence[Difference], lang: str) -> Iterator[str]:
    for kind in ORDER:
        here = [each for each in differences if each.kind == kind]
        if here:
            yield f"{KINDS[kind][0 if lang == 'zh' else 1]} ({len(here)})"
        for each in here:
            where = " ".join(t for t in (each.requirement, _new_clause(each)) if t)
            said = in_words(each, lang)
            yield f"  {where}: {said}" if where else f"  {said}"
    yield _summary(old, new, differences, lang)


def _new_clause(each: Difference) -> str | None:
    return None if each.field == "clause" or each.clause is None else f"[{each.clause}]"


def _summary(old: Side, new: Side, differences: Sequence[Difference], lang: str) -> str:
    sign = ":" if lang == "zh" else ": "
    return f"{old.name} → {new.name}{sign}{_counted(differences, lang)}"


def _counted(differences: Sequence[Difference], lang: str) -> str:
    """Return how many differences there are of each kind."""
    found = counts(differences)
    words = ", ".join(f"{n} {KINDS[kind][0 if lang == 'zh' else 1]}" for kind, n in found.items())
    return words or ("没有差异" if lang == "zh" else "no differences")


def as_page(old: Side, new: Side, differences: Sequence[Difference], lang: str) -> str:
    """Return the differences as a self-contained page, a table for each kind."""
    zh = lang == "zh"
    heads = (
        ("要求", "条款", "内容", "原来", "现在", "例如")
        if zh
        else ("requirement", "clause", "what", "before", "now", "for example")
    )
    titles = _titles(old, lang) | _titles(new, lang)
    parts = [
        Listed(
            KINDS[kind][0 if zh else 1],
            heads,
            [
                (
                    _requirement(each, titles),
                    each.clause or "—",
                    FIELDS[each.field][0 if zh else 1],
                    *_readable(each, old, new, lang),
                    each.through or "",
                )
                for each in differences
                if each.kind == kind
            ],
            MEANINGS[kind][0 if zh else 1],
            "differences",
        )
        for kind in ORDER
    ]
    title = f"{old.name} → {new.name}"
    return listing_page(title, [_counted(differences, lang)], parts, lang)


def _titles(side: Side, lang: str) -> dict[str, str]:
    return {each.id: each.title.zh if lang == "zh" else each.title.en for each in side.requirements}


def _requirement(each: Difference, titles: Mapping[str, str]) -> Child:
    """Return the requirement under its title, with the word of the files below it."""
    if each.requirement is None:
        return "—"
    return named(titles.get(each.requirement, each.requirement), each.requirement)


def _readable(each: Difference, old: Side, new: Side, lang: str) -> tuple[str, str]:
    """Return both texts as a reader takes them in: conditions in words, figures in signs."""
    before, after = _spoken(each, lang)
    if each.field == "applies":
        return _condition(before, old, lang), _condition(after, new, lang)
    return _figure(each.field, before, lang), _figure(each.field, after, lang)


def _figure(field: str, text: str, lang: str) -> str:
    if field == "provenance":
        return PROVENANCE[lang].get(text, text)
    if field == "requirement" and text in ASKED:
        return ASKED[text][0 if lang == "zh" else 1]
    return term("limit", text, lang).replace(">=", "≥").replace("<=", "≤").replace("( ", "(")


def _condition(text: str, side: Side, lang: str) -> str:
    if text == "—":
        return "所有产品" if lang == "zh" else "every product"
    if side.plan is None:
        return text
    return condition_said(text, titles_of(side.plan, lang))
