"""Keys of wall screens."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class WallKey(models.Model):
    """Lets a screen without an account show the wall of one place, until it is revoked. Only the digest of its token is
    kept; `path` holds the ids from the root to the place."""

    place_id = models.BigIntegerField()
    path = ArrayField(models.BigIntegerField())
    name = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["place_id", "-id"], name="wall_key_place"),)
