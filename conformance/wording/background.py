"""Words of what an answer was given of: dates, parties and files, in Chinese and in English."""

BACKGROUND = {
    "zh": {
        "manufactured": "生产日期", "imported": "进口日期", "sold": "销售日期",
        "manufacturer": "制造商", "factory": "生产企业", "importer": "进口商",
        "received": "收样", "tested": "检测", "issued": "签发", "signed": "签署", "expires": "到期",
        "valid": "有效期", "date": "日期", "status_checked": "状态查询", "file": "文件",
        "to": "{start} 至 {end}", "from": "{start} 起", "until": "至 {end}",
        "edition_issued": "发布", "in_force": "实施", "withdrawn": "废止", "replaced_by": "被代替",
    },
    "en": {
        "manufactured": "Manufactured", "imported": "Imported", "sold": "Sold",
        "manufacturer": "Manufacturer", "factory": "Factory", "importer": "Importer",
        "received": "received", "tested": "tested", "issued": "issued", "signed": "signed",
        "expires": "expires", "valid": "valid", "date": "dated",
        "status_checked": "status looked up", "file": "file",
        "to": "{start} to {end}", "from": "from {start}", "until": "to {end}",
        "edition_issued": "issued", "in_force": "in force", "withdrawn": "withdrawn",
        "replaced_by": "replaced by",
    },
}  # fmt: skip
