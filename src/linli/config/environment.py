"""What the machine tells Linli: variables, the data folder and the two keys in it. Standard library only."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from linli.backbone.cluster.places import places

SWITCHED_ON = {"1", "true", "yes", "on"}


def data_folder() -> Path:
    """LINLI_DATA; else /var/lib/linli for root and ~/.local/share/linli for everybody else."""
    given = os.environ.get("LINLI_DATA")
    if given:
        return Path(given).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/linli")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share").resolve() / "linli"


def database_url() -> str:
    """DATABASE_URL; else that of the private cluster of the data folder, whether it runs or not."""
    return os.environ.get("DATABASE_URL") or places(data_folder()).url


def is_private_cluster() -> bool:
    """Whether this set-up runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def database() -> dict[str, Any]:
    """Django's settings of the database from its URL; what stands after `?` goes to the driver, but for `host`."""
    url = urlsplit(database_url())
    if url.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(url.query))
    host = options.pop("host", "") or unquote(url.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "linli",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_plans(options.pop("prepare_threshold", "")), **options},
    }


def _plans(threshold: str) -> dict[str, Any]:
    """Statements that are prepared keep one plan: each finds its rows by key, so that none is better for some values.

    `prepare_threshold=none` in the URL turns this off, for a pooler that hands connections on after each transaction.
    """
    if threshold == "none":
        return {"prepare_threshold": None}
    return {"prepare_threshold": 5, "options": "-c plan_cache_mode=force_generic_plan"}


def hosts() -> list[str]:
    """LINLI_HOSTS, separated by commas; else this machine only."""
    given = [host.strip() for host in os.environ.get("LINLI_HOSTS", "").split(",")]
    return [host for host in given if host] or ["127.0.0.1", "localhost", "[::1]"]


def identity_providers() -> list[dict[str, Any]]:
    """LINLI_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _NAME: where staff may sign in beside their password."""
    issuer, client = text("LINLI_OIDC_ISSUER", ""), text("LINLI_OIDC_CLIENT_ID", "")
    if not issuer or not client:
        return []
    secret, name = text("LINLI_OIDC_CLIENT_SECRET", ""), text("LINLI_OIDC_NAME", "OpenID Connect")
    said = {"server_url": issuer.rstrip("/"), "uid_field": "sub"}
    return [{"provider_id": "oidc", "name": name, "client_id": client, "secret": secret, "settings": said}]


def identity_origins() -> list[str]:
    """Where a sign-in form may lead to: the identity provider, where there is one."""
    found = [urlsplit(one["settings"]["server_url"]) for one in identity_providers()]
    return [f"{one.scheme}://{one.netloc}" for one in found]


def origins() -> list[str]:
    """LINLI_CORS, separated by commas: the sites whose pages may call the API; none otherwise."""
    given = [one.strip().rstrip("/") for one in os.environ.get("LINLI_CORS", "").split(",")]
    return [one for one in given if one.startswith(("http://", "https://"))]


def cipher() -> str:
    """LINLI_CIPHER: how personal fields are sealed from now on; sm4 where the national algorithms are required."""
    return "sm4" if os.environ.get("LINLI_CIPHER", "").strip().lower() == "sm4" else "aes"


def is_switched_on(name: str) -> bool:
    """Whether the variable says 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in SWITCHED_ON


def secret_key() -> str:
    """The key of sessions and signatures; made at first use."""
    return _key("secret.key", lambda: secrets.token_urlsafe(48))


def field_key() -> bytes:
    """The 32 bytes that encrypt personal fields; made at first use. Whoever loses them loses those fields."""
    return base64.b64decode(_key("field.key", lambda: base64.b64encode(secrets.token_bytes(32)).decode()))


def _key(name: str, make: Any) -> str:
    path = data_folder() / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make())
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Written under another name and linked, so that of two processes at once one wins and neither reads a half."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def number(name: str, otherwise: int) -> int:
    """A whole number from the environment; `otherwise` where it is absent or not one."""
    given = os.environ.get(name, "").strip()
    return int(given) if given.isdecimal() else otherwise


def text(name: str, otherwise: str) -> str:
    """A word from the environment; `otherwise` where it is absent."""
    return os.environ.get(name, "").strip() or otherwise
