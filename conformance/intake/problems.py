"""Why a file cannot be read, in both languages, with what to do."""

from collections.abc import Iterable

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

_SAID: dict[str, tuple[str, str, str, str]] = {
    "file-missing": ("没有这个文件", "there is no such file", "", ""),
    "file-unreadable": ("无法读取", "it cannot be read", "", ""),
    "file-empty": ("文件是空的", "the file is empty", "", ""),
    "format-unknown": (
        "不是可读的文件格式", "the file is of no format that can be read",
        "可读:PDF(有文本层)、XLSX、DOCX、CSV",
        "readable are PDF with a text layer, XLSX, DOCX and CSV",
    ),
    "file-too-large": (
        "文件超过 64 MiB", "the file is larger than 64 MiB",
        "请只提交报告本身,或拆分", "send the report alone, or in parts",
    ),
    "too-many-pages": (
        "超过 400 页", "the document has more than 400 pages",
        "请按报告拆分", "split it by report",
    ),
    "file-encrypted": (
        "文件有密码", "the file is protected by a password",
        "请提交没有密码的副本", "send a copy without the password",
    ),
    "file-damaged": (
        "文件已损坏,或不是它的扩展名所说的格式",
        "the file is damaged, or not of the format that its name says",
        "请从原软件重新导出", "export it again from the program it was written with",
    ),
    "file-inflates": (
        "压缩内容展开后过大(压缩炸弹)", "its compressed contents are too large when unpacked",
        "请从原软件重新导出", "export it again from the program it was written with",
    ),
    "file-has-macros": (
        "文件含有宏,打开时可能改变所显示的内容",
        "the file has macros, which may change what it shows when it is opened",
        "请另存为不含宏的 .xlsx 或 .docx,或导出为 PDF",
        "save it as .xlsx or .docx without macros, or as PDF",
    ),
    "file-has-entities": (
        "文件自带文档类型定义(可能是实体炸弹),Office 不会写出这样的文件",
        "the file declares a document type of its own (an entity bomb, perhaps), which no Office "
        "program writes",
        "请从原软件重新导出", "export it again from the program it was written with",
    ),
    "sheet-too-large": (
        "工作表中有超出第 5000 行或第 120 列的单元格,不会只读一部分",
        "a sheet has a cell beyond row 5000 or column 120, and a sheet is not read in part",
        "删除多余的单元格,或拆分工作表", "delete cells that are not needed, or split the sheet",
    ),
    "table-too-long": (
        "表格超过 50000 行或 200 列,不会只读一部分",
        "the table has more than 50000 rows or 200 columns, and it is not read in part",
        "请按报告拆分", "split it by report",
    ),
    "formula-without-value": (
        "该格是没有保存结果的公式", "the cell is a formula whose result was not kept",
        "用表格软件打开、重新计算并保存,或粘贴为数值",
        "open it in a spreadsheet program, let it calculate and save it, or paste the values",
    ),
    "value-from-another-file": (
        "该格的公式可能取自另一个文件,无法核对",
        "the formula in the cell may take its value from another file, which cannot be compared",
        "断开外部链接并粘贴为数值", "break the links to other files and paste the values",
    ),
    "scan-without-text": (
        "页面是图像,没有文本层", "its pages are pictures, without a text layer",
        "请向实验室索取电子版 PDF,或按 template 的表格填写;"
        "`read --ocr` 可识别出草稿,须由人逐项确认",
        "ask the laboratory for the digital PDF, or fill the form that `template` writes; "
        "`read --ocr` can fill a draft, which a person has to confirm value by value",
    ),
    "recogniser-missing": (
        "没有安装识别文字的程序 tesseract",
        "the program that recognises text, tesseract, is not installed",
        "安装:apt install tesseract-ocr tesseract-ocr-chi-sim,或向实验室索取电子版 PDF",
        "install it: apt install tesseract-ocr tesseract-ocr-chi-sim; or ask the laboratory for "
        "the digital PDF",
    ),
    "recogniser-failed": (
        "识别文字的程序出错", "the program that recognises text failed",
        "请向实验室索取电子版 PDF", "ask the laboratory for the digital PDF",
    ),
    "too-many-pictures": (
        "超过 60 页没有文本层", "more than 60 pages have no text layer",
        "请只提交有结果的页", "send the pages with results alone",
    ),
    "took-too-long": (
        "读取超过时间限制", "reading it takes longer than is allowed",
        "请拆分文件,或只提交报告本身", "split the file, or send the report alone",
    ),
    "took-too-much": (
        "读取需要的内存超过限制", "reading it takes more memory than is allowed",
        "请拆分文件,或只提交报告本身", "split the file, or send the report alone",
    ),
    "reader-missing": (
        "没有安装读取该格式的组件", "what reads this format is not installed",
        "安装:pip install 'conformance[pdf,word,xlsx]'",
        "install it: pip install 'conformance[pdf,word,xlsx]'",
    ),
    "nothing-read": (
        "没有找到检验结果表", "no table of results was found",
        "请按 template 的表格填写", "fill the form that `template` writes",
    ),
}  # fmt: skip


def problem(code: str, file: str, detail: str = "", cell: str = "") -> Diagnostic:
    """Return the problem of a code about a file, or a cell; `detail` is put behind what it says."""
    zh, en, zh_help, en_help = _SAID[code]
    more = f":{detail}" if detail else ""
    more_en = f": {detail}" if detail else ""
    help = Text(zh_help, en_help)
    return Diagnostic(code, Text(zh + more, en + more_en), Span(file, 0, pointer=cell), help)


def valueless(file: str, cells: Iterable[tuple[str, str]]) -> list[Diagnostic]:
    """Return the problems of cells of a workbook without a value that can be read."""
    return [problem(code, file, cell=cell) for code, cell in cells]


def refuse(code: str, file: str, detail: str = "") -> IllFormed:
    """Return what is raised where a file cannot be read."""
    return IllFormed([problem(code, file, detail)])


class Refused(Exception):
    """Raised by a reader of one format; the one who started it knows the name of the file."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code of the problem."""
        super().__init__(code)
        self.code, self.detail = code, detail
