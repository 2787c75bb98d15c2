"""Submissions of a realistic size and shape, varied by a seed."""

import json
from random import Random
from typing import Any

# Clause, item, unit, lowest and highest figure, decimals: as a laboratory's report runs.
ROWS: tuple[tuple[str, str, str, int, int, int], ...] = (
    ("GB/T 4706.1-2024#10.1", "输入功率偏差", "%", -900, 450, 2),
    ("GB/T 4706.1-2024#11.8", "手柄温升", "K", 50, 290, 1),
    ("GB/T 4706.1-2024#13.2", "工作温度下的泄漏电流", "mA", 2, 70, 2),
    ("GB/T 4706.1-2024#16.2", "潮湿后的泄漏电流", "mA", 2, 70, 2),
    ("GB/T 4706.1-2024#27.5", "接地电阻", "Ω", 12, 95, 3),
    ("GB/T 4706.53-2024#11.7", "座圈表面温度", "℃", 350, 420, 1),
    ("GB/T 23131-2019#5.2", "清洗水流量", "mL/min", 300, 900, 0),
    ("GB/T 23131-2019#5.3", "水温响应特性", "s", 10, 50, 1),
    ("GB 4806.7-2023#4.3", "总迁移量", "mg/dm²", 5, 95, 1),
    ("GB/T 26572-2011#4", "铅含量", "mg/kg", 5, 900, 0),
)
DEVICES = ("某品牌", "清泉", "云朵", "恒温")


def submission(seed: int, results: int = 60) -> bytes:
    """Return a submission as JSON: two reports that share `results` readings, and certificates."""
    draw = Random(seed)
    model = f"XB-{draw.randrange(100, 999)}"
    holder = f"{draw.choice(DEVICES)}卫浴有限公司"
    day = draw.randrange(10, 28)
    evidence = [
        _report(draw, f"R{number}", model, holder, day, count)
        for number, count in ((1, results - results // 3), (2, results // 3))
    ]
    evidence += [
        {
            "id": f"C{number}",
            "kind": "certificate",
            "scheme": scheme,
            "number": str(2025010000000000 + draw.randrange(10**6)),
            "holder": holder,
            "models": [model],
            "factory": "一号工厂",
            "standards": ["GB/T 4706.1-2024", "GB/T 4706.53-2024"],
            "issued": f"2026-07-{day}",
            "expires": f"2031-06-{day}",
            "status": "valid",
            "status_checked": f"2026-11-{day}",
        }
        for number, scheme in ((1, "CCC"), (2, "节水"), (3, "能效"))
    ]
    document = {
        "submission": f"T-{seed:04}",
        "spec": "smart-toilet-seat",
        "subject": {
            "kind": "product",
            "brand": draw.choice(DEVICES),
            "name": "智能马桶盖",
            "model": model,
            "manufacturer": {"name": holder, "uscc": "91310000XXXXXXXXXX"},
            "factory": {"name": "一号工厂"},
            "manufactured": f"2026-09-{day}",
            "attributes": {
                "protection_class": draw.choice(("I", "II")),
                "heating": draw.choice(("instantaneous", "storage")),
                "rated_power": f"{draw.randrange(800, 1800)} W",
                "warm_air": draw.random() < 0.5,
            },
        },
        "evidence": evidence,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _report(
    draw: Random, identifier: str, model: str, holder: str, day: int, results: int
) -> dict[str, Any]:
    return {
        "id": identifier,
        "kind": "test-report",
        "number": f"WT2026-{draw.randrange(10000, 99999)}",
        "laboratory": {"name": "某检测有限公司", "cma": "200000000000", "cnas": "L0000"},
        "client": holder,
        "tested_model": model,
        "covers": [{"model": f"{model}-S", "differences": ["colour"]}],
        "factory": "一号工厂",
        "sample": {"drawn_by": "client", "number": f"S-{draw.randrange(99)}", "count": 3},
        "received": f"2026-08-{day - 9:02}",
        "tested": {"from": f"2026-08-{day - 8:02}", "to": f"2026-09-{day - 8:02}"},
        "issued": f"2026-09-{day}",
        "complete": True,
        "final": True,
        "conclusion": "P",
        "results": [_result(draw, position) for position in range(results)],
    }


def _result(draw: Random, position: int) -> dict[str, Any]:
    clause, item, unit, low, high, decimals = ROWS[position % len(ROWS)]
    readings = [
        f"{draw.randrange(low, high + 1) / 10**decimals:.{decimals}f} {unit}" for _ in range(3)
    ]
    row: dict[str, Any] = {"clause": clause, "item": item}
    if position % 8 == 5:
        row["values"] = readings
    else:
        row["value"] = readings[0]
    if position % 10 == 2:
        row["uncertainty"] = {"value": f"0.02 {unit}", "k": 2}
    if position % 6 == 0:
        row["conditions"] = {"supply": "233.2 V"}
    return {**row, "verdict": "P", "locator": f"page {position // 8 + 4}, row {position % 8 + 1}"}
