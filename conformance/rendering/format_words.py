"""Words of the formats beside the page: workbook, PDF, letters and pictures of many."""

FORMAT_WORDS = {
    "zh": {
        "requirement": "要求", "subject": "合格评定对象", "page": "第 {page} 页,共 {pages} 页",
        "editions": "所用版本", "edition": "版本", "findings_of": "判定结果数",
        "annex": "附录:完整判定过程", "admitted": "采信", "not_admitted": "不予采信",
        "part": "部件", "not_used": "未用于任何要求",
        "dates": "日期", "described": "编号、种类、出具方、日期、文件",
        "description": "种类、出具方、日期、文件",
        "digest_note": "相同的提交、规范和判定基准日得到相同的文件",
        "legend": "空白段为限值所接受,斜线段为不接受,竖线为限值端点;圆点在限内,叉在限外,菱形跨限",
    },
    "en": {
        "requirement": "Requirement", "subject": "Object", "page": "page {page} of {pages}",
        "editions": "Editions used", "edition": "Edition", "findings_of": "Findings",
        "annex": "Annex: how each finding was judged", "admitted": "Admitted for",
        "not_admitted": "Not admitted for", "part": "Part", "dates": "Dates",
        "not_used": "used for no requirement",
        "described": "Number, kind, by whom, dates, file",
        "description": "Kind, by whom, dates, file",
        "digest_note": "The same submission, spec and as-of date give the same file",
        "legend": "the open stretch is what the limit accepts, the hatched one what it does not, a "
        "tall line an end of it; a disc lies inside, a cross outside, a diamond across",
    },
}  # fmt: skip
