"""What the simulated model is told at its start: environment first, flags over it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from webapp.simulator.settings import SettingsFault

PREFIX = "SIMULATED_MODEL_"
BOUNDS = {"port": (0, 65_535), "fd": (-1, 1_000_000), "keep": (1, 100_000)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one simulated model. Every field `x` is read from SIMULATED_MODEL_X and from `--x`.

    host, port: where to listen (port 0: any free one); fd: a socket that listens already, instead.
    model: the name by which it has to be asked for.
    key: what callers have to bring; empty: nothing. keep: how many requests are kept.
    control_secret: what callers of the control API have to send; empty: nothing.
    names: host names, with commas between, under which the page may be asked for besides IP addresses.
    """

    host: str = "127.0.0.1"
    port: int = 8091
    fd: int = -1
    model: str = "simulated-model"
    key: str = ""
    keep: int = 2_000
    control_secret: str = ""
    names: str = ""

    def __post_init__(self) -> None:
        for name, (least, most) in BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise SettingsFault(f"{name} must be between {least} and {most}, not {getattr(self, name)}.")


def read(environ: Mapping[str, str] = os.environ, arguments: Sequence[str] = ()) -> Settings:
    """Settings from the environment and the command line; raises SettingsFault, SystemExit for bad flags."""
    flags = vars(_parser().parse_args(arguments))
    given = {
        field.name: flags[field.name] or environ.get(PREFIX + field.name.upper())
        for field in fields(Settings)
    }
    values: dict[str, Any] = {name: _typed(name, raw.strip()) for name, raw in given.items() if raw}
    return Settings(**values)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m webapp.simulator.model", description="A simulated model."
    )
    for field in fields(Settings):
        parser.add_argument(f"--{field.name}", metavar=field.name.upper())
    return parser


def _typed(name: str, raw: str) -> object:
    try:
        return type(getattr(_DEFAULTS, name))(raw)
    except ValueError:
        raise SettingsFault(f"{PREFIX}{name.upper()} must be a whole number, not {raw!r}.") from None


_DEFAULTS = Settings()
