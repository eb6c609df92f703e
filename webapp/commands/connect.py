"""`connect`: set up the account at Vonage from the command line, after saying what would change."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import replace

from webapp.config import VONAGE_VARIABLES, Settings
from webapp.processes import environment
from webapp.processes.fault import StartFault

NO_ACCOUNT = (
    f"No Vonage account is set up here: {', '.join(VONAGE_VARIABLES)} are not set, so the simulator carries "
    "everything. README.md, “Connect Vonage”, says where each is found."
)


def connect(*, sure: bool, add_numbers: bool) -> int:
    """0 when all is as it should be, or nothing was to be changed. Raises StartFault with the reason.

    `sure`: set what is to be set without asking. `add_numbers`: add the account's free numbers as well.
    """
    env = environment.for_command(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.carriers.account import AccountFault
    from webapp.commands.connecting import Connecting, connected
    from webapp.errors import Fault
    from webapp.processes.prepare import migrate_database
    from webapp.schema import create_app

    settings = _with_secret(config.load(env))
    with create_app(settings).app_context():
        migrate_database()
        try:
            with connected(settings) as account:
                return Connecting(account, sure=sure, add_numbers=add_numbers).run()
        except (AccountFault, Fault) as fault:
            raise StartFault(fault.sentence) from fault


def _with_secret(settings: Settings) -> Settings:
    """Asked for where it is not in the environment, and kept nowhere. Raises StartFault."""
    if settings.simulator_url is not None:
        raise StartFault(NO_ACCOUNT)
    if settings.vonage.api_secret or not sys.stdin.isatty():
        return settings
    typed = getpass.getpass("API secret of the Vonage account (dashboard, API settings; it is not kept): ")
    return replace(settings, vonage=replace(settings.vonage, api_secret=typed.strip()))
