"""EARL 1.0 as JSON-LD: an assertion for each finding, with its context inside.

Names of things come from the digests of what was assessed, so that the same
assessment names them alike.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.said import (
    document_text,
    json_text,
    sentence,
    spec_name,
    subject_name,
    told,
)
from conformance.verdicts import Verdict

CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "conformance": "urn:conformance:",
}
OUTCOMES = {
    Verdict.PASS: "earl:passed",
    Verdict.FAIL: "earl:failed",
    Verdict.MISSING_EVIDENCE: "earl:cantTell",
    Verdict.NOT_APPLICABLE: "earl:inapplicable",
}
_TOOL = "urn:conformance:tool"


def render(assessments: Sequence[Assessment], lang: str) -> str:
    """Return a graph of assertions."""
    graph = [_assertor(assessments), *(n for each in assessments for n in _nodes(each, lang))]
    # Two assessments against one spec name its requirements alike: once is enough.
    unique = {json.dumps(node, sort_keys=True): node for node in graph}
    document = {"@context": CONTEXT, "@graph": list(unique.values())}
    return json_text(document)


def _assertor(assessments: Sequence[Assessment]) -> dict[str, Any]:
    versions = sorted({each.tool.get("version", "") for each in assessments})
    return {
        "@id": _TOOL,
        "@type": ["earl:Software", "earl:Assertor"],
        "doap:name": "conformance",
        "doap:release": [
            {"@type": "doap:Version", "doap:revision": version} for version in versions if version
        ],
    }


def _nodes(assessment: Assessment, lang: str) -> Iterator[dict[str, Any]]:
    digest = quote(assessment.submission.get("digest", ""), safe=":")
    subject = f"urn:conformance:submission:{digest}"
    yield {
        "@id": subject,
        "@type": "earl:TestSubject",
        "dct:title": subject_name(assessment),
        "dct:identifier": assessment.submission.get("id", ""),
    }
    whole = _test(assessment, "")
    title = {"@value": spec_name(assessment)}
    yield {"@id": whole, "@type": "earl:TestRequirement", "dct:title": title}
    yield _assertion(assessment, subject, whole, {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": OUTCOMES[assessment.verdict]},
        **({"conformance:reason": assessment.reason} if assessment.reason else {}),
    })  # fmt: skip
    for finding in assessment.findings:
        test = _test(assessment, finding.requirement)
        yield {
            "@id": test,
            "@type": "earl:TestCriterion",
            "dct:title": [
                {"@value": text, "@language": name} for name, text in finding.title.items()
            ],
            "dct:isPartOf": {"@id": whole},
            **({"dct:conformsTo": _standard(finding.clause)} if finding.clause else {}),
        }
        yield _assertion(assessment, subject, test, _result(finding, lang))


def _test(assessment: Assessment, requirement: str) -> str:
    digest = assessment.spec.get("digest", "")
    return f"urn:conformance:spec:{quote(f'{digest}:{requirement}'.rstrip(':'), safe=':')}"


def _standard(clause: str) -> dict[str, Any]:
    return {"@type": "dct:Standard", "dct:identifier": clause}


def _assertion(
    assessment: Assessment, subject: str, test: str, result: dict[str, Any]
) -> dict[str, Any]:
    date = {"@value": assessment.as_of, "@type": "xsd:date"}
    return {
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@id": _TOOL},
        "earl:subject": {"@id": subject},
        "earl:test": {"@id": test},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:result": {**result, "dct:date": date},
    }


def _result(finding: Finding, lang: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": OUTCOMES[finding.verdict]},
        "dct:title": {"@value": told(finding.title, lang), "@language": lang},
        "dct:description": {"@value": sentence(finding, lang), "@language": lang},
        "earl:pointer": [
            {"@type": "ptr:Pointer", "dct:description": document_text(each)}
            for each in finding.evidence
        ],
        "conformance:reason": finding.reason,
        "conformance:mandatory": finding.mandatory,
        "conformance:limit": finding.limit,
        "conformance:measured": list(finding.measured),
        "conformance:margin": finding.margin,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}
