"""`user add`: let someone log in, from the command line."""

from __future__ import annotations

import getpass
import os
import sys

from webapp.processes import environment
from webapp.processes.fault import StartFault
from webapp.rules import storable


def add(email: str, name: str, role: str, *, from_stdin: bool) -> int:
    """Add a person who logs in with `email`. Raises StartFault with the reason when that is not possible."""
    password = sys.stdin.readline().rstrip("\n") if from_stdin else _asked()
    if not storable.is_storable(password):
        raise StartFault("The password is not written in UTF-8. Nothing was changed.")
    env = environment.for_command(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.db import db
    from webapp.errors import Fault
    from webapp.models.user import Role
    from webapp.processes.prepare import migrate_database
    from webapp.schema import create_app
    from webapp.services.team import people

    with create_app(config.load(env)).app_context():
        migrate_database()
        try:
            people.add(email, name, password, Role(role))
            db.session.commit()
        except Fault as fault:
            raise StartFault(fault.sentence) from fault
    sys.stdout.write(f"{email} may log in now, as {role}.\n")
    return 0


def _asked() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise StartFault("The two passwords differ. Nothing was changed.")
    return password
