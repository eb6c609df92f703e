"""A request to another system, with all that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.services.actions.http import address


@dataclass(frozen=True)
class Request:
    """What is sent. Its text form has neither headers nor body, so that no log has a secret.

    `secret_headers`: the names of those that have secrets in them. `keep`: name -> path in the answer.
    `seconds`: for all of it.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False, default=None)
    secret_headers: frozenset[str] = frozenset()
    secrets: tuple[str, ...] = field(repr=False, default=())
    keep: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 10.0

    @property
    def host(self) -> str:
        return address.authority(self.url)
