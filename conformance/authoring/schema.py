"""JSON Schemas of the four formats, made from the models that read and write them."""

from collections.abc import Callable, Iterator
from typing import Any

from conformance.wording.schema import BLOCKS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> Schema:
    """Return the schema `submission`, `spec`, `standard` or `assessment`."""
    found = {"$schema": DIALECT, **SCHEMAS[name]()}
    for title, block in found["$defs"].items():
        _describe_block(block, title)
    # the whole is a block of its own, whether it stands here or among the others
    _describe_block(found, _WHOLE[name])
    return found


_WHOLE = {
    "submission": "Submission",
    "spec": "CategorySpec",
    "standard": "Catalogue",
    "assessment": "Assessment",
}


def _describe_block(block: Schema, title: str) -> None:
    """Put the Chinese before the first sentence of what the block says of itself."""
    said = block.get("description", title).strip().partition("\n\n")[0]
    block["description"] = f"{BLOCKS[title]} · {' '.join(said.split())}"


def _submission() -> Schema:
    import msgspec

    from conformance.model.submission import Submission

    found = msgspec.json.schema(Submission)
    for node in _nodes(found):
        _describe(node)
        _accept_numbers(node)
        _accept_nothing(node)
    return {"title": "提交 · submission", **found}


def _assessment() -> Schema:
    import msgspec

    from conformance.model.assessment import Assessment

    found = msgspec.json.schema(Assessment)
    texts = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
    more: dict[str, Schema] = {
        "Assessment": {"format": {"const": "conformance-assessment/1"},
                       "counts": {"type": "object", "additionalProperties": {"type": "integer"}}},
        "Finding": {"message": texts, "needed": texts},
        "Rejected": {"message": texts},
        "Remark": {"message": texts},
    }  # fmt: skip
    for title, node in found["$defs"].items():
        if "properties" in node:
            node["properties"] |= {name: dict(each) for name, each in more.get(title, {}).items()}
            node["additionalProperties"] = False
    for node in _nodes(found):
        _describe(node)
    # The version of the format is part of its name; docs/formats.md says what stays within it.
    return {"$id": "urn:conformance:assessment:1", "title": "判定书 · assessment", **found}


def _authored(name: str) -> Callable[[], Schema]:
    def made() -> Schema:
        from conformance.model.catalogue import Catalogue
        from conformance.model.spec import CategorySpec

        model = CategorySpec if name == "spec" else Catalogue
        found: Schema = model.model_json_schema(by_alias=True)
        for node in _nodes(found):
            _describe(node)
            _accept_numbers(node)
            _accept_nothing(node)
        return found

    return made


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "submission": _submission,
    "spec": _authored("spec"),
    "standard": _authored("standard"),
    "assessment": _assessment,
}


def _nodes(node: Any) -> Iterator[Schema]:
    """Yield every mapping of the schema, each before what lies in it."""
    if isinstance(node, dict):
        yield node
        for inner in list(node.values()):
            yield from _nodes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _nodes(inner)


def _describe(node: Schema) -> None:
    """Give every property a description in both languages."""
    properties = node.get("properties")
    if not isinstance(properties, dict) or "type" not in node:
        return
    for name, each in properties.items():
        if isinstance(each, dict) and "·" not in each.get("description", ""):
            each["description"] = _WORDS[name]


def _accept_numbers(node: Schema) -> None:
    """Let a number stand where a text or a whole number is read: its digits are its text."""
    if node.get("type") == "string" and "enum" not in node and "const" not in node:
        node["type"] = ["string", "number"]
    elif node.get("type") == "integer":
        node["type"] = ["integer", "string"]
        node["pattern"] = r"^[0-9]+$"


def _accept_nothing(node: Schema) -> None:
    """Let nothing stand for every key that may be left out: the two are the same."""
    properties = node.get("properties")
    if not isinstance(properties, dict) or "type" not in node:
        return
    for name, each in list(properties.items()):
        if name in node.get("required", ()) or "default" not in each:
            continue
        properties[name] = {
            "description": each.pop("description", ""),
            "default": each.pop("default"),
            "anyOf": [each, {"type": "null"}],
        }


_WORDS = {
    "a": "量、等级标度或 date · a quantity kind, a scale, or date",
    "accept": "缺陷类别 → AQL · class of defect to AQL",
    "additions": "附加 · additions",
    "address": "地址 · address",
    "age": "最长时间 · the longest age",
    "all_of": "须全部符合 · all of these must pass",
    "amends": "所修改的报告编号 · number of the report that this one amends",
    "any": "至少出现其一 · at least one of these",
    "as_of": "判定基准日 · the as-of date",
    "at_least": "至少 · at least this many",
    "attributes": "申报属性 · declared facts",
    "auditor": "审核方 · who audited",
    "basis": "依据 · what the requirement rests on",
    "brand": "品牌 · brand",
    "by": "声明方 · who declares",
    "categories": "品类 · categories",
    "category": "品类 · category",
    "as": "与本对象的关系 · what the linked subject is to this one",
    "category_of": "以申报属性为品类 · the attribute that names the category",
    "dated": "须写明起止日 · both days must be stated",
    "days": "两日之间的天数 · the days between two dates",
    "grammar": "标识的种类 · kind of identifier",
    "history": "以往各批是否接收,由早到晚 · what became of the lots before, oldest first",
    "identifier": "标识及其校验位 · an identifier with its check digits",
    "out_of": "占自该日起全部时间的份额 · a share of the time since this day",
    "rooted_in": "证明起点的文件 · the licence whose holder stands at the start",
    "same_as": "须与之相同 · what it must equal",
    "digits": "须与申报属性相符的几位 · characters that agree with a declared fact",
    "fact": "申报属性 · the declared fact",
    "certified": "自该日起认证 · certified from this day on",
    "chain": "授权链 · a chain of authorizations",
    "changed": "复测前的改动 · what was changed before the retest",
    "clause": "条款,版本#条款号 · the clause, edition#number",
    "client": "委托方 · client",
    "clauses": "条款 · the clauses",
    "cma": "资质认定(CMA)证书号 · number of the CMA approval",
    "cnas": "CNAS 注册号 · number of the CNAS accreditation",
    "complete": "各页齐全并签章 · all pages, signed and sealed",
    "conclusion": "实验室总体结论 · the laboratory's overall conclusion",
    "conditions": "试验条件 · test conditions",
    "confidence": "机读置信度 · confidence of a machine-read value",
    "core": "是否核心要求 · whether it is a core requirement",
    "corrected": "是否已作分析校正 · whether the analytical correction was made",
    "count": "样品数 · how many",
    "counts": "各判定结果的数量 · how many findings of each kind",
    "coverage": "包含概率 · coverage probability",
    "covers": "覆盖型号 · covered models",
    "date": "日期 · date",
    "default": "默认 · defaults",
    "detection_limit": "检出限 · detection limit",
    "deviations": "方法偏离 · deviations from the method",
    "differences": "与主检型号的差异 · differences from the tested model",
    "disagreement": "实验室自相矛盾 · the laboratory disagrees with itself",
    "disposition": "处置 · disposition",
    "document": "文件 · the document",
    "drawn_by": "抽样方 · who drew the sample",
    "en": "英文 · in English",
    "evidence": "证据 · evidence",
    "except": "不列入判定的条款及理由 · clauses left out, and why",
    "expires": "有效期至 · last day of validity",
    "factory": "生产企业 · factory",
    "facts": "事实 · facts",
    "file": "文件名 · name of the file",
    "final": "是否正式报告 · whether it is final",
    "findings": "判定结果 · findings",
    "forbidden": "不得出现 · none of these",
    "format": "格式 · format",
    "from": "起 · from",
    "group": "组合 · a combination of requirements",
    "gtin": "商品条码 · GTIN",
    "high": "上限 · the upper end",
    "holder": "持证人 · holder",
    "id": "标识 · id",
    "importer": "进口商 · importer",
    "imported": "进口日期 · day of import",
    "in_force": "实施日 · first day in force",
    "inspector": "检验方 · who inspected",
    "issued": "签发日期 · day of issue",
    "issuer": "发证机构 · issuer",
    "item": "检测项目 · item as the document names it",
    "k": "包含因子 · coverage factor",
    "kind": "种类 · kind",
    "laboratory": "实验室 · laboratory",
    "law": "是否有强制力 · whether the clause has legal force",
    "level": "级别 · level",
    "limit": "限值 · the limit",
    "linked": "关联提交 · linked submissions",
    "locator": "位置 · place in the document",
    "lot": "批 · lot",
    "mandatory": "是否要求 · whether it is mandatory",
    "manufactured": "生产日期 · day of manufacture",
    "manufacturer": "制造商 · manufacturer",
    "margin": "裕量 · margin",
    "measured": "报告结果 · reported results",
    "message": "说明 · the reason in a sentence",
    "method": "检测方法 · method",
    "model": "型号 · model",
    "models": "型号 · models",
    "name": "名称 · name",
    "needed": "需补充 · what would change it",
    "note": "备注 · note",
    "number": "编号或数值 · number",
    "of": "组合的成员 · members",
    "or_all": "不足时须全部 · all, where there are fewer",
    "ordered_by": "指定方 · who ordered it",
    "otherwise": "其他判定规则下 · under other decision rules",
    "part": "部件 · the part",
    "parts": "部件 · parts",
    "party": "实验室属于哪一方 · on whose side the laboratory stands",
    "plan": "抽样方案 · sampling plan",
    "properties": "属性 · properties",
    "provenance": "数据来源 · where the figures come from",
    "qualifier": "< 或 > 等 · < or > and so on",
    "quantification_limit": "定量限 · quantification limit",
    "quantity": "数量 · quantity",
    "re-inspects": "所复检的报告编号 · number of the report that this re-inspects",
    "reason": "原因 · reason",
    "received": "收样日期 · day of receipt",
    "rejected": "不予采信的证据 · evidence that is not admissible",
    "relations": "与先前报告的关系 · relation to an earlier report",
    "remarks": "说明 · remarks",
    "sections": "章节及其名称 · the sections with their titles",
    "spec_title": "规范的名称 · title of the spec",
    "terms": "所依据的申报的名称 · what the claims are called",
    "left_out": "规范未列入判定的强制条款 · clauses with legal force that the spec leaves out",
    "because": "以何种方式不列入判定 · in which way it leaves the verdict",
    "why": "理由 · the reason",
    "requirement": "要求 · the requirement",
    "requirement_text": "报告所写的要求 · the document's own requirement",
    "rests_on": "所依据的申报 · claims that it rests on",
    "results": "结果 · results",
    "retests": "所复测的报告编号 · number of the report that this retests",
    "rounding": "数值比较方法 · comparison method",
    "rule": "判定规则 · decision rule",
    "sample": "样品 · sample",
    "sampling": "批的抽样验收 · acceptance of a lot by sampling",
    "scheme": "认证制度 · scheme",
    "score": "得分 · score",
    "section": "章节 · section",
    "shown_by": "由何展示 · shown by what",
    "signed": "签署日期 · day of signing",
    "site": "地点 · site",
    "sold": "销售日期 · day of sale",
    "spec": "规范 · category spec",
    "standards": "标准 · standards",
    "state": "检验的严格程度 · severity of inspection",
    "statements": "承诺 · statements",
    "status": "状态 · status",
    "status_checked": "状态查询日期 · day on which the status was looked up",
    "strict": "严格模式 · strict mode",
    "subcontractor": "分包实验室 · subcontractor",
    "subject": "合格评定对象 · object of conformity assessment",
    "submission": "提交编号 · the submitter's id",
    "take": "所取条款 · which clauses",
    "territory": "地域 · territory",
    "tested": "检测日期 · days of testing",
    "tested_model": "主检型号 · tested model",
    "text": "文字 · the words",
    "title": "名称 · title",
    "to": "止 · to",
    "tool": "程序 · tool",
    "uncertainty": "扩展不确定度 · expanded uncertainty",
    "unit": "单位 · unit",
    "until": "至 · until",
    "unused": "未使用的结果 · rows that are evidence for nothing",
    "upcoming": "即将实施的要求 · requirements not yet in force",
    "uscc": "统一社会信用代码 · unified social credit code",
    "valid": "有效期 · validity",
    "value": "报告结果 · the reported result",
    "values": "各试样的结果 · one result for each specimen",
    "verdict": "判定 · verdict",
    "weights": "权重 · weights",
    "when": "条件 · condition",
    "where": "位置 · where",
    "zh": "中文 · in Chinese",
}
