"""Words of what a change of a spec does to submissions, in Chinese and in English."""

GROUPS: dict[str, tuple[str, str]] = {
    "now-fails": ("变为不符合", "now fails"),
    "needs-evidence": ("需补充证据", "needs new evidence"),
    "now-passes": ("变为符合", "now passes"),
    "still-not-passing": ("仍未符合", "still does not pass"),
    "still-passes": ("仍符合", "still passes"),
    "unaffected": ("不受影响", "unaffected"),
}
"""What becomes of a submission, those to act on first."""

STEPS: dict[str, tuple[str, str]] = {
    "test": ("检测", "test"),
    "inspection": ("检验", "inspection"),
    "document": ("文件", "document"),
    "declaration": ("声明", "declaration"),
    "marking": ("标志照片:", "photograph of the marking on"),
    "facts": ("申报", "declare"),
    "other": ("其他", "other"),
}
"""What has to be done about a requirement."""
