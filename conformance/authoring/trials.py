"""What came of boundaries and mutants, in words; a case that would notice one, as a case file."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import yaml

from conformance.authoring.boundaries import Probed, Surprise
from conformance.authoring.case_files import WHOLE
from conformance.authoring.mutants import Mutant
from conformance.authoring.mutation import Score, Telling
from conformance.wording.trials import EQUAL, SLIPS, UNTRIED


def percent(share: Fraction) -> str:
    """Return a share in per cent, cut and not rounded: `99.9` is not all of them.

    >>> percent(Fraction(1)), percent(Fraction(1999, 2000)), percent(Fraction(2, 3))
    ('100 %', '99.9 %', '66.6 %')
    """
    tenths = int(share * 1000)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10} %"


def boundary_lines(spec: str, probed: Probed, lang: str) -> Iterator[str]:
    """Yield what came of the boundaries: every surprise, what was not tried, the count."""
    zh = lang == "zh"
    for surprise in probed.surprises:
        yield from _surprise(surprise, zh)
    for name, why in probed.untried:
        words = UNTRIED[why][0 if zh else 1]
        yield f"{name}: 未试边界:{words}" if zh else f"{name}: no boundary tried: {words}"
    count = len(probed.surprises)
    if zh:
        end = f"{count} 处与预期不同" if count else "均如预期"
        yield f"{spec}:边界 {probed.tried} 个,{end}"
    else:
        end = f"{count} come out otherwise" if count else "all as expected"
        yield f"{spec}: {probed.tried} boundaries, {end}"


def _surprise(surprise: Surprise, zh: bool) -> Iterator[str]:
    probe, (verdict, reason) = surprise.probe, surprise.got
    scene = probe.scene
    got = f"{verdict} ({reason})" if reason else verdict
    place = scene.ask.clause or scene.requirement.basis
    head = f"{scene.requirement.id} ({place}), {probe.about}"
    if zh:
        yield f"boundary-not-met: {head}:应为 {probe.expected},实为 {got}"
    else:
        yield f"boundary-not-met: {head}: should be {probe.expected} and is {got}"
    yield f"  from {scene.standing.path.name}: {flow({**scene.standing.change, **probe.change})}"


def mutant_lines(
    spec: str, score: Score, least: int, lang: str, *, cases: bool = True
) -> Iterator[str]:
    """Yield every mutant that no case notices, with a case that would, and the score.

    Without `cases`, which are written to a file then, only those for which none was found.
    """
    zh = lang == "zh"
    for unnoticed in score.unnoticed:
        if unnoticed.case is not None and not cases:
            continue
        yield named(unnoticed.mutant, lang)
        if unnoticed.case is None:
            yield "  没有找到能发现它的用例" if zh else "  no case was found that would notice it"
        else:
            yield from (f"  {line}" for line in as_case(unnoticed.case).splitlines())
    for why in sorted({equal.why for equal in score.equal}):
        count = sum(equal.why == why for equal in score.equal)
        words = EQUAL[why][0 if zh else 1]
        yield f"{spec}: {count} × {words}" if zh else f"{spec}: {count} ask the same: {words}"
    share, enough = percent(score.share), score.share * 100 >= least
    if zh:
        end = "" if enough else f",低于 {least} %"
        yield f"{spec}:变异 {score.total} 个,发现 {len(score.noticed)} 个({share}){end}"
    else:
        end = "" if enough else f", below {least} %"
        yield f"{spec}: {len(score.noticed)} of {score.total} mutants noticed ({share}){end}"


def named(mutant: Mutant, lang: str) -> str:
    """Return a mutant in one line: where, what kind of slip, what it was and is."""
    words = SLIPS[mutant.slip][0 if lang == "zh" else 1]
    where = " ".join(text for text in (mutant.requirement, mutant.clause) if text)
    what = f"{words}: {mutant.before} → {mutant.after}"
    return f"mutant-unnoticed: {where}: {what}" if where else f"mutant-unnoticed: {what}"


def as_case(told: Telling) -> str:
    """Return a case as it is written in a file of cases."""
    return _case([told])


def cases_file(score: Score) -> str:
    """Return a file of cases that would notice the mutants that none does; empty for none.

    Cases that change the same are one, with all that is expected of it.
    """
    found: dict[tuple[str, ...], list[Telling]] = {}
    for unnoticed in score.unnoticed:
        told = unnoticed.case
        if told is not None:
            key = (told.path.name, told.as_of.isoformat(), flow(told.assessor),
                   flow(dict(told.change)))  # fmt: skip
            found.setdefault(key, []).append(told)
    if not found:
        return ""
    return "\n".join([*_READ_BEFORE, *map(_case, found.values())]) + "\n"


_READ_BEFORE = (
    "# 由 --mutants 写成:期望值是规范现在的回答,逐个读过再提交",
    "# Written by --mutants: what is expected is what the spec says today; read each before you",
    "# keep it, for it is for you to say whether that is meant.",
)


def _case(same: Sequence[Telling]) -> str:
    """Return one case, with what is expected by each of those that change the same."""
    told = same[0]
    verdict = told.expected[0]
    word = "missing" if verdict == "missing-evidence" else verdict
    return "\n".join(
        (
            f"- name: {scalar(f'{told.of}: {word} when {told.about}')}",
            f"  from: examples/{told.path.name}",
            f"  as_of: {told.as_of.isoformat()}",
            *([f"  assessor: {written(told.assessor)}"] if told.assessor is not None else []),
            f"  change: {flow(dict(told.change))}",
            f"  expect: {flow({each.of: _expected(each) for each in same})}",
        )
    )


def _expected(told: Telling) -> object:
    verdict, reason = told.expected
    return verdict if told.of == WHOLE and reason is None else [verdict, reason]


def flow(value: object) -> str:
    """Return data as YAML on one line."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    )
    return str(text).strip()


def written(value: object) -> str:
    """Return a text as a scalar, other data on one line."""
    return scalar(value) if isinstance(value, str) else flow(value)


def scalar(text: str) -> str:
    """Return a text as a YAML scalar, quoted where it must be."""
    return str(yaml.safe_dump(text, allow_unicode=True, width=10**9)).splitlines()[0]
