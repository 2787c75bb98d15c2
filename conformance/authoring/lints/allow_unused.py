"""Lint `allow-unused`: a finding is allowed that is not there, or not any more."""

from typing import Any

from conformance.authoring.lint import Lint
from conformance.diagnostics import Diagnostic, Text
from conformance.library.authored import Source


def allow_unused(code: str, name: str, source: Source[Any]) -> Diagnostic:
    """Return that an entry of `allow` allows nothing; known once every other lint has run."""
    return Diagnostic(
        LINT.code,
        Text(
            f"没有关于 {name!r} 的 {code} 可容许",
            f"there is no {code} about {name!r} to be allowed",
        ),
        source.span("allow", code, name, key=True),
        Text("删除这一条", "remove the entry"),
    )


def with_reason(found: Diagnostic, why: str) -> Diagnostic:
    """Return a finding as the note that it becomes where the file allows it."""
    words = Text(f"{found.message.zh}(已容许:{why})", f"{found.message.en} (allowed: {why})")
    return Diagnostic(found.code, words, found.span, see=found.see)


_BAD = """\
allow:
  limit-always-met:
    spacing-of-ours: 只要求报告写出间距
"""
_OWN = """\
requirements:
  spacing-of-ours:
    title: {zh: 间距, en: spacing}
    basis: enterprise
    measures: length
    limit: ">= 0 mm"
"""
LINT = Lint(
    code="allow-unused",
    what=Text("所容许的提示并不存在", "a finding is allowed that is not there, or not any more"),
    why=Text(
        "留下的容许会在将来悄悄盖住真正的问题",
        "an entry that is left behind would one day hide a real finding",
    ),
    remedy=Text("删除这一条", "remove the entry"),
    bad=(_BAD,),
    good=(_BAD + _OWN,),
)
