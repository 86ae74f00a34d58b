"""What an issue is called: the clause that says most of what all its messages say; nobody's name, nobody's number."""

import math
import re
from collections.abc import Iterable

import numpy as np

from linli.domains.insights.rules.hot import Floats, terms
from linli.domains.insights.rules.placing import Thing

LONGEST = 24
_CLAUSE = re.compile(r"[，。！？；：、,.!?;:\s]+")
# Clauses that are about a person or a number, not about the thing.
_PERSONAL = re.compile(
    r"\d{3,}|我[叫是]|姓名|电话|手机|身份证|联系|[\u4e00-\u9fff](?:先生|女士|阿姨|师傅|大爷|书记|主任)"
)
_OPENING = re.compile(r"^(?:您好|你好|我要反映|反映一下|请问|麻烦|尊敬的\S{0,8})")


def central_clause(texts: Iterable[str], thing: Thing, rarity: Floats) -> str:
    """The clause most like the whole thing; empty where none says anything without naming somebody."""
    whole = dict(zip(thing.boxes.tolist(), (thing.sums / max(1, thing.count)).tolist(), strict=True))
    found = {clause for text in texts for clause in _clauses(text)}
    best = max(found, key=lambda one: (_worth(one, whole, rarity), one), default="")
    return best[:LONGEST]


def _clauses(text: str) -> list[str]:
    parts = (_OPENING.sub("", one) for one in _CLAUSE.split(text))
    return [one for one in parts if 4 <= len(one) <= LONGEST and not _PERSONAL.search(one)]


def _worth(clause: str, whole: dict[int, float], rarity: Floats) -> float:
    found = terms(clause)
    length = math.sqrt(float(np.sum(rarity[list(found)] ** 2))) if found else 0.0
    return sum(whole.get(box, 0.0) * float(rarity[box]) for box in found) / length if length else 0.0
