"""Words of what is said of a store, in Chinese and in English."""

ASIDE = {
    "linked": ("指名其他提交", "names other submissions"),
    "parts": ("申报了部件", "declares parts"),
    "other-document": ("有报告、证书、声明、标识以外的文件",
                       "has a document that is no report, certificate, declaration or marking"),
    "of-part": ("报告或行只关于某一部件", "a report or row is about one part"),
    "machine-read": ("值由机器读出", "values were read by a machine"),
    "relation": ("报告修改或取代另一份报告", "a report amends or replaces another"),
    "subcontracted": ("有分包检测的行", "a row was tested by a subcontractor"),
    "assessor": ("给出了判定方文件", "an assessor's file is given"),
    "not-plain": ("证据或要求不是一眼可判的", "evidence or requirement takes more than columns say"),
}  # fmt: skip
"""Why a submission is judged from its bytes."""
STORE = {
    "zh": {
        "built": "已入库 {added} 份(此前 {before} 份),未收 {rejected} 份:{folder}",
        "rejects": "未收的见 {path}",
        "ways": "按列判定 {columns} 份,按原文判定 {bytes} 份",
        "way": "    {count} 份:{why}",
        "busy": "另一进程正在向此处入库:{folder}",
        "stopped": "已中断;已成的分区都在,再次运行同一命令即可继续",
        "empty": "存储中没有提交",
        "before": "(存储由 {spec} 建立;按 {used} 判定)",
    },
    "en": {
        "built": "{added} stored ({before} before), {rejected} not taken: {folder}",
        "rejects": "what was not taken: {path}",
        "ways": "judged from columns: {columns}, from their bytes: {bytes}",
        "way": "    {count}: {why}",
        "busy": "another process is adding to {folder}",
        "stopped": "stopped; whole partitions stay, and the same command goes on from there",
        "empty": "there is no submission in the store",
        "before": "(built for {spec}, judged by {used})",
    },
}  # fmt: skip
