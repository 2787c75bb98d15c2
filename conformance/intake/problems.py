"""Why a file cannot be read, in both languages, with what to do."""

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
    "scan-without-text": (
        "页面是图像,没有文本层", "its pages are pictures, without a text layer",
        "请向实验室索取电子版 PDF,或按 template 的表格填写;识别的文字须由人逐项确认",
        "ask the laboratory for the digital PDF, or fill the form that `template` writes; text "
        "from recognition must be confirmed by a person",
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


def problem(code: str, file: str, detail: str = "") -> Diagnostic:
    """Return the problem of a code about a file; `detail` is put behind what it says."""
    zh, en, zh_help, en_help = _SAID[code]
    more = f":{detail}" if detail else ""
    more_en = f": {detail}" if detail else ""
    return Diagnostic(code, Text(zh + more, en + more_en), Span(file, 0), Text(zh_help, en_help))


def refuse(code: str, file: str, detail: str = "") -> IllFormed:
    """Return what is raised where a file cannot be read."""
    return IllFormed([problem(code, file, detail)])


class Refused(Exception):
    """Raised by a reader of one format; the one who started it knows the name of the file."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code of the problem."""
        super().__init__(code)
        self.code, self.detail = code, detail
