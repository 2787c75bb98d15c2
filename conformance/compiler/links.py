"""Own requirements about identifiers, days and chains: what they name must be there."""

import re
from collections.abc import Iterable

from conformance.compiler.draft import Draft, Place
from conformance.diagnostics import Diagnostic, Text
from conformance.model.spec import Days, Digits, Identifier, Own
from conformance.quantities.conditions import FactType
from conformance.quantities.identifiers import GRAMMARS

OF_SUBJECT = (
    "subject.uscc", "subject.gtin", "subject.manufacturer.uscc", "subject.factory.uscc",
    "subject.importer.uscc",
)  # fmt: skip
OF_DOCUMENTS = ("certificate.number", "licence.number")
_DAY = re.compile(r"([\w.]+)(?:\s*\+\s*([\w.]+))?")


def check_links(draft: Draft, own: Own, at: Place) -> None:
    """Report what these requirements name and nobody declares."""
    if own.identifier is not None:
        _check_identifier(draft, own, own.identifier, at.below("identifier"))
    if own.days is not None:
        _check_days(draft, own, own.days, at)
    if own.chain is not None:
        _check_category(draft, own.chain.category_of, at.below("chain"))
    if own.document is not None:
        _check_category(draft, own.document.category_of, at.below("document"))


def _check_identifier(draft: Draft, own: Own, asked: Identifier, at: Place) -> None:
    if asked.grammar not in GRAMMARS:
        draft.report(
            Diagnostic(
                "unknown-grammar",
                Text(
                    f"没有标识的写法 {asked.grammar!r}",
                    f"no grammar of identifiers is named {asked.grammar!r}",
                ),
                at.below("grammar").span,
                _listed(GRAMMARS),
            )
        )
    _check_named(draft, asked.of, (*OF_SUBJECT, *OF_DOCUMENTS), at.below("of"))
    if asked.digits is not None:
        _check_digits(draft, own, asked.digits, at.below("digits"))
    if asked.same_as is not None:
        _check_named(draft, asked.same_as, OF_SUBJECT, at.below("same_as"))


def _check_digits(draft: Draft, own: Own, asked: Digits, at: Place) -> None:
    """The fact is a choice that can be known here, and each value one of its choices."""
    draft.used.add(asked.fact)
    known = _known(draft, own, asked.fact)
    choices = known.choices if known is not None else ()
    if not choices:
        named = ", ".join(n for n, t in sorted(draft.types.items()) if t.choices) or "—"
        draft.report(
            Diagnostic(
                "undeclared-attribute",
                Text(
                    f"没有可选值的属性 {asked.fact!r}", f"no attribute {asked.fact!r} with choices"
                ),
                at.below("fact").span,
                Text(f"已声明:{named}", f"declared are: {named}"),
            )
        )
        return
    for value in asked.values:
        if value not in choices:
            draft.report(
                Diagnostic(
                    "unknown-choice",
                    Text(f"{asked.fact} 没有取值 {value!r}", f"{asked.fact} is never {value!r}"),
                    at.below("values", value).span,
                    _listed(choices),
                )
            )


def _check_named(draft: Draft, name: str, known: Iterable[str], at: Place) -> None:
    if name not in known:
        draft.report(
            Diagnostic(
                "unknown-identifier",
                Text(f"没有标识 {name!r}", f"no identifier is named {name!r}"),
                at.span,
                _listed(known),
            )
        )


def _listed(known: Iterable[str]) -> Text:
    names = ", ".join(known)
    return Text(f"可用:{names}", f"known are: {names}")


def _check_days(draft: Draft, own: Own, asked: Days, at: Place) -> None:
    """Both ends are declared days; the days are a time, their share a number."""
    for key, text in (("from", asked.from_), ("to", asked.to), ("out_of", asked.out_of)):
        if text is not None:
            _check_day(draft, own, text, at.below("days", key))
    wanted = "time" if asked.out_of is None else "number"
    if own.measures != wanted or own.limit is None:
        draft.report(
            Diagnostic(
                "days-without-limit",
                Text(
                    f"天数须写 measures: {wanted} 和限值",
                    f"days are measured as {wanted}, with a limit",
                ),
                at.span,
                Text(
                    "例如 measures: time、limit: <= 90 d;有 out_of 时 measures: number",
                    "such as measures: time, limit: <= 90 d; with out_of, measures: number",
                ),
            )
        )


def _check_day(draft: Draft, own: Own, text: str, at: Place) -> None:
    written = _DAY.fullmatch(text.strip())
    day, more = written.groups() if written else (None, None)
    good = day is not None and _known(draft, own, day) == FactType()
    if more is not None:
        period = _known(draft, own, more)
        good = good and period is not None and period.kind in ("calendar period", "time")
    draft.used |= {name for name in (day, more) if name}
    if not good:
        draft.report(
            Diagnostic(
                "not-a-day",
                Text(f"{text!r} 不是申报的日期", f"{text!r} is no day that is declared"),
                at.span,
                Text(
                    "写日期属性名,或“日期 + 期间”,例如 manufactured + shelf_life",
                    "write an attribute of a: date, or with a period: manufactured + shelf_life",
                ),
            )
        )


def _known(draft: Draft, own: Own, name: str) -> FactType | None:
    """Return the type of a fact; those of a part only where each such part is asked."""
    kind, _, fact = name.partition(".")
    return None if fact and kind != own.each else draft.types.get(name)


def _check_category(draft: Draft, name: str | None, at: Place) -> None:
    """A category is named by an attribute whose choices are known."""
    if name is None:
        return
    draft.used.add(name)
    if name not in draft.attributes or not draft.attributes[name].choices:
        known = ", ".join(n for n, a in sorted(draft.attributes.items()) if a.choices) or "—"
        draft.report(
            Diagnostic(
                "undeclared-attribute",
                Text(f"没有可选值的属性 {name!r}", f"no attribute {name!r} with choices"),
                at.below("category_of").span,
                Text(f"已声明:{known}", f"declared are: {known}"),
            )
        )
