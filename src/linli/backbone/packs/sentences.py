"""What a schema finds wrong, in words that name the fix."""

from collections.abc import Callable, Mapping
from typing import Any

_Maker = Callable[[str, Any, Mapping[str, Any]], str]


def _one_of(key: str, value: Any, detail: Mapping[str, Any]) -> str:
    known = str(detail["expected"]).replace(" or ", ", ").replace("'", "")
    return f"不认识“{value}”；可以写：{known.replace(', ', '、')}"


def _time(key: str, value: Any, detail: Mapping[str, Any]) -> str:
    return f'“{value}” 不是时刻；写法如 "07:00"'


def _date(key: str, value: Any, detail: Mapping[str, Any]) -> str:
    return f"“{value}” 不是日期；写法如 2026-06-08"


def _not(what: str) -> _Maker:
    return lambda key, value, detail: f"“{key}” 应是{what}"


_TABLE, _LIST, _YES = _not("“名字: 内容”的表"), _not("一列，写在方括号里"), _not(" true 或 false")
_NUMBER, _TEXT = _not("整数"), _not("文字")

_SENTENCES: Mapping[str, _Maker] = {
    "missing": lambda key, value, detail: f"缺少“{key}”",
    "extra_forbidden": lambda key, value, detail: f"不认识“{key}”",
    "literal_error": _one_of,
    "enum": _one_of,
    "string_type": _TEXT,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "float_type": _not("数"),
    "float_parsing": _not("数"),
    "bool_type": _YES,
    "bool_parsing": _YES,
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": lambda key, value, detail: f"“{key}” 至少要写 {detail['min_length']} 项",
    "greater_than": lambda key, value, detail: f"“{key}” 要大于 {detail['gt']}",
    "greater_than_equal": lambda key, value, detail: f"“{key}” 最小是 {detail['ge']}",
    "less_than_equal": lambda key, value, detail: f"“{key}” 最大是 {detail['le']}",
    "string_pattern_mismatch": lambda key, value, detail: f"“{key}” 不能写“{value}”；写法是 {detail['pattern']}",
    "time_parsing": _time,
    "date_from_datetime_parsing": _date,
    "date_parsing": _date,
}


def sentence(error: Mapping[str, Any]) -> str:
    """A fault of a schema as a sentence; what the pack's own types say stands as they say it."""
    names = [str(one) for one in error["loc"] if not isinstance(one, int)]
    known = _SENTENCES.get(error["type"])
    if known:
        return known(names[-1] if names else "", error.get("input"), error.get("ctx", {}))
    return str(error["msg"]).removeprefix("Value error, ")
