"""Strategies for specs: small ones that compile, tighter ones, and texts with one word changed."""

import copy
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Data = dict[str, Any]

# Of every limit, one that is stricter: None where the list has none.
LIMITS: dict[str, dict[str, str | None]] = {
    "length": {
        "<= 280 mm": "<= 140 mm",
        ">= 10 mm": ">= 20 mm",
        "10 mm .. 20 mm": "12 mm .. 18 mm",
        "< 6 mm or >= 12 mm": "< 3 mm or >= 14 mm",
        "10.0 ± 0.5 mm": "10.0 ± 0.2 mm",
    },
    "mass": {"<= 5 kg": "<= 2 kg", "> 1 kg": "> 2 kg"},
    "current": {"<= 0.75 mA": "<= 0.25 mA", "<= max(0.75 mA, 0.1 mA/kW * power)": "<= 0.75 mA"},
    "mass fraction": {"<= 90 mg/kg": "<= 45 mg/kg", "not detected (DL 5 mg/kg)": None},
    "temperature difference": {"<= 65 K": "<= 60 K"},
    "IP code": {">= IPX4": ">= IPX5", ">= IPX7": ">= IPX8"},
    "withstand": {
        "withstands 1000 V for 1 min": "withstands 1250 V for 1 min",
        "withstands 5 N for 10 cycles": "withstands 5 N for 20 cycles",
    },
}
TABLE = (
    {"when": "folding is yes", "is": "<= 280 mm"},
    {"when": "folding is no and power <= 1 kW", "is": "10 mm .. 20 mm"},
    {"when": "folding is no and power > 1 kW", "is": "< 6 mm or >= 12 mm"},
)
CONDITIONS = (
    "folding is yes", "power > 1 kW", "not (folding is no and power <= 2 kW)",
    "manufactured from 2020-01-01", "rung.shape is round",
)  # fmt: skip
RULES = ("simple", "simple", "guarded", "guarded=0.5", "non-binary", "probability=0.95")
LABORATORIES = ("any", "CMA or CNAS", "CMA", "CMA and CNAS")
AGES = ("36 month", "24 month", "2 month", "1 d")

_TOKEN = re.compile(r"[\w.]+|[^\w\s]")
_WORDS = (
    "yes", "0", "-1", "", "mm", "wood", "~", "2024-02-30", "(", '"', "not", "≤", "{", "[]", "and",
    ":", "height", "9" * 50, "0001-01-01", "'", "kg", "is", "1e99", "/", "null", "each", "mean",
    "mandatory", "recommended", "#", "- ", "<=",
)  # fmt: skip


def specs(*, most: int = 4) -> "SearchStrategy[Data]":
    """Return a strategy for specs, as the data of their YAML, with up to `most` requirements.

    Every one compiles: limits of each kind, computed or in tables, statistics, decision
    rules and rounding, conditions, parts, statements, words, documents and groups.
    """
    from hypothesis import strategies as st

    @st.composite
    def draw_one(draw: "DrawFn") -> Data:
        requirements: Data = {}
        for number in range(draw(st.integers(1, most))):
            make = draw(st.sampled_from(_KINDS))
            own = {
                "title": {"zh": f"第 {number} 项", "en": f"item {number}"},
                "basis": "enterprise",
                "level": draw(st.sampled_from(["mandatory", "mandatory", "recommended"])),
                **make(draw, st),
            }
            requirements[f"r{number}"] = own
        if len(requirements) > 1 and draw(st.booleans()):
            requirements["group"] = {
                "title": {"zh": "组合", "en": "together"},
                "basis": "enterprise",
                "group": _group(draw, st, list(requirements)),
            }
        return {**_around(draw, st), "requirements": requirements}

    return draw_one()


def tightened(spec: Data) -> "SearchStrategy[tuple[str, Data]]":
    """Return a strategy for stricter versions of a spec: what was made stricter, and the spec.

    An evidence policy, an age, a limit, specimens, a decision rule, or one way of two.
    """
    from hypothesis import strategies as st

    found = [(name, change) for name, change in _TIGHTER if change(copy.deepcopy(spec))]

    def apply(chosen: tuple[str, Callable[[Data], bool]]) -> tuple[str, Data]:
        tighter = copy.deepcopy(spec)
        chosen[1](tighter)
        return chosen[0], tighter

    return st.sampled_from(found).map(apply)


def mutated(text: str, words: Sequence[str] = _WORDS) -> "SearchStrategy[str]":
    """Return a strategy for texts in which one word or sign stands for another.

    The other is one of `words` or another one of the text itself.
    """
    from hypothesis import strategies as st

    tokens = list(_TOKEN.finditer(text))
    others = sorted({*words, *(token[0] for token in tokens)})

    def put(at: int, other: str) -> str:
        token = tokens[at]
        return text[: token.start()] + other + text[token.end() :]

    return st.builds(put, st.integers(0, len(tokens) - 1), st.sampled_from(others))


# ---- what specs are made of


def _around(draw: "DrawFn", st: Any) -> Data:
    """Draw everything of a spec but its requirements."""
    return {
        "spec": "generated",
        "version": "1.0.0",
        "title": {"zh": "生成", "en": "generated"},
        "attributes": {
            "folding": {"zh": "可折叠", "en": "folding", "one_of": ["yes", "no"]},
            "power": {"zh": "功率", "en": "power", "a": "active power"},
        },
        "parts": {
            "rung": {
                "zh": "踏棍",
                "en": "rung",
                "facts": {"shape": {"zh": "形状", "en": "shape", "one_of": ["round", "flat"]}},
                "at_least": draw(st.sampled_from(["1", "2"])),
            }
        },
        "policies": {
            "report": {
                "kind": "test-report",
                "laboratory": draw(st.sampled_from(LABORATORIES)),
                "age": draw(st.sampled_from(AGES[:3])),
                "complete": "required",
                "confidence": "0.9",
            },
            "audit": {"kind": "audit"},
            "promise": {"kind": "declaration"},
        },
        "default": {"evidence": ["report"]},
        "sections": {"all": {"zh": "全部", "en": "all"}},
    }


def _measured(draw: "DrawFn", st: Any) -> Data:
    kind = draw(st.sampled_from(sorted(LIMITS)))
    own: Data = {"measures": kind, "limit": draw(st.sampled_from(sorted(LIMITS[kind])))}
    numeric = kind not in ("IP code", "withstand")
    if kind == "length" and draw(st.integers(0, 3)) == 0:
        own["limit"] = [dict(row) for row in TABLE]
    if draw(st.booleans()):
        own["specimens"] = str(draw(st.integers(1, 3)))
    plain = isinstance(own["limit"], str) and " or " not in own["limit"]
    if numeric and plain and draw(st.integers(0, 3)) == 0:
        own["statistic"] = draw(st.sampled_from(["mean", "min", "max"]))
    elif numeric and draw(st.integers(0, 4)) == 0:
        own |= {"statistic": "k of n", "specimens": "3", "at_least": "2"}
    if numeric:
        own["rule"] = draw(st.sampled_from(RULES))
        if own["rule"] == "simple" and kind == "mass":
            own["rounding"] = draw(st.sampled_from(["full-value", "rounded-value"]))
    if draw(st.booleans()):
        own["each"] = "rung"
    if draw(st.booleans()):
        of_part = ("rung.shape is round",) if "each" in own else ()
        own["applies"] = draw(st.sampled_from([*CONDITIONS[:4], *of_part]))
    return own


def _looked_at(draw: "DrawFn", st: Any) -> Data:
    ways = draw(st.sampled_from([["report"], ["audit"], ["audit", "report"]]))
    return {"evidence": ways, "specimens": str(draw(st.integers(1, 2)))}


def _stated(draw: "DrawFn", st: Any) -> Data:
    limit = draw(st.sampled_from([">= 5 year", ">= 1 year"]))
    name = {">= 5 year": "warranty", ">= 1 year": "spare_parts"}[limit]
    return {
        "statement": name, "evidence": ["promise"], "measures": "calendar period", "limit": limit,
    }  # fmt: skip


def _worded(draw: "DrawFn", st: Any) -> Data:
    on = draw(st.sampled_from([["product"], ["product", "instructions"]]))
    words = draw(st.sampled_from([{"any": ["小心滑落"]}, {"exactly_one": ["I级", "II级"]}]))
    return {"phrase": {"on": on, **words, "forbidden": ["最佳"]}}


def _documented(draw: "DrawFn", st: Any) -> Data:
    kind = draw(st.sampled_from(["certificate", "licence", "declaration"]))
    return {"document": {"kind": kind} | ({} if kind == "declaration" else {"scheme": "XSC"})}


_KINDS = (_measured, _measured, _measured, _looked_at, _stated, _worded, _documented)


def _group(draw: "DrawFn", st: Any, members: list[str]) -> Data:
    return draw(
        st.sampled_from(
            [
                {"all_of": members},
                {"any_of": members},
                {"of": members, "at_least": "1"},
                {"of": members, "score": ">= 0.5"},
            ]
        )
    )


# ---- what makes a spec stricter; each says whether it found anything to change


def _stricter_laboratory(spec: Data) -> bool:
    policy = spec["policies"]["report"]
    at = LABORATORIES.index(policy["laboratory"])
    if at + 1 == len(LABORATORIES):
        return False
    policy["laboratory"] = LABORATORIES[at + 1]
    return True


def _shorter_age(spec: Data) -> bool:
    policy = spec["policies"]["report"]
    policy["age"] = AGES[AGES.index(policy["age"]) + 1]
    return True


def _drawn_by_others(spec: Data) -> bool:
    spec["policies"]["report"]["sample_by"] = "third-party"
    return True


def _surer_readings(spec: Data) -> bool:
    del spec["policies"]["report"]["confidence"]  # machine-read values then need a person
    return True


def _registered(spec: Data) -> bool:
    spec["policies"]["report"]["source"] = "register"
    return bool(spec["policies"]["report"]["laboratory"] != "any")


def _fewer_ways(spec: Data) -> bool:
    own = next((each for each in _own(spec) if len(each.get("evidence", [])) > 1), None)
    if own is not None:
        own["evidence"] = own["evidence"][:1]
    return own is not None


def _stricter_limit(spec: Data) -> bool:
    found = False
    for own in _own(spec):
        limit = own.get("limit")
        stricter = LIMITS.get(own.get("measures", ""), {})
        if isinstance(limit, str) and stricter.get(limit):
            own["limit"], found = stricter[limit], True
    return found


def _more_specimens(spec: Data) -> bool:
    found = False
    for own in _own(spec):
        counted = own.get("statistic", "each") in ("each", "min", "max")
        if counted and "measures" in own and "statement" not in own:
            own["specimens"], found = str(int(own.get("specimens", "1")) + 1), True
    return found


def _fewer_failures(spec: Data) -> bool:
    own = next((each for each in _own(spec) if each.get("statistic") == "k of n"), None)
    if own is not None:
        own["at_least"] = "3"
    return own is not None


def _guarded(spec: Data) -> bool:
    own = next((each for each in _own(spec) if each.get("rule") == "simple"), None)
    if own is not None:
        own["rule"] = "guarded"
        own.pop("rounding", None)
    return own is not None


def _own(spec: Data) -> list[Data]:
    return [own for own in spec["requirements"].values() if "group" not in own]


_TIGHTER: tuple[tuple[str, Callable[[Data], bool]], ...] = (
    ("laboratory", _stricter_laboratory),
    ("age", _shorter_age),
    ("sample", _drawn_by_others),
    ("confidence", _surer_readings),
    ("register", _registered),
    ("ways", _fewer_ways),
    ("limit", _stricter_limit),
    ("specimens", _more_specimens),
    ("k of n", _fewer_failures),
    ("rule", _guarded),
)
