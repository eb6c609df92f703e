"""Secrets for requests to other systems: set and replaced by name, never shown again.

Only their names and times are listed. They are encrypted in the database, and unsealed for a request alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import sealing
from webapp.db import db, now
from webapp.errors import Fault, NotFound
from webapp.models.secret import Secret
from webapp.rules import natural_order
from webapp.services import events

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
SHORTEST, LONGEST = 8, 4000
"""Characters. What is shorter could not be masked in answers without hiding half of them."""


def every() -> Sequence[Secret]:
    """By name."""
    return sorted(db.session.scalars(select(Secret)), key=lambda one: natural_order.key(one.name))


def put(typed_name: str, typed_value: str, user_id: int) -> Secret:
    """Set it, or replace what it was. Raises Fault that names the field."""
    name, value = _name(typed_name), _value(typed_value)
    query = select(Secret).where(Secret.name == name).with_for_update(key_share=True)
    secret = db.session.scalars(query).one_or_none()
    is_new = secret is None
    if secret is None:
        secret = Secret(name=name)
        db.session.add(secret)
    secret.sealed, secret.changed_by, secret.changed_at = sealing.seal(value), user_id, now()
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Fault("A colleague has just set a secret of this name. Look at the list.", "name") from error
    events.note("secret.set" if is_new else "secret.replaced", user_id=user_id, secret=name)
    return secret


def remove(name: str, user_id: int) -> None:
    """Requests that need it fail from now on, and say so. Raises NotFound."""
    secret = _find(name)
    if secret is None:
        raise NotFound("This secret is not there any more.")
    db.session.delete(secret)
    events.note("secret.removed", user_id=user_id, secret=secret.name)


def values(names: Iterable[str]) -> Mapping[str, str]:
    """The secrets with these names. Raises Fault for one that is missing or cannot be read."""
    return {name: _unsealed(name) for name in sorted(set(names))}


def _unsealed(name: str) -> str:
    secret = _find(name)
    if secret is None:
        raise Fault(f"There is no secret “{name}”. An admin can set it.")
    try:
        return sealing.unseal(secret.sealed)
    except sealing.NotOurs as error:
        sentence = f"The secret “{name}” cannot be read: this installation has another key now. Set it again."
        raise Fault(sentence) from error


def _find(name: str) -> Secret | None:
    return db.session.scalars(select(Secret).where(Secret.name == name.casefold())).one_or_none()


def _name(typed: str) -> str:
    name = typed.strip().casefold()
    if not NAME.fullmatch(name):
        sentence = "A secret’s name has small letters, digits, - and _, and 40 characters at most."
        raise Fault(sentence, "name")
    return name


def _value(typed: str) -> str:
    value = typed.strip()
    if not SHORTEST <= len(value) <= LONGEST:
        raise Fault(f"A secret has from {SHORTEST} to {LONGEST:,} characters.", "value")
    if not VALUE.fullmatch(value):
        raise Fault("A secret has plain letters, digits and signs only, on one line.", "value")
    return value
