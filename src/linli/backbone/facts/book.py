"""A book of figures: its facts, its tallies, how the first are folded into the second, and how both are made anew."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from linli.backbone import sql
from linli.backbone.facts import statements, summing
from linli.backbone.facts.columns import FactRow, TallyRow
from linli.backbone.facts.days import cursor_of, month_from, next_month
from linli.backbone.facts.keys import EVER
from linli.kernel.periods import Days, month_of
from linli.kernel.refusal import Refusal

BATCH = 5000
# How long closing a book waits for those who write.
PATIENCE = "1s"
# Columns of facts by name, with the values that count.
Narrowed = Mapping[str, list[Any]]


class Behind(NamedTuple):
    """A fact behind a figure: where a list goes on after it, whose it is, its day, and what it adds."""

    cursor: str
    subject: int
    day: date
    amount: int


class Book:
    """The facts and tallies of one subject; `measures` are the additive columns both have, `name` lasts."""

    def __init__(
        self,
        name: str,
        fact: Callable[[], type[FactRow]],
        tally: Callable[[], type[TallyRow]],
        measures: tuple[str, ...],
        corrected: tuple[str, ...] = (),
    ) -> None:
        self.name, self.measures, self.corrected = name, measures, corrected
        self._fact, self._tally = fact, tally
        self._insert = sql.Insert(fact, queue=sql.Queue(statements.LOOSE, "fact_id", {"book": name}))

    @property
    def fact(self) -> type[FactRow]:
        """The model of its facts."""
        return self._fact()

    @property
    def words(self) -> statements.Named:
        """The tables and measures, as statements name them."""
        fact, tally = self._fact()._meta.db_table, self._tally()._meta.db_table
        return statements.Named(self.name, fact, tally, self.measures, self.corrected)

    def write(self, row: FactRow) -> None:
        """Add a fact, in the transaction of its cause."""
        self._insert(row)

    def fold(self) -> bool:
        """Fold a batch of facts into the tallies; whether it was full, so that more may be waiting. Where the place's
        months begin on another day than those of the tallies, all are made anew."""
        state = sql.one(statements.STATE, [self.name])
        if state is not None and state[1] != month_from():
            self.rebuild()
            return False
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statements.fold(self.words), {"batch": BATCH, "first": month_from() - 1})
            taken = int(cursor.fetchone()[0])
            if taken:
                self._turn()
        return taken == BATCH

    def rebuild(self) -> int:
        """Make the tallies anew from the facts; how many there are. Until they are, the old ones are read."""
        words = self.words
        fresh = f"{words.tally}_fresh"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {words.tally} IN EXCLUSIVE MODE")  # nobody folds, everybody reads
            # What comes later stays loose: it is not summed here, and folded afterwards.
            cursor.execute(statements.TAKE_ALL, [self.name])
            for name, value in summing.BESIDE.items():
                cursor.execute(f"SET LOCAL {name} = '{value}'")
            made = 0
            for statement in summing.remade(words, fresh, self._months(), month_from() - 1):
                cursor.execute(statement)
                made += max(0, cursor.rowcount)
            for statement in summing.swapped(words, fresh):
                cursor.execute(statement)
            self._turn()
        return made

    def _months(self) -> Iterator[tuple[date, date]]:
        """The assessment months that have facts, each as its first day and the day after its last."""
        stop = date.min
        while True:
            found = sql.one(f"SELECT min(day) FROM {self.words.fact} WHERE day >= %s", [stop])
            if found is None or found[0] is None:
                return
            start = month_of(found[0], month_from())
            stop = next_month(start)
            yield start, stop

    def announce(self) -> None:
        """Until the transaction ends nobody closes the book: numbers of its facts are taken before they are written."""
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {self.words.fact} IN ROW EXCLUSIVE MODE")

    def close(self) -> int:
        """The last fact there is; until the transaction ends nobody adds one. Refusal(still_written) where somebody
        writes facts for longer: whoever reports something would have to wait behind us."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            try:
                cursor.execute(f"LOCK TABLE {self.words.fact} IN SHARE MODE")
            except OperationalError as late:
                raise Refusal("still_written") from late
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {self.words.fact}")
            return int(cursor.fetchone()[0])

    def counted(self, column: str, place: int, days: Days, narrowed: Narrowed, last: int = EVER) -> dict[str, int]:
        """The sums of a place below the grid, or of a cut that no tally keeps, straight from its facts up to the `last`
        one."""
        params = {"place": place, "start": days[0], "end": days[1], "last": last, **narrowed}
        found = dict.fromkeys(self.measures, 0)
        for _kind, *values in sql.rows(statements.counted(self.words, column, tuple(narrowed)), params):
            for name, value in zip(self.measures, values, strict=True):
                found[name] += value
        return found

    def behind(
        self,
        amount: str,
        column: str,
        place: int,
        days: Days,
        narrowed: Narrowed,
        after: str,
        limit: int,
        last: int = EVER,
    ) -> list[Behind]:
        """The facts a figure adds up, newest first, up to the `last` one; corrections take off."""
        day, number = cursor_of(after)
        params: dict[str, Any] = {"place": place, "start": days[0], "end": days[1], "limit": limit, "last": last}
        params |= narrowed
        if number:
            params |= {"after_day": day, "after_id": number}
        statement = statements.facts_behind(self.words, column, amount, tuple(narrowed), bool(number))
        return [Behind(f"{at}.{pk}", subject, at, value) for pk, subject, at, value in sql.rows(statement, params)]

    def _turn(self) -> None:
        """The tallies are others now: whoever kept sums of them asks again (a sequence gives no number twice)."""
        sql.rows(statements.TURN, [self.name, month_from()])
