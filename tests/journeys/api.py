"""The API as a program meets it: a client with a token, over HTTP only."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.domains.organizations.commands.tokens import issue_token
from linli.domains.people.queries import account_holder
from tests.journeys.test_main_story import picture
from tests.support.town import actor_for

ALL = ("read", "report", "act", "figures")
V1 = "/api/v1"


def secret_for(username: str, scopes=ALL, days: int = 30) -> str:
    """A token of somebody's first seat."""
    actor = actor_for(username)
    holder = account_holder(actor.viewer.account_id)
    said = {"name": "程序", "scopes": scopes, "days": days, "seat_id": actor.seat_id, "holder": holder}
    return issue_token(actor=actor, now=timezone.now(), **said).secret


class Program:
    """Something that calls the API, with or without a token, in a language."""

    def __init__(self, username: str = "", scopes=ALL, secret: str = "", language: str = "zh-hans") -> None:
        self.client = Client(enforce_csrf_checks=True)
        secret = secret or (secret_for(username, scopes) if username else "")
        self.headers = {"Accept-Language": language, **({"Authorization": f"Bearer {secret}"} if secret else {})}

    def get(self, path: str, query=None, **headers):
        return self.client.get(f"{V1}{path}", query or {}, headers={**self.headers, **headers})

    def post(self, path: str, body=None, **headers):
        data = json.dumps({} if body is None else body)
        given = {**self.headers, **headers}
        return self.client.post(f"{V1}{path}", data, content_type="application/json", headers=given)

    def upload(self) -> str:
        file = SimpleUploadedFile("现场.jpg", picture(), content_type="image/jpeg")
        answer = self.client.post(f"{V1}/uploads", {"file": file}, headers=self.headers)
        assert answer.status_code == 201, answer.content
        return answer.json()["handle"]

    def act(self, number: str, act: str, given=None, photos=(), **headers):
        files = {"photos": list(photos)} if photos else {}
        return self.post(f"/cases/{number}/acts/{act}", {"given": given or {}, "files": files}, **headers)
