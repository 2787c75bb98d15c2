"""Lint `successor-not-taken`: a family goes on with an edition that has a successor in force."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import SpecView
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source
from conformance.model.catalogue import Catalogue
from conformance.model.spec import Use


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the editions of families that are replaced, without a last day and a successor.

    An edition taken by itself is refused by the compiler (`edition-superseded`),
    and a mandatory one that is accepted for too long, too (`grace-longer-than-law`).
    """
    for name, family in view.source.model.families.items():
        taken = {edition for use in family.use for edition in use.editions}
        for number, use in enumerate(family.use):
            for which, edition in enumerate(use.editions):
                later = _successor(view, edition)
                if later is None or later.model.id in taken or _ends_before(view, use, later):
                    continue
                place = view.place("families", name, "use", number, "editions", which)
                yield Noticed(name, _problem(edition, later, name, place.span))


def _successor(view: SpecView, edition: str) -> Source[Catalogue] | None:
    """Return the later edition that is in force or will be, where the library has it."""
    source = view.library.catalogues.get(edition)
    later = view.library.catalogues.get(source.model.replaced_by or "") if source else None
    return later if later is not None and later.model.in_force is not None else None


def _ends_before(view: SpecView, use: Use, later: Source[Catalogue]) -> bool:
    """Return whether the use of an edition ends, or the spec does, before its successor begins."""
    in_force = view.source.model.in_force
    ends = [day for day in (use.until, in_force.until if in_force else None) if day]
    return bool(ends) and min(ends) < (later.model.in_force or "")


def _problem(edition: str, later: Source[Catalogue], family: str, span: Span) -> Diagnostic:
    model = later.model
    return Diagnostic(
        LINT.code,
        Text(
            f"{edition} 被 {model.id} 代替(自 {model.in_force} 起),而版本族 {family!r} 没有新版本",
            f"{edition} is replaced by {model.id} from {model.in_force}, "
            f"which the family {family!r} does not have",
        ),
        span,
        Text(
            "加上新版本及其 from,并给旧版本写 until",
            "add the later edition with its `from`, and give this one an `until`",
        ),
        ((Text("新版本", "the later edition"), later.span()),),
    )


_OLD = """\
standard: XS 1-2024
force: recommended
replaced_by: XS 1-2026
"""
_NEW = """\
standard: XS 1-2026
force: recommended
issued: 2025-12-01
in_force: 2026-06-01
replaces: [XS 1-2024]
"""
_SPEC = """\
families:
  ladders:
    zh: 梯子标准
    en: ladder standards
    decided_by: manufactured
    use:
      - {editions: XS 1-2024}
builds_on:
  - family: ladders
"""
LINT = Lint(
    code="successor-not-taken",
    what=Text(
        "版本族中的旧版本已有新版本实施,而没有过渡",
        "a family goes on with an edition whose successor is in force, and has no transition",
    ),
    why=Text(
        "按新版本检测的报告得不到采信,而按旧版本的仍一直被接受",
        "reports on the new edition are not accepted, and those on the old one always are",
    ),
    remedy=Text(
        "加上新版本及其 from,并给旧版本写 until",
        "add the later edition with its `from`, and give the old one an `until`",
    ),
    bad=(_OLD, _NEW, _SPEC),
    good=(
        _OLD,
        _NEW,
        _SPEC.replace(
            "{editions: XS 1-2024}",
            "{editions: XS 1-2024, until: 2026-12-31}\n"
            "      - {editions: XS 1-2026, from: 2025-12-01}",
        ),
    ),
    of_spec=of_spec,
)
