"""OSCAL assessment-results: an observation for each finding, a finding for each that applies.

Every UUID is made from what was assessed, so that the same assessment gives the
same document.  OSCAL knows two states; missing evidence is `not-satisfied`, with
its own name beside it, for nothing unproven may read as satisfied.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.said import (
    document_text,
    json_text,
    one_line,
    sentence,
    spec_name,
    subject_name,
    told,
)
from conformance.verdicts import Verdict
from conformance.wording import worded

VERSION = "1.1.3"
NAMESPACE = "urn:conformance:oscal"
_SPACE = uuid5(NAMESPACE_URL, NAMESPACE)
_TITLES = {"zh": "符合性判定", "en": "Conformity assessment"}


def render(assessments: Sequence[Assessment], lang: str) -> str:
    """Return one document with a result for each assessment."""
    # The JSON of each assessment has all that it says: another one has other UUIDs.
    seeds = [each.to_json().decode() for each in assessments]
    space = uuid5(_SPACE, "\n".join((lang, *seeds)))
    latest = max((each.as_of for each in assessments), default="1970-01-01")
    tools = sorted({each.tool.get("version", "") for each in assessments})
    specs = {spec_name(each): each.spec for each in assessments}
    resources = [_resource(space, name, spec) for name, spec in specs.items()]
    document: dict[str, Any] = {
        "uuid": str(space),
        "metadata": {
            "title": _TITLES[lang],
            "last-modified": _moment(latest),
            "version": ", ".join(tools) or "0",
            "oscal-version": VERSION,
        },
        # OSCAL asks for an assessment plan; ours is the compiled spec.
        "import-ap": {"href": f"#{resources[0]['uuid']}" if resources else "#"},
        "results": [
            _result(assessment, uuid5(space, f"{number}"), lang)
            for number, assessment in enumerate(assessments)
        ],
    }
    if resources:
        document["back-matter"] = {"resources": resources}
    return json_text({"assessment-results": document})


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _resource(space: UUID, name: str, spec: dict[str, str]) -> dict[str, Any]:
    return {
        "uuid": str(uuid5(space, f"spec {name}")),
        "title": name,
        "props": [_prop("digest", spec.get("digest", ""))],
    }


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": NAMESPACE, "value": one_line(value) or "-"}


def token(text: str) -> str:
    """Return `text` as an OSCAL token: letters, digits, dot, dash, underscore, no digit first.

    >>> token("13.2 lead"), token("lead")
    ('_13.2_lead', 'lead')
    """
    spelled = re.sub(r"[^\w.\-]", "_", text)
    return spelled if spelled[:1].isalpha() or spelled[:1] == "_" else f"_{spelled}"


def _result(assessment: Assessment, space: UUID, lang: str) -> dict[str, Any]:
    findings = assessment.findings
    applicable = [each for each in findings if each.verdict is not Verdict.NOT_APPLICABLE]
    said = worded(assessment.reason, lang, {}) if assessment.reason else ""
    selection: dict[str, Any] = {
        "include-controls": [{"control-id": token(each.requirement)} for each in applicable]
    }
    if not applicable:
        selection = {"include-all": {}}
    elif out := [each for each in findings if each.verdict is Verdict.NOT_APPLICABLE]:
        selection["exclude-controls"] = [{"control-id": token(each.requirement)} for each in out]
    result: dict[str, Any] = {
        "uuid": str(space),
        "title": one_line(subject_name(assessment)),
        "description": said or f"{spec_name(assessment)}: {assessment.verdict}",
        "start": _moment(assessment.as_of),
        "end": _moment(assessment.as_of),
        "props": list(_props(assessment)),
        "reviewed-controls": {"control-selections": [selection]},
    }
    if findings:
        result["observations"] = [_observation(assessment, each, space, lang) for each in findings]
    if applicable:
        result["findings"] = [_finding(each, space, lang) for each in applicable]
    return result


def _props(assessment: Assessment) -> Iterator[dict[str, str]]:
    yield _prop("verdict", assessment.verdict)
    if assessment.reason:
        yield _prop("reason", assessment.reason)
    yield _prop("spec", spec_name(assessment))
    yield _prop("spec-digest", assessment.spec.get("digest", ""))
    yield _prop("submission", assessment.submission.get("id", ""))
    yield _prop("submission-digest", assessment.submission.get("digest", ""))
    for name, count in assessment.counts.items():
        yield _prop(f"count-{name}", str(count))


def _observation(
    assessment: Assessment, finding: Finding, space: UUID, lang: str
) -> dict[str, Any]:
    details = [
        ("verdict", str(finding.verdict)),
        ("reason", finding.reason),
        ("clause", finding.clause),
        ("limit", finding.limit),
        ("measured", "; ".join(finding.measured)),
        ("margin", finding.margin),
        ("decision-rule", finding.rule),
        ("rounding", finding.rounding),
        ("provenance", finding.provenance),
        *(("rejected", f"{each.document}: {each.reason}") for each in finding.rejected),
    ]
    observation: dict[str, Any] = {
        "uuid": str(uuid5(space, f"observation {finding.requirement}")),
        "title": one_line(told(finding.title, lang)),
        "description": sentence(finding, lang),
        "props": [_prop(name, text) for name, text in details if text],
        "methods": ["EXAMINE"],
        "collected": _moment(assessment.as_of),
    }
    if finding.evidence:
        observation["relevant-evidence"] = [
            {"description": document_text(each)} for each in finding.evidence
        ]
    return observation


def _finding(finding: Finding, space: UUID, lang: str) -> dict[str, Any]:
    reasons = {Verdict.PASS: "pass", Verdict.FAIL: "fail"}
    satisfied = finding.verdict is Verdict.PASS
    return {
        "uuid": str(uuid5(space, f"finding {finding.requirement}")),
        "title": one_line(told(finding.title, lang)),
        "description": finding.message[lang],
        "props": [
            _prop("verdict", str(finding.verdict)),
            _prop("mandatory", "yes" if finding.mandatory else "no"),
        ],
        "target": {
            "type": "objective-id",
            "target-id": token(finding.requirement),
            "status": {
                "state": "satisfied" if satisfied else "not-satisfied",
                "reason": reasons.get(finding.verdict, "other"),
            },
        },
        "related-observations": [
            {"observation-uuid": str(uuid5(space, f"observation {finding.requirement}"))}
        ],
    }
