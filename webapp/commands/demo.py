"""`demo`: fill a fresh installation with made-up data; `demo --remove`: take it away again."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from webapp.processes import environment
from webapp.processes.fault import StartFault

if TYPE_CHECKING:
    from webapp.services.demo.filling import Made
    from webapp.services.demo.removing import Removed

WORDS = {
    "number": "numbers",
    "agent": "agents",
    "batch": "batches",
    "workflow": "workflows",
    "contact": "contacts",
    "thread": "conversations with",
}
"""How what stays is called, by table."""


def demo(*, remove: bool) -> int:
    """Do it in one transaction. Raises StartFault with the reason when it cannot be done."""
    env = environment.for_command(os.environ)
    from sqlalchemy.exc import IntegrityError

    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.db import db
    from webapp.errors import Fault
    from webapp.processes.prepare import migrate_database
    from webapp.schema import create_app

    settings = config.load(env)
    with create_app(settings).app_context():
        migrate_database()
        try:
            said = _remove() if remove else _fill(simulated=settings.simulator_url is not None)
            db.session.commit()
        except Fault as fault:
            raise StartFault(fault.sentence) from fault
        except IntegrityError as error:
            sentence = "Something was added meanwhile, so nothing was changed. Run the same command again."
            raise StartFault(sentence) from error
    sys.stdout.write(said)
    return 0


def _fill(*, simulated: bool) -> str:
    from webapp.services.demo import filling

    made = filling.fill(filling.must_be_fresh(simulated=simulated))
    return _made(made)


def _remove() -> str:
    from webapp.services.demo import marks, removing

    if not marks.any_left():
        raise StartFault("There is no made-up data here. Nothing was changed.")
    return _removed(removing.remove())


def _made(made: Made) -> str:
    return (
        f"Made up: {made.numbers} numbers, {made.agents} agents, {made.contacts} contacts, "
        f"{made.batches} batches and {made.conversations} conversations of the last two weeks.\n"
        "Every phone is one that is kept for fiction. Nothing is sent, and no batch starts by itself.\n"
        "`./outbound demo --remove` takes all of it away again.\n"
    )


def _removed(removed: Removed) -> str:
    lines = [f"Removed {removed.rows:,} made-up rows. The audit keeps its lines."]
    if removed.kept:
        known = {name: named for name, named in removed.kept.items() if name in WORDS}
        lines += [
            "These stay: you have changed them, or something that you have added needs them.",
            *(f"- {WORDS[name]}: {', '.join(named)}" for name, named in known.items()),
            "Remove what you have added, and run the same command again, to be rid of them, too.",
        ]
    return "\n".join(lines) + "\n"
