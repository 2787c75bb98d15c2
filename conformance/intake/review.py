"""The review: each page as a picture with boxes, and beside it the values that were read."""

import base64
from collections.abc import Sequence
from html import escape

from conformance.intake.document import Document
from conformance.intake.draft import locator
from conformance.intake.pictures import SCALE
from conformance.intake.results import ReadRow

_STYLE = """
body{font:14px/1.45 "Noto Sans CJK SC","Noto Sans",system-ui,sans-serif;margin:1.5rem;color:#1b1f24}
h1{font-size:1.25rem;margin:0 0 .3rem}h2{font-size:1rem;margin:1.6rem 0 .4rem}
.page{display:grid;grid-template-columns:minmax(360px,auto) minmax(380px,1fr);gap:1.2rem;
align-items:start}
.sheet{position:relative;border:1px solid #c8ccd1;width:max-content;max-width:56vw;overflow:auto}
.sheet img{display:block}.sheet a{position:absolute;border:1.5px solid #0a62c9;border-radius:2px;
background:#0a62c922;font:700 9px/1 sans-serif;color:#0a62c9;text-decoration:none}
.sheet a.doubt{border-color:#b35900;background:#b3590022;color:#b35900}
.sheet a span{position:absolute;right:100%;top:0;padding:1px 2px}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{border-bottom:1px solid #e1e4e8;
padding:.22rem .45rem;text-align:left;vertical-align:top}th{font-weight:600;color:#57606a}
td:nth-child(3){min-width:9em}
tr:target{background:#fff4c2}td.n{color:#57606a}.doubt td{background:#fff6ec}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin:.4rem 0 1rem}
dt{color:#57606a}dd{margin:0}
@media print{.page{grid-template-columns:1fr}.sheet{max-width:none}}
"""
_LABELS = {
    "report_number": "报告编号 report number", "laboratory": "检验机构 laboratory",
    "sample_name": "样品名称 sample", "sample_number": "样品编号 sample number",
    "model": "型号 model", "brand": "商标 brand", "client": "委托单位 client",
    "manufacturer": "生产单位 manufacturer", "factory": "工厂 factory",
    "standards": "检验依据 standards", "overall": "检验结论 conclusion",
    "received": "收样日期 received", "tested": "检验日期 tested", "issued": "签发日期 issued",
    "cma": "CMA", "cnas": "CNAS",
}  # fmt: skip
_RECOGNISED = "文字由程序从图像识别,均未确认 · recognised from pictures, none of it confirmed"
_HEADS = ("", "条款 clause", "项目 item", "结果 value", "单位 unit", "要求 limit",
          "判定 verdict", "置信度 confidence")  # fmt: skip


def review_page(documents: Sequence[tuple[Document, Sequence[bytes]]], least: str = "0.95") -> str:
    """Return the review of documents with the pictures of their pages, as one HTML page.

    Values whose confidence is below `least` stand out.
    """
    body = "".join(_document(document, pictures, least) for document, pictures in documents)
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>核对 · Review</title><style>{_STYLE}</style>{body}</html>\n"
    )


def _document(document: Document, pictures: Sequence[bytes], least: str) -> str:
    header = document.header.as_data()
    days = header.pop("dates")
    header.pop("doubts", None)
    span = days.pop("tested_range", None)
    if span:
        days["tested"] = " ～ ".join(span)
    facts = {**header, **days}
    listed = "".join(
        f"<dt>{escape(_LABELS.get(key, key))}</dt><dd>{escape(str(value))}</dd>"
        for key, value in facts.items() if value
    )  # fmt: skip
    if document.recognised:
        listed += f"<dt>!</dt><dd>{_RECOGNISED}</dd>"
    numbered = list(enumerate(document.rows, 1))
    parts = [f"<h1>{escape(document.file)}</h1><dl>{listed}</dl>"]
    if not pictures:
        parts.append(_table(numbered, least))
    for page, picture in enumerate(pictures, 1):
        here = [(number, row) for number, row in numbered if row.page == page]
        parts.append(_page(page, picture, here, least))
    if document.unread:
        parts.append(
            "<h2>没有读出 · unread</h2><ul>"
            + "".join(f"<li>{escape(each)}</li>" for each in document.unread) + "</ul>"
        )  # fmt: skip
    return "".join(parts)


def _page(page: int, picture: bytes, rows: Sequence[tuple[int, ReadRow]], least: str) -> str:
    image = base64.b64encode(picture).decode()
    boxes = "".join(_box(number, row, least) for number, row in rows if row.box is not None)
    return (
        f"<h2>第 {page} 页 · page {page}</h2><div class=page><div class=sheet>"
        f'<img alt="page {page}" src="data:image/png;base64,{image}">{boxes}</div>'
        f"<div>{_table(rows, least) if rows else '—'}</div></div>"
    )


def _box(number: int, row: ReadRow, least: str) -> str:
    assert row.box is not None
    left, top, right, bottom = (edge * SCALE for edge in row.box)
    doubt = " class=doubt" if row.confidence < least else ""
    return (
        f'<a href="#r{number}"{doubt} title="{escape(_title(row))}" style="left:{left - 2:.0f}px;'
        f'top:{top - 2:.0f}px;width:{right - left + 2:.0f}px;height:{bottom - top + 2:.0f}px">'
        f"<span>{number}</span></a>"
    )


def _title(row: ReadRow) -> str:
    return f"{row.item}: {row.value or row.verdict or ''}"


def _table(rows: Sequence[tuple[int, ReadRow]], least: str) -> str:
    head = "".join(f"<th>{each}</th>" for each in _HEADS)
    return f"<table><tr>{head}</tr>{''.join(_row(n, row, least) for n, row in rows)}</table>"


def _row(number: int, row: ReadRow, least: str) -> str:
    sure = " ".join((row.confidence, *row.doubts))
    cells = (row.clause, row.item, row.value, row.unit, row.limit, row.verdict, sure)
    doubt = " class=doubt" if row.confidence < least else ""
    return (
        f'<tr id="r{number}"{doubt} title="{escape(locator(row))}"><td class=n>{number}</td>'
        + "".join(f"<td>{escape(each or '')}</td>" for each in cells) + "</tr>"
    )  # fmt: skip
