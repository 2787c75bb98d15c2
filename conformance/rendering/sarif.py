"""SARIF 2.1.0: a run for each assessment, a rule for each requirement, a result for each finding.

Places are those in the submission's file.  Evidence that does not settle a
requirement is a result of the kind `open`, which is what SARIF calls it.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from conformance.diagnostics import Span
from conformance.model.assessment import Assessment, Finding
from conformance.rendering.places import Places
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

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
KINDS = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.MISSING_EVIDENCE: "open",
    Verdict.NOT_APPLICABLE: "notApplicable",
}


def render(assessments: Sequence[Assessment], lang: str, places: Sequence[Places] = ()) -> str:
    """Return a SARIF log; without `places` the results have none."""
    runs = [_run(each, at, lang) for each, at in zip_longest(assessments, places) if each]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
    return json_text(log)


def _run(assessment: Assessment, places: Places | None, lang: str) -> dict[str, Any]:
    rules = {finding.requirement: _rule(finding) for finding in assessment.findings}
    order = {name: number for number, name in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": assessment.tool.get("name", "conformance"),
                "version": assessment.tool.get("version", ""),
                "rules": list(rules.values()),
            }
        },
        "automationDetails": {
            "id": one_line(f"{spec_name(assessment)}/{assessment.submission.get('id', '')}/")
        },
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, order, places, lang) for each in assessment.findings],
        "properties": _whole(assessment, lang),
    }
    if places:
        run["artifacts"] = [{"location": {"uri": uri(places.file)}, "roles": ["analysisTarget"]}]
    return run


def _whole(assessment: Assessment, lang: str) -> dict[str, Any]:
    """Return what SARIF has no field for: the verdict of the whole and what it rests on."""
    said = {
        "verdict": str(assessment.verdict),
        "reason": assessment.reason,
        "message": worded(assessment.reason, lang, {}) if assessment.reason else None,
        "subject": subject_name(assessment),
        "asOf": assessment.as_of,
        "counts": assessment.counts,
        "specDigest": assessment.spec.get("digest"),
        "submissionDigest": assessment.submission.get("digest"),
    }
    return {name: value for name, value in said.items() if value is not None}


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.requirement,
        "shortDescription": {"text": told(finding.title, "en") or finding.requirement},
        "defaultConfiguration": {"level": _level(finding)},
        "properties": {
            "section": finding.section, "mandatory": finding.mandatory, "title": finding.title,
        },
    }  # fmt: skip
    if finding.clause:
        rule["properties"]["clause"] = finding.clause
    return rule


def _level(finding: Finding) -> str:
    return "error" if finding.mandatory else "note"


def _result(
    finding: Finding, order: dict[str, int], places: Places | None, lang: str
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.requirement,
        "ruleIndex": order[finding.requirement],
        "kind": KINDS[finding.verdict],
        # SARIF wants no level beside another kind than fail.
        "level": _level(finding) if finding.verdict is Verdict.FAIL else "none",
        "message": {"text": sentence(finding, lang)},
        "partialFingerprints": {"requirement/v1": finding.requirement},
        "properties": _properties(finding),
    }
    if places:
        result["locations"] = [_location(span) for span in places.of(finding)]
    return result


def _properties(finding: Finding) -> dict[str, Any]:
    said = {
        "verdict": str(finding.verdict),
        "reason": finding.reason,
        "clause": finding.clause,
        "limit": finding.limit,
        "measured": list(finding.measured),
        "margin": finding.margin,
        "rule": finding.rule,
        "rounding": finding.rounding,
        "provenance": finding.provenance,
        "evidence": [document_text(each) for each in finding.evidence],
        "rejected": [f"{each.document}: {each.reason}" for each in finding.rejected],
        "disposition": finding.disposition,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def _location(span: Span) -> dict[str, Any]:
    region = {"startLine": max(span.line, 1), "startColumn": max(span.column, 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(span.file)}, "region": region}}


def uri(file: str) -> str:
    """Return the name of a file as a URI, relative as it was typed."""
    return quote(file.replace("\\", "/"))
