"""JUnit XML: a suite for each assessment, a case for each finding.

Written after the schema of Jenkins' xUnit plug-in.  A suite is green exactly where
the verdict of the whole is pass.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.said import (
    document_text,
    one_line,
    sentence,
    shown,
    spec_name,
    subject_name,
    told,
)
from conformance.verdicts import Verdict
from conformance.wording import worded

WHOLE = "whole"


def render(assessments: Sequence[Assessment], lang: str) -> str:
    """Return a JUnit file of the assessments."""
    root = Element("testsuites", name="conformance")
    for assessment in assessments:
        root.append(_suite(assessment, lang))
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _suite(assessment: Assessment, lang: str) -> Element:
    cases = [_case(assessment, finding, lang) for finding in assessment.findings]
    if assessment.reason:
        # The findings alone would look like a pass.
        cases.append(_whole(assessment, lang))
    suite = Element("testsuite")
    name = f"{assessment.submission.get('id') or '—'} · {subject_name(assessment)}"
    suite.set("name", one_line(name))
    suite.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    properties = SubElement(suite, "properties")
    for name, value in (
        ("verdict", assessment.verdict),
        ("as_of", assessment.as_of),
        ("spec", spec_name(assessment)),
        ("spec.digest", assessment.spec.get("digest", "")),
        ("submission.digest", assessment.submission.get("digest", "")),
        *((f"counts.{name}", str(count)) for name, count in assessment.counts.items()),
    ):
        SubElement(properties, "property", name=name, value=one_line(str(value)))
    suite.extend(cases)
    return suite


def _case(assessment: Assessment, finding: Finding, lang: str) -> Element:
    title = told(finding.title, lang)
    case = Element(
        "testcase",
        name=one_line(f"{finding.requirement}: {title}"),
        classname=one_line(f"{assessment.spec.get('id', '')}.{finding.section}"),
    )
    if tag := _outcome(finding):
        inside = SubElement(
            case, tag, type=finding.reason, message=one_line(sentence(finding, lang))
        )
        inside.text = shown("\n".join(_details(finding, lang)))
    return case


def _outcome(finding: Finding) -> str | None:
    """Return the element that says it: none for a pass.

    A recommendation is skipped where it is not met, for it never changes the whole.
    """
    if finding.verdict is Verdict.PASS:
        return None
    if finding.verdict is Verdict.NOT_APPLICABLE or not finding.mandatory:
        return "skipped"
    return "failure" if finding.verdict is Verdict.FAIL else "error"


def _whole(assessment: Assessment, lang: str) -> Element:
    reason = assessment.reason or ""
    case = Element("testcase", name=WHOLE, classname=one_line(assessment.spec.get("id", "")))
    SubElement(case, "error", type=reason, message=one_line(worded(reason, lang, {})))
    return case


def _details(finding: Finding, lang: str) -> list[str]:
    """Return the lines behind the message, under the names of the assessment."""
    pairs = [
        ("verdict", str(finding.verdict)),
        ("clause", finding.clause),
        ("limit", finding.limit),
        ("measured", "; ".join(finding.measured)),
        ("margin", finding.margin),
        ("rule", finding.rule),
        ("rounding", finding.rounding),
        ("provenance", finding.provenance),
        *(("evidence", document_text(each, lang)) for each in finding.evidence),
        *(
            ("rejected", f"{r.document}: {r.reason}: {worded(r.reason, lang, r.facts)}")
            for r in finding.rejected
        ),
    ]
    return [one_line(f"{name}: {text}") for name, text in pairs if text]
