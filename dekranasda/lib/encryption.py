"""Encryption of national numbers, bound to the row they belong to, and their blind index.

A cipher is `v1 | length of key id | key id | 12-byte nonce | AES-256-GCM(ciphertext and tag)`.
The context (table, column and the row's uid) is authenticated with it, so that a cipher pasted
into another row fails. A wrong or missing key raises; nothing is ever shown or stored in clear.
"""

import hashlib
import hmac
import json
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"


class DecryptionError(Exception):
    """The cipher was not written for this row with a key that is here."""


@lru_cache(maxsize=4)
def _keys(file_name: str, fallback: str) -> tuple[dict[str, bytes], bytes]:
    """The keys by id in order of age, and the index key. Raises ImproperlyConfigured."""
    if file_name:
        keys, index_key = _read(file_name)
    elif fallback:
        keys = {"local": hashlib.sha256(b"cipher" + fallback.encode()).digest()}
        index_key = hashlib.sha256(b"index" + fallback.encode()).digest()
    else:
        raise ImproperlyConfigured("ENCRYPTION_KEYS_FILE is required to keep national numbers")
    if not keys or any(len(key) != 32 for key in [*keys.values(), index_key]):
        raise ImproperlyConfigured("Every encryption key must have 64 hex digits")
    return keys, index_key


def _read(file_name: str) -> tuple[dict[str, bytes], bytes]:
    try:
        content = json.loads(Path(file_name).read_text())
        keys = {str(name): bytes.fromhex(value) for name, value in content["keys"].items()}
        return keys, bytes.fromhex(content["index_key"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(
            f"ENCRYPTION_KEYS_FILE cannot be read: {type(error).__name__}"
        ) from error


def load_keys() -> tuple[dict[str, bytes], bytes]:
    """The cipher keys by id, oldest first, and the index key. Raises ImproperlyConfigured."""
    return _keys(settings.ENCRYPTION_KEYS_FILE, settings.ENCRYPTION_FALLBACK_SECRET)


def newest_prefix() -> bytes:
    """What every cipher under the newest key begins with."""
    keys, _ = load_keys()
    name = next(reversed(keys)).encode()
    return VERSION + bytes([len(name)]) + name


@lru_cache(maxsize=16)
def _lock(key: bytes) -> AESGCM:
    """What seals and opens under a key; making it takes as long as using it once."""
    return AESGCM(key)


def encrypt(text: str, *, context: str) -> bytes:
    """The cipher of the text under the newest key, bound to the context."""
    keys, _ = load_keys()
    nonce = os.urandom(12)
    lock = _lock(keys[next(reversed(keys))])
    return newest_prefix() + nonce + lock.encrypt(nonce, text.encode(), context.encode())


def decrypt(cipher: bytes | memoryview, *, context: str) -> str:
    """The text of a cipher that was written for the context. Raises DecryptionError."""
    raw = bytes(cipher)
    keys, _ = load_keys()
    if raw[:1] != VERSION or len(raw) < 2 + 12 + 16:
        raise DecryptionError("unknown format")
    size = raw[1]
    key_id = raw[2 : 2 + size].decode("ascii", "replace")
    if key_id not in keys:
        raise DecryptionError("the key is not here")
    nonce, sealed = raw[2 + size : 14 + size], raw[14 + size :]
    try:
        return _lock(keys[key_id]).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag as error:
        raise DecryptionError("the cipher does not belong to this row") from error


def blind_index(value: str, *, purpose: str) -> bytes:
    """A keyed 16-byte digest that finds equal values without showing them."""
    _, index_key = load_keys()
    return hmac.digest(index_key, f"{purpose}|{value}".encode(), "sha256")[:16]


def mask(number: str) -> str:
    """The first and last four digits: 3522••••••••0001; shorter numbers are hidden whole."""
    if len(number) < 12:
        return "•" * len(number)
    return number[:4] + "•" * (len(number) - 8) + number[-4:]
