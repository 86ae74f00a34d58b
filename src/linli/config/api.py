"""The API, version 1: the routers of the domains under one roof."""

from django.urls import URLPattern, URLResolver, path, re_path

from linli.backbone.api.openapi import Api, Plain
from linli.backbone.api.problems import answer_problems, nothing_here
from linli.domains.cases.api import ROUTERS as CASES
from linli.domains.duties.api import ROUTERS as DUTIES
from linli.domains.exchange.api import ROUTERS as EXCHANGE
from linli.domains.organizations.api import ROUTERS as ORGANIZATIONS
from linli.domains.places.api import ROUTERS as PLACES
from linli.domains.publishing.api import ROUTERS as PUBLISHING
from linli.domains.venues.api import ROUTERS as VENUES
from linli.front.api import ROUTERS as FRONT

ABOUT = """The same commands and queries as the pages, over HTTP.

Programs carry a token (`Authorization: Bearer lk_…`), made on the page 我 › 接口令牌 or by `linli token issue`: it is
one seat, or a place for another system, cut to its scopes. Residents need none: a report is answered with a secret
follow-up token. A signed-in browser may read with its session.

Every no is a problem (RFC 9457) in Chinese or, by Accept-Language, in English. Lists are paged by `after` and `limit`;
`next` and the header Link lead on. What is read has an ETag; acts take If-Match and Idempotency-Key."""

api = Api(title="Linli 邻里", version="1", description=ABOUT, docs_url=None, renderer=Plain(), urls_namespace="api-1")
answer_problems(api)
for router in (*FRONT, *CASES, *DUTIES, *PLACES, *ORGANIZATIONS, *VENUES, *PUBLISHING, *EXCHANGE):
    api.add_router("", router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    re_path(r"^api/(?P<rest>.*)$", nothing_here, name="api_nothing"),
]
