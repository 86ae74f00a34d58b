"""What is searched of cases, beside them: written after the fact, so that accepting a report waits for no index."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CaseText(models.Model):
    """The words of a case and the marks it is found by: its places, the seats with a duty in it, kind, month, whether
    it is open, and its stretch of ids. `id` is that of the case."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        # Few rows wait outside the index: who searches reads them all.
        indexes = (GinIndex(fields=["words"], name="case_words", gin_pending_list_limit=256),)
