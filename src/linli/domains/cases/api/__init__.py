"""Cases over HTTP: read, opened, carried on act by act."""

from linli.domains.cases.api import acting, opening, reading  # noqa: F401 - they put their addresses on the router
from linli.domains.cases.api.router import router

ROUTERS = (router,)
