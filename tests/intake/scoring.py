"""How a reading of a real report is scored: pairs of item and value, then what stands beside them.

Values printed outside of tables are neither required nor punished.  The spelling that two honest
readers may differ in is folded; raised digits are kept apart.
"""

import re
import unicodedata
from typing import Any

_FOLD = str.maketrans({"∆": "Δ", "μ": "µ", "＜": "<", "−": "-", "–": "-", "—": "-", "ﬂ": "fl",
                       "ﬁ": "fi"})  # fmt: skip
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FREE = ("extra_rows", "tiles", "panels", "summary", "qc_rows")


def folded(text: object) -> str:
    """Return a text as it is compared."""
    if text is None:
        return ""
    said = str(text).translate(_FOLD)
    said = "".join(c if c in _RAISED else unicodedata.normalize("NFKC", c) for c in said)
    return re.sub(r"\s+", "", said.translate(_FOLD)).rstrip("*^:†‡").lower()


def bare(text: object) -> str:
    """Return the number of a value whose unit is scored apart."""
    said = folded(text)
    found = re.fullmatch(r"([<>≤≥]?[+-]?\d[\d,]*\.?\d*(?:e[+-]?\d+)?)(.*)", said)
    return found[1].replace(",", "") if found else said


def _names(row: dict[str, Any]) -> set[str]:
    other = [folded(name) for name in row.get("item_alt") or []]
    return {folded(row["item"]), *other, folded(re.sub(r"-(?=[a-z])", "", row["item"]))}


def _values(row: dict[str, Any]) -> set[str]:
    found = {folded(row.get("value")), bare(row.get("value"))}
    found |= {bare(part.get("value")) for part in row.get("value_parts") or []}
    return found | ({folded(row.get("verdict"))} if row.get("value_is_verdict") else set())


def score(truth: dict[str, Any], got: dict[str, Any]) -> dict[str, Any]:
    """Return recall, precision, the shares of unit, limit and verdict, and the header's answers."""
    rows, used, hits = got["rows"], set(), []
    for told in truth["rows"]:
        able = [
            i for i, row in enumerate(rows)
            if i not in used and folded(row["item"]) in _names(told)
            and {folded(row["value"]), bare(row["value"])} & _values(told)
        ]  # fmt: skip
        if able:
            best = max(able, key=lambda i: (folded(rows[i]["unit"]) == folded(told.get("unit")),
                                            rows[i]["page"] == told.get("page")))  # fmt: skip
            used.add(best)
            hits.append((told, rows[best]))
    free = {
        folded(each.get("item") or each.get("section") or each.get("name") or each.get("panel"))
        for key in _FREE for each in truth.get(key) or [] if isinstance(each, dict)
    }  # fmt: skip
    wrong = [r for i, r in enumerate(rows) if i not in used and folded(r["item"]) not in free]
    found = max(len(hits), 1)
    same = {
        key: sum(folded(told.get(key)) == folded(row.get(key)) for told, row in hits) / found
        for key in ("unit", "limit", "verdict")
    }
    head, days = got["header"], truth.get("dates") or {}
    numbers = {truth.get("report_number"), *(truth.get("other_ids") or {}).values()}
    right = all(
        head["dates"].get(key) == days[key]
        for key in ("received", "issued") if days.get(key) not in (None, "?")
    )  # fmt: skip
    return {
        "rows": len(truth["rows"]), "hits": len(hits), "wrong": len(wrong),
        "recall": len(hits) / len(truth["rows"]), "precision": found / (found + len(wrong)),
        "header": right and folded(head["report_number"]) in {folded(n) for n in numbers if n},
        **same,
    }  # fmt: skip
