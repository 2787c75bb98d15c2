"""Where in the submission's own file a finding has its evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from conformance.diagnostics import Span
from conformance.library import nodes
from conformance.model.assessment import Cited, Finding


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one submission: of its documents, of their rows, and of where they stand.

    A row is known by its document and its locator; two rows that share a locator
    have the place of the first.
    """

    file: str
    start: Span
    documents: Mapping[str, Span] = field(default_factory=dict)
    rows: Mapping[tuple[str, str], Span] = field(default_factory=dict)

    def of(self, finding: Finding) -> tuple[Span, ...]:
        """Return the places of what a finding cites and rejects, else of all evidence.

        So every finding has a place, and an editor has a line to show it on.
        """
        cited = [*finding.evidence, *(Cited(r.document, None, r.locator) for r in finding.rejected)]
        found = [self.of_cited(each) for each in cited]
        return tuple(dict.fromkeys(found)) or (self.start,)

    def of_cited(self, cited: Cited) -> Span:
        """Return the place of a row, else of its document, else of all evidence."""
        row = self.rows.get((cited.document, cited.locator)) if cited.locator else None
        return row or self.documents.get(cited.document) or self.start


def places_of(data: bytes, file: str, format: str, line: int = 1) -> Places:
    """Return the places of a submission; `line` is where it stands in a file of several.

    A file that is neither YAML nor JSON has one place, its beginning.
    """
    start = Span(file, line, 1)
    if format not in ("json", "yaml"):
        return Places(file, start)
    read = nodes.read_yaml if format == "yaml" else nodes.read_json
    document, _ = read(data, file)
    if not isinstance(document, nodes.Mapping):
        return Places(file, start)

    def placed(span: Span) -> Span:
        return replace(span, line=span.line + line - 1)

    documents: dict[str, Span] = {}
    rows: dict[tuple[str, str], Span] = {}
    for each in _mappings(document.get("evidence")):
        name = _text(each, "id")
        documents.setdefault(name, placed(each.span))
        for row in _mappings(each.get("results")):
            if locator := _text(row, "locator"):
                rows.setdefault((name, locator), placed(row.span))
    key = document.key_span("evidence")
    return Places(file, placed(key) if key else start, documents, rows)


def _mappings(node: nodes.Node | None) -> Iterator[nodes.Mapping]:
    if isinstance(node, nodes.Sequence):
        yield from (item for item in node.items if isinstance(item, nodes.Mapping))


def _text(mapping: nodes.Mapping, key: str) -> str:
    node = mapping.get(key)
    return node.text or "" if isinstance(node, nodes.Scalar) else ""
