"""What the labels of a report's first pages mean: number, laboratory, sample, dates, conclusion."""

import re

from conformance.quantities.text import fold_width

_WORDS = {
    "report_number": """
        report no|report number|report id|report #|report no.|certificate no|certificate number
        |coa id|coa no|coa number|test report no|test report number|document no|job no|job number
        |报告编号|报告号|检验报告编号|检测报告编号|编号|报告书编号|证书编号|no|final report
        |ref no|reference no|report ref|order no|shma report id""",
    "sample_number": """
        sample id|sample no|sample number|sample #|lab sample id|lab id|laboratory id|sample|lab no
        |sample code|样品编号|样品号|收样编号|样品序号|sample id #""",
    "laboratory": """
        laboratory|testing laboratory|test laboratory|name of laboratory
        |检验机构|检测机构|检验单位|检测单位|实验室|承检单位|实验室名称|检验检测机构
        |检验检测机构名称|检测机构名称|testing lab|issued by""",
    "cma": "cma|cma no|cma编号|资质认定证书编号|资质认定编号|cma证书编号|cma number|资质认定证书号",
    "cnas": """
        cnas|cnas no|cnas编号|cnas证书编号|认可证书编号|注册号|cnas number|实验室认可证书编号
        |cnas注册号|认可编号""",
    "sample_name": """
        sample name|product name|name of sample|sample description|item name|name of product
        |样品名称|产品名称|样品|品名|样品描述|test sample|retail name""",
    "model": """
        model|model no|type|type/model|model/type|model number|model/type reference|specification
        |model no.|规格型号|型号规格|型号|产品型号|样品型号|规格|型号/规格|规格/型号|主检型号""",
    "brand": "brand|trademark|trade mark|商标|品牌|brand name|注册商标",
    "client": """
        client|applicant|customer|client name|applicant name|submitted by|委托单位|委托方|申请人
        |委托人|送检单位|受检单位|委托单位名称|申请单位|委托方名称
        |applicant's name|申请商""",
    "manufacturer": """
        manufacturer|manufacturer name|manufactured by|生产单位|制造商|生产企业|生产者|制造单位
        |生产厂商|标称生产单位|标称生产企业|cultivator/manufacturer|cultivator / manufacturer
        |制造商名称|生产厂家""",
    "factory": "factory|factory name|production site|生产厂|工厂|生产工厂|加工厂|工厂名称",
    "received": """
        received|date received|sample received|receipt date|date of receipt|sample receipt date
        |received date|date of sample receipt|sample received date|样品接收日期|收样日期|接样日期
        |到样日期|送样日期|来样日期|样品到达日期|sample receiving date|接收日期|date in""",
    "tested": """
        tested|date tested|test date|testing date|date of test|test period|testing period
        |date(s) of test|analysis date|date analyzed|date of testing|检验日期|检测日期|试验日期
        |测试日期|检测周期|检验周期|检验时间|检测时间|date/time analyzed|test dates|测试周期
        |dates of test|date(s) of tests|检测起止日期""",
    "issued": """
        issued|date issued|issue date|date of issue|report date|date reported|reported
        |report submitted|report created|date of report|report issued|completed|date completed
        |签发日期|报告日期|发布日期|批准日期|报告签发日期|出具日期|发出日期|报告发布日期
        |signed on|date out|sample approved|date of issue of report|approved on""",
    "collected": "collected|date collected|date sampled|sampled|sampling date|抽样日期|采样日期",
    "expires": "expires|expiry|exp|expiry date|valid until|有效期至|有效期",
    "overall": """
        overall|overall result|overall batch|overall batch result|conclusion|test conclusion
        |final verdict|overall conclusion|test result
        |检验结论|检测结论|结论|总体结论|检验检测结论|综合结论
        |overall verdict|综合判定|final result""",
    "standards": """
        standard|standards|test standard|test specification|检验依据|检测依据|依据标准|判定依据
        |执行标准|检验标准|检测标准|test standards|reference standard|standard(s)|产品标准
        |检验依据标准|检测依据标准""",
    "sampled_by": """
        sampled by|sampling by|抽样单位|抽样者|送样者|抽样人|送样人|drawn by|来样方式|样品来源""",
    "sample_count": "sample quantity|quantity|number of samples|样品数量|数量|抽样数量|qty",
    "complete": "complete|completeness|报告完整性|完整性|是否完整",
    "final": "final|report status|status of report|报告状态|是否正式",
    "distributor": "distributor|经销商|销售单位",
    "pages": "pages|total pages|共页|页数",
    "kind_of_test": "type of test|test type|检验类别|检测类别|检验类型|test category",
    "address": "address|地址|电话|tel|fax|email|传真|邮编|e-mail|telephone|联系电话|website|网址",
}  # fmt: skip
# Labels whose texts are days.
DAYS = ("received", "tested", "issued", "collected", "expires")
_BY_LABEL: dict[str, str] = {}
_HANZI = re.compile("[\u3400-\u9fff]")


def key_of(text: str) -> str:
    """Return a label as it is compared."""
    folded = re.sub(r"\s+", " ", fold_width(text).lower()).strip(" :.,;-–—*#[]|")
    return re.sub(r"^\[?[a-z]\]\s+", "", folded)


for _field, _labels in _WORDS.items():
    for _label in _labels.split("|"):
        _BY_LABEL.setdefault(key_of(_label), _field)
        if _HANZI.search(_label):
            _BY_LABEL.setdefault(key_of(_label).replace(" ", ""), _field)


def field_of(text: str) -> str | None:
    """Return the field that a label names; None for words that are no label.

    >>> field_of("Report No."), field_of("报告编号 Report No.:"), field_of("Weather")
    ('report_number', 'report_number', None)
    """
    key = key_of(text).replace("’", "'")
    if not key or len(key) > 60:
        return None
    for spelling in (key, key.replace(" ", ""), key.strip("() ")):
        if spelling in _BY_LABEL:
            return _BY_LABEL[spelling]
    chinese = "".join(_HANZI.findall(key))
    latin = re.sub(r"\s+", " ", re.sub("[\u3400-\u9fff]+", " ", key)).strip(" :.,;/()")
    if chinese and latin:
        return _BY_LABEL.get(chinese) or _BY_LABEL.get(latin)
    return _day_of(key)


# What the labels of days say in other words: which word makes a label one of a day, and of which.
_OF_DAYS = (
    ("received", re.compile(r"\b(?:receipt|received|receiving)\b|[收接到送来]样|接收")),
    ("issued", re.compile(r"\b(?:issue|issued|report|approval|approved)\b|签发|出具|批准|报告")),
    ("tested", re.compile(r"\b(?:tests?|tested|testing|performance)\b|[检试测]")),
)
_SAYS_DAY = re.compile(r"\bdates?\b|\bdate\(s\)|日期|时间$")


def _day_of(key: str) -> str | None:
    """Return the day that a label names in words of its own; None where it names none.

    >>> field_of("Date(s) of performance of tests"), field_of("Date of receipt of test item")
    ('tested', 'received')
    """
    if len(key) > 40 or not _SAYS_DAY.search(key):
        return None
    return next((name for name, words in _OF_DAYS if words.search(key)), None)
