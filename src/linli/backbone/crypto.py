"""Sealing of personal data at rest: one module, pluggable ciphers, the key named in each sealed value.

A sealed value is bytes: one byte of cipher, one byte of key number, then what the cipher made. AES-256-GCM by
default; SM4-GCM with SM3 where the national algorithms are required (domain 9.3): `LINLI_CIPHER=sm4`.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
_TAG = 16
_PIECE = 4096
_AES, _SM4 = 1, 2


class Unsealable(ValueError):
    """The value was changed, or its key is not the one of this installation."""


@lru_cache(maxsize=16)
def _key(purpose: str, length: int) -> bytes:
    return hmac.digest(settings.LINLI_FIELD_KEY, f"linli:{purpose}".encode(), "sha256")[:length]


@lru_cache(maxsize=4)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


class Chance:
    """Bytes of the system's own chance, asked for in large pieces: for a piece of work that seals much, which makes one
    of its own, so that no two processes ever hold the same."""

    def __init__(self) -> None:
        self._piece, self._at = b"", 0

    def __call__(self, count: int) -> bytes:
        """So many bytes, never given before."""
        end = self._at + count
        if end > len(self._piece):
            self._piece, self._at, end = os.urandom(max(_PIECE, count)), 0, count
        found = self._piece[self._at : end]
        self._at = end
        return found


def seal(text: str, chance: Callable[[int], bytes] = os.urandom) -> bytes:
    """`text` sealed for the database with a nonce of this chance; empty text stays empty."""
    if not text:
        return b""
    nonce, plain = chance(_NONCE), text.encode()
    if settings.LINLI_CIPHER == "sm4":
        encryptor = Cipher(algorithms.SM4(_key("field-sm4", 16)), modes.GCM(nonce)).encryptor()
        body = encryptor.update(plain) + encryptor.finalize() + encryptor.tag
        return bytes((_SM4, 1)) + nonce + body
    return bytes((_AES, 1)) + nonce + _aes(_key("field-aes", 32)).encrypt(nonce, plain, None)


def unseal(value: bytes | memoryview | None) -> str:
    """The text behind a sealed value; Unsealable when it was tampered with or belongs to another key."""
    sealed = bytes(value or b"")
    if not sealed:
        return ""
    cipher, nonce, body = sealed[0], sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :]
    try:
        if cipher == _SM4:
            mode = modes.GCM(nonce, body[-_TAG:])
            decryptor = Cipher(algorithms.SM4(_key("field-sm4", 16)), mode).decryptor()
            return (decryptor.update(body[:-_TAG]) + decryptor.finalize()).decode()
        return _aes(_key("field-aes", 32)).decrypt(nonce, body, None).decode()
    except Exception as fault:
        raise Unsealable("sealed value cannot be opened") from fault


def blind_index(text: str) -> bytes:
    """A keyed digest by which a sealed value can be found again without being readable."""
    return hmac.digest(_key("index", 32), text.encode(), "sha256")[:16] if text else b""


def token_digest(token: str) -> bytes:
    """What the database keeps of a secret link: enough to find it, not to follow it."""
    return hashlib.sha256(token.encode()).digest()
