"""The name of an environment variable comes in; the key that it holds comes out, or a refusal.

A key lies in the environment or in the keyring of the system, and nowhere else: no file of a
project, no log, no lock, no error and no `repr` ever holds one.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass

from drama_compiler.contract import ServiceError, Trouble, digest

KEYRING = "drama"
"""The service under which the system's keyring has keys; the variable's name is the user."""

HIDDEN = "…"
"""What stands in a message where a service has quoted a key."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where the key of a service is found: `PIXVERSE_API_KEY` in the environment or the keyring."""

    variable: str

    def find(self) -> str:
        """The key; raises `ServiceError` (AUTH) where there is none."""
        found = os.environ.get(self.variable, "").strip() or _from_keyring(self.variable)
        if not found:
            raise ServiceError(
                Trouble.AUTH,
                f"there is no key: set {self.variable}, or put it into the system's keyring "
                f"(`keyring set {KEYRING} {self.variable}`)",
            )
        return found


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is reached: at `usual`, or at what the variable says, as a test does."""

    variable: str
    usual: str

    def find(self) -> str:
        """The address without a slash at its end."""
        return (os.environ.get(self.variable, "").strip() or self.usual).rstrip("/")


def account_of(service: str, address: str, key: str) -> str:
    """A word for whose money it is; nobody gets the key out of it."""
    return digest(f"{service}/{address}/{key}".encode())[:16]


def without(key: str, text: str) -> str:
    """The text with the key blotted out."""
    return text.replace(key, HIDDEN) if key else text


def _from_keyring(variable: str) -> str:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(KEYRING, variable) or "").strip()
    except Exception:
        # A keyring that is locked, or has no backend, says so in a way of its own.
        return ""
