"""How often each door was opened, by day: folded from insert-only rows, and counted in the figures of its places."""

from django.db import connection, transaction

from linli.backbone import sql
from linli.backbone.facts import LEVELS
from linli.domains.places.models import BOOK

_COLUMNS = ", ".join(f"{level}_id" for level in LEVELS)
_LEVELS = ", ".join(f"max(a.id) FILTER (WHERE a.kind = '{level}')" for level in LEVELS)
_BATCH = 5000
_FOLD = f"""
WITH taken AS ({sql.taken("places_doorscan", "id", str(_BATCH), "door_id, day")}),
summed AS (SELECT door_id, day, count(*)::int AS scans FROM taken GROUP BY 1, 2),
counted AS (
  INSERT INTO places_doorfact (subject_id, day, kind, channel, category, opened, {_COLUMNS})
  SELECT s.door_id, s.day, 'door', '', '', s.scans, {_LEVELS}
  FROM summed s JOIN places_door d ON d.id = s.door_id JOIN places_place p ON p.id = d.place_id
    JOIN places_place a ON a.id = ANY(p.ancestors) GROUP BY 1, 2, s.scans RETURNING id),
loose AS (INSERT INTO backbone_loosefact (book, fact_id) SELECT 'doors', id FROM counted),
added AS (INSERT INTO places_doorday (door_id, day, scans) SELECT door_id, day, scans FROM summed
  ON CONFLICT (door_id, day) DO UPDATE SET scans = places_doorday.scans + excluded.scans)
SELECT count(*) FROM taken
"""


def fold_scans() -> bool:
    """Fold a batch of openings into the days and the figures; whether more may be waiting."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0]) == _BATCH


def fold() -> bool:
    """Fold a batch of facts into the tallies; whether more may be waiting."""
    return BOOK.fold()


def rebuild() -> int:
    """Make the tallies anew from the facts; how many there are."""
    return BOOK.rebuild()
