"""What the simulator is told at its start: environment first, flags over it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path


class SettingsFault(ValueError):
    """A setting is missing or wrong; the message names it in plain words."""


@dataclass(slots=True)
class Settings:
    """Settings of one simulator. Every field `x` is read from SIMULATOR_X and from `--x`.

    host, port: where to listen (port 0: any free one); fd: a socket that listens already, instead.
    application_id, public_key: what the app's JWT is checked against. api_key, api_secret: for Basic
    authentication, and named in signed webhooks.
    signature_secret: signs webhooks. inbound_url, status_url: where webhooks go; empty: not sent.
    rate: requests a second that are accepted, 0 = no limit. latency_ms: added to each answer.
    speed: how many times faster than life the people and the network are; retry_speed: the same for the
    schedule of webhook retries. reply_again: seconds in which a person answers only once.
    keep: how many messages are kept. webhook_connections: webhooks under way at once.
    answer_url, event_url: where calls' webhooks go (answer: of calls to the app);
    fallback_answer_url: asked when the answer webhook fails. call_speed: how many times faster than life
    calls are. call_rate: calls created or connected a second, call_other_rate: other requests of the Voice
    API, 0 = no limit. keep_calls: how many calls are kept. region_port: where calls live that are known in
    their region alone, 0 = any free one.
    control_secret: what callers of the control API have to send; empty: nothing.
    names: host names, with commas between, under which the pages may be asked for besides IP addresses.
    app_url: where the pages lead back to; empty: nowhere.
    """

    host: str = "127.0.0.1"
    port: int = 8090
    fd: int = -1
    application_id: str = ""
    public_key: str = ""
    api_key: str = ""
    api_secret: str = ""
    signature_secret: str = ""
    inbound_url: str = ""
    status_url: str = ""
    rate: float = 30.0
    latency_ms: float = 0.0
    speed: float = 1.0
    retry_speed: float = 1.0
    reply_again: float = 60.0
    keep: int = 300_000
    webhook_connections: int = 16
    answer_url: str = ""
    event_url: str = ""
    fallback_answer_url: str = ""
    call_speed: float = 1.0
    call_rate: float = 3.0
    call_other_rate: float = 15.0
    keep_calls: int = 2000
    region_port: int = 0
    control_secret: str = ""
    names: str = ""
    app_url: str = ""

    def __post_init__(self) -> None:
        for name, (lowest, highest) in BOUNDS.items():
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise SettingsFault(f"{name} must be between {lowest:g} and {highest:g}, not {value}.")
        for name in (*URLS, "app_url"):
            url = getattr(self, name)
            if url and not url.startswith(("http://", "https://")):
                raise SettingsFault(f"{name} must start with http:// or https://, not {url!r}.")


URLS = ("inbound_url", "status_url", "answer_url", "event_url", "fallback_answer_url")
BOUNDS: dict[str, tuple[float, float]] = {
    "port": (0, 65_535),
    "fd": (-1, 1_000_000),
    "rate": (0, 1_000_000),
    "latency_ms": (0, 600_000),
    "speed": (0.01, 1_000_000),
    "retry_speed": (0.01, 1_000_000),
    "reply_again": (0, 86_400),
    "keep": (100, 5_000_000),
    "webhook_connections": (1, 256),
    "call_speed": (0.01, 10_000),
    "call_rate": (0, 1_000_000),
    "call_other_rate": (0, 1_000_000),
    "keep_calls": (10, 100_000),
    "region_port": (0, 65_535),
}

# What the control API may change while the simulator runs.
CHANGEABLE = frozenset(
    {
        *URLS,
        "rate",
        "latency_ms",
        "speed",
        "retry_speed",
        "reply_again",
        "call_speed",
        "call_rate",
        "call_other_rate",
    }
)

NEEDED = ("application_id", "public_key", "signature_secret")


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """A copy of `settings` with `changes`; raises SettingsFault for the unknown and the out of bounds."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise SettingsFault(f"{name} is not a setting that can be changed while the simulator runs.")
        kind = type(values[name])
        if isinstance(value, bool) or not isinstance(value, (str,) if kind is str else (int, float)):
            raise SettingsFault(f"{name} must be a {'text' if kind is str else 'number'}.")
        values[name] = kind(value)
    return Settings(**values)


def read(environ: Mapping[str, str] = os.environ, arguments: Sequence[str] = ()) -> Settings:
    """Settings from the environment and the command line; raises SettingsFault, SystemExit for bad flags."""
    flags = vars(_parser().parse_args(arguments))
    values: dict[str, object] = {}
    for field in fields(Settings):
        flag = flags[field.name]
        raw = environ.get(f"SIMULATOR_{field.name.upper()}") if flag is None else flag
        if raw is not None:
            values[field.name] = _typed(field.name, raw)
    settings = Settings(**values)  # type: ignore[arg-type]
    for name in NEEDED:
        if not getattr(settings, name):
            raise SettingsFault(f"SIMULATOR_{name.upper()} is not set; the simulator needs it to start.")
    settings.public_key = _pem(settings.public_key)
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m webapp.simulator", description="The simulated carrier.")
    for field in fields(Settings):
        parser.add_argument(f"--{field.name.replace('_', '-')}", metavar=field.name.upper())
    return parser


def _typed(name: str, raw: str) -> object:
    kind = type(getattr(_DEFAULTS, name))
    try:
        return kind(raw.strip())
    except ValueError:
        raise SettingsFault(f"SIMULATOR_{name.upper()} must be a number, not {raw!r}.") from None


def _pem(text_or_path: str) -> str:
    if "-----BEGIN" in text_or_path:
        return text_or_path.replace("\\n", "\n")
    try:
        return Path(text_or_path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as fault:
        sentence = f"SIMULATOR_PUBLIC_KEY is neither a PEM text nor a file that can be read: {fault}."
        raise SettingsFault(sentence) from None


_DEFAULTS = Settings()
