"""The `outbound` command: one small function for each, and what each one takes."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from webapp.commands import agent, backup, connect, demo, develop, erase, restore, user
from webapp.config import ConfigError
from webapp.processes.environment import ROOT
from webapp.processes.fault import StartFault
from webapp.processes.up import Options, up
from webapp.rules import storable


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit code. What stops it is one plain line on stderr."""
    parser = _parser()
    given, rest = parser.parse_known_args(words)
    if rest and not given.passes_on:
        parser.error(f"'{rest[0]}' is not known to `{given.command}`; see `outbound {given.command} --help`")
    if not given.passes_on:
        os.umask(0o077)  # whatever a command or its children write is for its owner only
    try:
        return int(given.run(given, rest))
    except (StartFault, ConfigError) as fault:
        print(f"outbound: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        sentence = _in_words(error)
        if sentence is None:
            raise
        print(f"outbound: {sentence}", file=sys.stderr)
        return 1


def _in_words(error: Exception) -> str | None:
    """What a machine or a terminal does to us; None for a fault of ours, whose traceback is wanted."""
    if isinstance(error, EOFError):
        return "Nothing was typed, so nothing was changed."
    from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError

    if type(error) not in (DatabaseError, InterfaceError, InternalError, OperationalError):
        return None
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    return f"The database cannot be used: {reason}."


def version() -> str:
    """As pyproject.toml says it, the only place where it stands."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="outbound", description="Reach your contacts first.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_up(commands)
    _add_user(commands)
    _add_agent(commands)
    _add_erase(commands)
    _add_demo(commands)
    _add_connect(commands)
    _add_backups(commands)
    for name, run, text in (
        ("test", develop.test, "run the tests; whatever follows goes to pytest"),
        ("check", develop.check, "run ruff, mypy and the house tests"),
        ("bench", develop.bench, "measure; without a name, list what there is to measure"),
    ):
        command = commands.add_parser(name, help=text, description=text, add_help=False)
        command.set_defaults(run=lambda _given, rest, run=run: run(rest), passes_on=True)
    command = commands.add_parser("version", help="say which version this is")
    command.set_defaults(run=_version, passes_on=False)
    command = commands.add_parser("help", help="show this")
    command.set_defaults(run=lambda _given, _rest: _help(parser), passes_on=False)
    return parser


def _add_up(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("up", help="run everything, until Ctrl-C")
    command.add_argument("--host", default=Options.host, help="where to listen (default %(default)s)")
    command.add_argument("--port", default=Options.port, type=int, help="default %(default)s")
    command.add_argument("--workers", default=Options.workers, type=_count, help="default %(default)s")
    command.set_defaults(run=_up, passes_on=False)


def _add_user(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("user", help="people who may log in").add_subparsers(
        dest="verb", metavar="VERB", required=True
    )
    command = group.add_parser("add", help="let someone log in; asks for the password")
    command.add_argument("email", type=_text)
    command.add_argument("--name", required=True, type=_text)
    command.add_argument("--role", choices=("admin", "staff"), default="staff")
    command.add_argument("--password-stdin", action="store_true", help="read the password from there")
    command.set_defaults(run=_user_add, passes_on=False)
    for verb, run, text in (
        ("password-link", user.password_link, "print a link with which they choose another password"),
        ("reset-second-factor", user.reset_second_factor, "take away the second factor of a lost phone"),
    ):
        command = group.add_parser(verb, help=text, description=text)
        command.add_argument("email", type=_text)
        command.set_defaults(run=lambda given, _rest, run=run: run(given.email), passes_on=False)


def _add_agent(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("agent", help="agents that answer by themselves").add_subparsers(
        dest="verb", metavar="VERB", required=True
    )
    command = group.add_parser("test", help="play its tests; fails when one of them does")
    command.add_argument("name", metavar="NAME", type=_text, help="as the agent is called in the app")
    command.set_defaults(run=_agent_test, passes_on=False)


def _add_erase(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("erase", help="erase what is held on a phone; its opt-out stays")
    command.add_argument("phone", type=_text, help="with its country code, for example +12025550100")
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.set_defaults(run=_erase, passes_on=False)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "fill a fresh installation with made-up data"
    command = commands.add_parser("demo", help=text, description=f"{text}; nothing of it is sent.")
    command.add_argument("--remove", action="store_true", help="take it away again; what you added stays")
    command.set_defaults(run=_demo, passes_on=False)


def _add_connect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "say what is set in the Vonage account, and set what is missing"
    command = commands.add_parser("connect", help=text, description=f"{text}. It asks before it changes.")
    command.add_argument("--yes", action="store_true", help="set it without asking")
    command.add_argument("--add-numbers", action="store_true", help="add the account's free numbers, too")
    command.set_defaults(run=_connect, passes_on=False)


def _add_backups(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "copy the database, files and secrets into FILE; while Outbound runs, too"
    command = commands.add_parser("backup", help=text, description=f"{text}. FILE must not exist yet.")
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=lambda given, _rest: backup.backup(given.file), passes_on=False)
    text = "put a backup back; Outbound must not run"
    command = commands.add_parser("restore", help=text, description=f"{text}.")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--overwrite", action="store_true", help="in place of the data that is here now")
    command.set_defaults(
        run=lambda given, _rest: restore.restore(given.file, overwrite=given.overwrite), passes_on=False
    )


def _up(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return up(Options(given.host, given.port, given.workers))


def _user_add(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return user.add(given.email, given.name, given.role, from_stdin=given.password_stdin)


def _agent_test(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return agent.test(given.name)


def _erase(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return erase.erase(given.phone, sure=given.yes)


def _demo(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return demo.demo(remove=given.remove)


def _connect(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    return connect.connect(sure=given.yes, add_numbers=given.add_numbers)


def _help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def _version(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    print(version())
    return 0


def _text(typed: str) -> str:
    """Bytes that are not UTF-8 come as halves of surrogate pairs (PEP 383): a name would be kept wrong."""
    if not storable.is_storable(typed):
        raise argparse.ArgumentTypeError("is not written in UTF-8")
    return typed


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("must be a number from 1 to 64")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
