"""Lint `scope-misspelt`: a standard names almost, but not quite, the category that builds on it."""

from collections.abc import Iterator
from difflib import get_close_matches

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import StandardView
from conformance.compiler.resolve import LEGAL
from conformance.diagnostics import Diagnostic, Text


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield names in scopes of standards with legal force that look like a slip of a category's.

    A category that no spec is written for yet is no slip; one that differs from a
    spec's name by a letter or two is.
    """
    specs = {source.model.spec for source in view.library.specs.values()}
    model = view.source.model
    forces = {model.force, *(clause.force for clause in model.clauses.values())}
    if not forces & set(LEGAL):
        return
    for index, name in enumerate(model.scope):
        near = get_close_matches(name, specs, n=1, cutoff=0.85)
        if name in specs or not near or near[0] in model.scope:
            continue
        yield Noticed(
            name,
            Diagnostic(
                LINT.code,
                Text(
                    f"没有品类 {name!r},而有 {near[0]!r}",
                    f"there is no category {name!r}, and there is {near[0]!r}",
                ),
                view.place("scope", index).span,
                Text(
                    f"若指该品类,写 {near[0]};确属另一品类的,在 allow 中写明",
                    f"if that is meant, write {near[0]}; if another category is, "
                    "say so under `allow`",
                ),
            ),
        )


_SPEC = """\
builds_on:
  - standard: XS 1-2024
    take: ["4.1"]
"""
LINT = Lint(
    code="scope-misspelt",
    what=Text(
        "强制标准的 scope 与品类名只差几个字母",
        "the scope of a standard with legal force misses a category by a letter or two",
    ),
    why=Text(
        "对该品类不再检查强制条款是否都已选用",
        "nothing checks any more that the category takes every clause with legal force",
    ),
    remedy=Text("按规范的 spec 写品类名", "write the category as the spec calls itself"),
    bad=("standard: XS 1-2024\nscope: [laddder]\n", _SPEC),
    good=("standard: XS 1-2024\nscope: [ladder]\n", _SPEC),
    of_standard=of_standard,
)
