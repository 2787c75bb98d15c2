"""What a report says of itself: number, laboratory, sample, days, conclusion."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conformance.intake.cellwords import folded
from conformance.intake.dates import Order, days_in, order_in
from conformance.intake.labels import DAYS
from conformance.intake.said import Said

_NAMED = ("laboratory", "client", "manufacturer", "factory", "brand")
_UNKNOWN = Order(None, "")
_PASS = {"pass", "passed", "合格", "符合", "p", "conform", "complies", "通过", "compliant"}
_FAIL = {"fail", "failed", "不合格", "不符合", "f", "不通过", "non-compliant", "not conform"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a report; what is not stated is absent."""

    fields: dict[str, str] = field(default_factory=dict)
    dates: dict[str, tuple[date, ...]] = field(default_factory=dict)
    overall: str | None = None
    order: Order = _UNKNOWN
    doubts: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> str | None:
        """The number of the report; that of the sample where the report has none."""
        return self.fields.get("report_number") or self.fields.get("sample_number")

    def as_data(self) -> dict[str, Any]:
        """Return the header as plain data, days as `YYYY-MM-DD`."""
        days: dict[str, Any] = {
            name: found[0].isoformat() if name != "issued" else found[-1].isoformat()
            for name, found in self.dates.items()
        }
        if len(self.dates.get("tested", ())) > 1:
            days["tested_range"] = [d.isoformat() for d in (self.dates["tested"][0],
                                                           self.dates["tested"][-1])]  # fmt: skip
        return {
            "report_number": self.number,
            **{k: v for k, v in self.fields.items() if k != "report_number"},
            "dates": days,
            "overall": self.overall,
            **({"doubts": list(self.doubts)} if self.doubts else {}),
        }


def header_from(said: Sequence[Said], texts: Sequence[str]) -> Header:
    """Return the header that labels with their texts make; the first of a kind counts."""
    order = order_in(texts)
    fields: dict[str, str] = {}
    dates: dict[str, tuple[date, ...]] = {}
    doubts: list[str] = []
    for each in sorted(said, key=lambda s: (s.near, s.page)):
        if each.field in DAYS:
            found = days_in(each.text, order)
            known = tuple(sorted(day for day in found if day is not None))
            if known and each.field not in dates:
                dates[each.field] = known
                if order.reason == "order-by-address" and "/" in each.text:
                    doubts.append(f"{each.field}: {order.reason}")
            elif found and not known:
                doubts.append(f"{each.field}: {order.reason}")
        elif each.field not in fields and _fits(each):
            fields[each.field] = _trimmed(each)
    overall = next((v for s in said if s.field == "overall" and (v := _verdict(s.text))), None)
    if "issued" not in dates:
        dates.update(_issued_alone(texts, order))
    return Header(
        fields=fields, dates=dates, overall=overall, order=order,
        doubts=tuple(dict.fromkeys(doubts)), pages=tuple(_page_marks(texts)),
    )  # fmt: skip


def _fits(said: Said) -> bool:
    text = said.text
    if said.field in ("report_number", "sample_number", "cma", "cnas"):
        return any(letter.isdigit() for letter in text) and len(text) <= 60 and not _is_day(text)
    if said.field in _NAMED and sum(map(str.isalpha, text)) * 2 < len(text.replace(" ", "")):
        return False
    return bool(text.strip(" -—/")) and said.field not in ("overall", "address", "pages")


def _trimmed(said: Said) -> str:
    """Return the text without what follows a number on its line: `… Page 1 of 4`."""
    if said.field in ("report_number", "sample_number"):
        return re.split(r"\s+(?:page|第)\s*\d", said.text, flags=re.IGNORECASE)[0].strip()
    return said.text


def _is_day(text: str) -> bool:
    return bool(days_in(text, Order(True, ""))) and len(text) < 24


def _verdict(text: str) -> str | None:
    said = folded(text)
    first = re.split(r"[\s,,。;;]", said)[0] if said else ""
    if said in _FAIL or first in _FAIL or "不合格" in said or "不符合" in said:
        return "fail"
    if said in _PASS or first in _PASS or re.search(r"(?<!不)(?:合格|符合)", said):
        return "pass"
    return None


def _issued_alone(texts: Sequence[str], order: Order) -> dict[str, tuple[date, ...]]:
    """Return the day of issue where a sentence, or a line of its own, gives it."""
    for text in texts:
        if re.search(r"(?:approved|issued|reported)\s+on\b|签发于", text, re.IGNORECASE):
            days = [day for day in days_in(text, order) if day is not None]
            if days:
                return {"issued": (days[-1],)}
    return {}


_OF = re.compile(r"(?:page\s*(\d+)\s*(?:of|/)\s*(\d+)|第\s*(\d+)\s*页\s*[,,/]?\s*共\s*(\d+)\s*页"
                 r"|共\s*(\d+)\s*页\s*[,,/]?\s*第\s*(\d+)\s*页)", re.IGNORECASE)  # fmt: skip


def _page_marks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield what is printed as `page x of y`, each once."""
    seen = set()
    for text in texts:
        for found in _OF.finditer(text):
            a, b, c, d, total, this = found.groups()
            mark = (int(a or c or this), int(b or d or total))
            if mark not in seen:
                seen.add(mark)
                yield mark
