"""The work that every benchmark does: a spec of 60 requirements and varied submissions to it.

35 numeric limits, 8 ranges, 6 grades, 5 lists of specimens, 3 texts of labels
and 3 certificates; 12 of them depend on a declared attribute.  A submission is
10 kB of JSON: two reports with 57 readings as text, labels and certificates.
"""

import json
from pathlib import Path
from random import Random
from typing import Any

UNITS = (("current", "mA", "0.75"), ("mass fraction", "mg/kg", "90.0"), ("length", "mm", "300"),
         ("temperature difference", "K", "65.0"), ("force", "N", "150"))  # fmt: skip


def _clause(number: int) -> dict[str, Any]:
    """Return the clause with this number; its place decides what kind of requirement it is."""
    title = {"zh": f"项目{number}", "en": f"item {number}"}
    clause: dict[str, Any] = {"name": f"r{number}", "title": title, "items": [f"项目{number}"]}
    if number < 54:
        kind, unit, limit = UNITS[number % len(UNITS)]
        if number < 35:
            clause |= {"measures": kind, "limit": f"<= {limit} {unit}"}
        elif number < 43:
            clause |= {"measures": kind, "limit": f"0.1 {unit} .. {limit} {unit}"}
        elif number < 49:
            clause |= {"measures": "IP code", "limit": ">= IPX4"}
        else:
            clause |= {"measures": kind, "limit": f"<= {limit} {unit}", "specimens": 3}
        if number % 5 == 0:
            clause["applies"] = "class is I" if number % 10 else "power > 200 W"
    elif number < 57:
        clause |= {"phrase": {"on": ["product"], "any": [f"警告!小心{number}"]}}
    return clause


def catalogue() -> str:
    """Return the catalogue as YAML (JSON is YAML)."""
    return json.dumps({
        "standard": "XB 1-2024", "line": "XB 1", "title": {"zh": "基准", "en": "benchmark"},
        "force": "mandatory", "issued": "2024-01-01", "in_force": "2024-06-01",
        "provenance": "text", "scope": ["benchmark"],
        "terms": {
            "class": {"zh": "类别", "en": "class", "one_of": ["I", "II"]},
            "power": {"zh": "功率", "en": "power", "a": "active power"},
        },
        "clauses": {f"4.{number}": _clause(number) for number in range(57)},
    }, ensure_ascii=False)  # fmt: skip


def spec() -> str:
    """Return the category spec as YAML."""
    certificate = {
        "title": {"zh": "证书", "en": "certificate"}, "basis": "regulation", "regulation": "规则",
    }  # fmt: skip
    return json.dumps({
        "spec": "benchmark", "version": "1.0.0", "title": {"zh": "基准", "en": "benchmark"},
        "in_force": {"from": "2024-01-01"},
        "policies": {"report": {"kind": "test-report", "laboratory": "CMA or CNAS",
                                "age": "24 month", "complete": "required"}},
        "default": {"evidence": ["report"]},
        "sections": {"all": {"zh": "全部", "en": "all"}},
        "builds_on": [{"standard": "XB 1-2024"}],
        "requirements": {
            f"c{n}": {**certificate, "document": {"kind": "certificate", "scheme": f"S{n}",
                                                  "standards": ["XB 1"]}}
            for n in range(3)
        },
    }, ensure_ascii=False)  # fmt: skip


def write_library(folder: Path) -> Path:
    """Write the library into `folder` and return it."""
    (folder / "standards/xb").mkdir(parents=True)
    (folder / "specs/benchmark").mkdir(parents=True)
    (folder / "standards/xb/xb-1-2024.yaml").write_text(catalogue(), encoding="utf-8")
    (folder / "specs/benchmark/spec.yaml").write_text(spec(), encoding="utf-8")
    return folder


def _row(draw: Random, number: int, *, bad: bool) -> dict[str, Any]:
    clause = _clause(number)
    row: dict[str, Any] = {
        "clause": f"XB 1-2024#4.{number}", "item": f"项目{number}", "verdict": "P",
        "locator": f"page {number // 8 + 4}, row {number % 8 + 1}",
    }  # fmt: skip
    if clause["measures"] == "IP code":
        return {**row, "value": "IPX2" if bad else draw.choice(("IPX4", "IP44", "IPX5"))}
    _, unit, limit = UNITS[number % len(UNITS)]
    places = len(limit.partition(".")[2])

    def reading() -> str:
        share = draw.uniform(1.1, 2.0) if bad else draw.uniform(0.1, 0.99)
        low = 0.1 if number >= 35 else 0.0
        return f"{max(low, float(limit) * share):.{places + 1}f} {unit}"

    if "specimens" in clause:
        return {**row, "values": [reading() for _ in range(3)]}
    return {**row, "value": reading()}


def submission(seed: int, *, bad: bool = False) -> bytes:
    """Return one submission as JSON; `bad` fails about every third requirement."""
    draw = Random(seed)
    model = f"XB-{draw.randrange(100, 999)}"
    protection, power = draw.choice(("I", "II")), draw.randrange(100, 1800)
    asked = [
        n for n in range(54)
        if n % 5 or (protection == "I" if n % 10 else power > 200)
    ]  # fmt: skip
    rows = [_row(draw, n, bad=bad and draw.random() < 0.34) for n in asked]
    reports = [
        {
            "id": f"R{n}", "kind": "test-report", "number": f"WT2026-{draw.randrange(10**5):05}",
            "laboratory": {"name": "某检测有限公司", "cma": "200000000000", "cnas": "L0000"},
            "client": "某公司", "tested_model": model, "factory": "一号工厂",
            "sample": {"drawn_by": "client", "number": f"S-{n}", "count": 3},
            "received": "2026-08-20", "tested": {"from": "2026-08-21", "to": "2026-09-02"},
            "issued": "2026-09-05", "complete": True, "final": True, "conclusion": "P",
            "results": part,
        }
        for n, part in ((1, rows[:30]), (2, rows[30:]))
    ]  # fmt: skip
    labels = [
        {"id": f"M{n}", "kind": "marking", "where": "product", "text": f"警告!小心{n}",
         "shown_by": "photo"}
        for n in range(54, 57)
    ]  # fmt: skip
    certificates = [
        {"id": f"C{n}", "kind": "certificate", "scheme": f"S{n}", "number": f"20250101{n:08}",
         "holder": "某公司", "models": [model], "factory": "一号工厂", "standards": ["XB 1-2024"],
         "issued": "2026-07-01", "expires": "2031-06-30", "status": "valid",
         "status_checked": "2026-11-20"}
        for n in range(3)
    ]  # fmt: skip
    return json.dumps({
        "submission": f"T-{seed:05}", "spec": "benchmark",
        "subject": {
            "kind": "product", "brand": "某品牌", "name": "样品", "model": model,
            "manufacturer": {"name": "某公司"}, "factory": {"name": "一号工厂"},
            "manufactured": "2026-09-10",
            "attributes": {"class": protection, "power": f"{power} W"},
        },
        "evidence": [*reports, *labels, *certificates],
    }, ensure_ascii=False, separators=(",", ":")).encode()  # fmt: skip
