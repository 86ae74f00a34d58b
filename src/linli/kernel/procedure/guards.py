"""Guards: what must be true of a case before an act is offered, as a table of facts and conditions.

`{amount: ">= 10000", tier: [street, district], redo: 0, agreed: true}`: a scalar means equal, a list means one of, a
text that begins with an operator compares numbers. Facts that are not known make a guard fail.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

_COMPARE = re.compile(r"(>=|<=|!=|>|<)\s*(-?\d+(?:\.\d+)?)")
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "!=": operator.ne,
}


class Condition(NamedTuple):
    """A fact must stand in a relation to a value: `op` is =, in, or a comparison of numbers."""

    fact: str
    op: str
    value: Any


Guard = tuple[Condition, ...]


def parse_guard(table: Mapping[str, Any]) -> Guard:
    """A guard from its table; ValueError for a condition that is neither scalar, list nor comparison."""
    return tuple(_condition(fact, value) for fact, value in table.items())


def _condition(fact: str, value: Any) -> Condition:
    if isinstance(value, list | tuple):
        return Condition(fact, "in", tuple(value))
    if isinstance(value, dict):
        raise ValueError(f'“{fact}” 的条件要写成一个值、一列值，或 ">= 3" 这样的比较')
    if isinstance(value, str) and value[:1] in "<>!":
        match = _COMPARE.fullmatch(value.strip())
        if match is None:
            raise ValueError(f'“{value}” 不是比较；写法如 ">= 10000"')
        return Condition(fact, match[1], float(match[2]))
    return Condition(fact, "=", value)


def holds(guard: Guard, facts: Mapping[str, Any]) -> bool:
    """Whether every condition of a guard is true of these facts."""
    return all(_true(condition, facts) for condition in guard)


def _true(condition: Condition, facts: Mapping[str, Any]) -> bool:
    if condition.fact not in facts:
        return False
    have = facts[condition.fact]
    if condition.op == "=":
        return bool(have == condition.value)
    if condition.op == "in":
        return have in condition.value
    return isinstance(have, int | float) and _OPERATORS[condition.op](have, condition.value)
