"""Accounts, persons and their consents; what identifies a person is sealed."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Somebody who holds seats; residents who only report are never persons here."""

    name_sealed = models.BinaryField()
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(default=b"", db_index=True)
    surname = models.CharField(max_length=2)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by user name, as sign-in does."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """The way a member of staff signs in; rights come from the seats of the person, never from here."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="", blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects = Accounts()

    def __str__(self) -> str:
        return self.username


class Consent(models.Model):
    """A person's stored permission to publish their name, phone or photo; withdrawn, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    words = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_in_force_once"
            ),
        )
