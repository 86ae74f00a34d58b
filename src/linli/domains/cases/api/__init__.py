"""Cases over HTTP: read, opened, carried on act by act."""

from linli.domains.cases.api.acting import router as acting
from linli.domains.cases.api.opening import router as opening
from linli.domains.cases.api.reading import router as reading

ROUTERS = (reading, opening, acting)
