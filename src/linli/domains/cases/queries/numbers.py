"""Cases by the number that people know them by: whole, or its end as it is said on the telephone."""

import re

from django.db.models import QuerySet

from linli.domains.cases.models import Case
from linli.kernel.ids import case_number

NUMBER = re.compile(r"^[A-Z]{1,6}\d{6}-\d{1,12}$")
# The last digits are never those of two cases; the day before them may be said, the letters be left out.
_END = re.compile(r"(?:(?P<day>\d{6})-|-)?(?P<last>\d{4,12})", re.ASCII)


def ends_in(rows: QuerySet[Case], words: str) -> list[int]:
    """The ids of those of some cases whose number ends in these words, typed full-width or not: 260608-0042, 0042."""
    said = _END.fullmatch(case_number(words))
    if said is None:
        return []
    found = rows.filter(seq=int(said["last"]))
    if said["day"]:
        found = found.filter(number__contains=f"{said['day']}-")
    return list(found.values_list("pk", flat=True))
