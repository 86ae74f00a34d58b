"""How often each door was opened, by day: folded from insert-only rows."""

from django.db import connection, transaction

_FOLD = """
WITH taken AS (
  DELETE FROM places_doorscan WHERE id IN (
    SELECT id FROM places_doorscan ORDER BY id LIMIT 5000 FOR UPDATE SKIP LOCKED) RETURNING door_id, day)
INSERT INTO places_doorday (door_id, day, scans) SELECT door_id, day, count(*) FROM taken GROUP BY 1, 2
ON CONFLICT (door_id, day) DO UPDATE SET scans = places_doorday.scans + excluded.scans
"""


def fold_scans() -> int:
    """Fold a batch of openings into the days; how many day rows were touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return cursor.rowcount
