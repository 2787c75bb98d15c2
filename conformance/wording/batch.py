"""Words of what a batch says at its end, in Chinese and in English."""

BATCH = {
    "zh": {
        "total": "{count} 份提交:{verdicts}", "rejects": "未判定 {count} 份,见 {path}:{codes}",
        "causes": "最该做的事和原因(每份提交只计一次;只计必须满足的要求)",
        "action": "{count} 份 · 应做:{need}",
        "cause": "{count} 份 · {verdict} · {reason}:{sentence}",
        "where": "所在要求:{places}", "more": "另有 {count} 项", "separator": ",",
        "nothing": "没有找到提交", "resumed": "从第 {count} 份之后继续(判定基准日 {day})",
        "stopped": "已中断;再次运行同一命令即可继续",
        "died": "一个进程意外结束(可能内存不足);再次运行同一命令即可继续",
    },
    "en": {
        "total": "{count} submissions: {verdicts}",
        "rejects": "{count} not assessed, see {path}: {codes}",
        "causes": "What to do, and why (each once for a submission; mandatory requirements only)",
        "action": "{count} · do: {need}",
        "cause": "{count} · {verdict} · {reason}: {sentence}",
        "where": "in: {places}", "more": "further ones: {count}", "separator": ", ",
        "nothing": "there is no submission in what was named",
        "resumed": "going on after submission {count}, as of {day}",
        "stopped": "stopped; the same command goes on from here",
        "died": "a process ended unexpectedly (out of memory?); the same command goes on from here",
    },
}  # fmt: skip
