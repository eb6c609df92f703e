"""Environment in, one frozen Settings out. A wrong or missing value fails here, by name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

VONAGE_VARIABLES = (
    "VONAGE_APPLICATION_ID",
    "VONAGE_PRIVATE_KEY",
    "VONAGE_API_KEY",
    "VONAGE_SIGNATURE_SECRET",
)

SMS_SIGNATURE_METHODS = ("", "md5hash", "md5", "sha1", "sha256", "sha512")

MOST = 1024
"""Processes, or threads in each, that are asked for by mistake when there are more."""

SHORTEST_KEY = 32
"""Characters. It signs cookies and seals secrets: who has a cookie may guess a short one at leisure."""

Network = IPv4Network | IPv6Network


class ConfigError(Exception):
    """A variable of the environment is missing or unusable; the message names it."""


@contextmanager
def in_a_line() -> Iterator[None]:
    """For programs that not only `up` starts: what is wrong with their environment is told, and they end."""
    try:
        yield
    except ConfigError as error:
        sys.exit(str(error))


@dataclass(frozen=True)
class VonageSettings:
    """Credentials and address of the carrier. `private_key` is PEM text, `host` may carry a port."""

    application_id: str
    private_key: str
    api_key: str
    signature_secret: str
    sms_signature_secret: str = ""
    """Of webhooks in the form of the SMS API, where it is another one."""
    sms_signature_method: str = ""
    """The only one that is to be believed; empty: each of them."""
    host: str = "api.nexmo.com"
    scheme: str = "https"
    api_secret: str = ""
    """Of the account, for what sets it up; empty: nothing here changes anything at Vonage."""
    rest_host: str = "rest.nexmo.com"
    """Of the Numbers API."""


@dataclass(frozen=True)
class Settings:
    """Everything that the processes read from their environment."""

    data: Path
    secret_key: str
    database_url: str
    redis_url: str
    public_url: str
    vonage: VonageSettings
    simulator_url: str | None = None
    simulated_model_url: str | None = None
    """Where this installation runs the simulated model, when the team has one; None: it runs none."""
    log_format: str = "line"
    proxies: tuple[Network, ...] = ()
    """Where a web server in front of us is: it is believed when it says whom it answers."""
    allowed_networks: tuple[Network, ...] = ()
    """Private networks that requests of actions may reach: a server in the office, say."""
    shared_files: Path | None = None
    """A folder for pictures and files that all hosts share, where there are several."""
    web_processes: int = 2
    web_threads: int = 16

    @property
    def files(self) -> Path:
        """Where pictures and files that people send are kept."""
        return self.shared_files or self.data / "files"

    @property
    def secure(self) -> bool:
        """True when browsers reach us by HTTPS, so that cookies may be marked Secure."""
        return self.public_url.startswith("https://")


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Read the environment. Raises ConfigError that names the variable at fault."""
    env = os.environ if env is None else env
    data = Path(env.get("OUTBOUND_DATA", "data")).absolute()
    return Settings(
        data=data,
        secret_key=_secret_key(env),
        database_url=_database_url(env, data),
        redis_url=_redis_url(env),
        public_url=_public_url(env),
        vonage=_vonage(env),
        simulator_url=env.get("OUTBOUND_SIMULATOR_URL") or None,
        simulated_model_url=env.get("OUTBOUND_SIMULATED_MODEL_URL") or None,
        log_format=_choice(env, "OUTBOUND_LOG_FORMAT", ("line", "json")),
        proxies=_networks(env, "OUTBOUND_PROXIES"),
        allowed_networks=_networks(env, "OUTBOUND_ALLOWED_NETWORKS"),
        shared_files=Path(folder).absolute() if (folder := env.get("OUTBOUND_FILES")) else None,
        web_processes=count(env, "OUTBOUND_WEB_PROCESSES", Settings.web_processes),
        web_threads=count(env, "OUTBOUND_WEB_THREADS", Settings.web_threads),
    )


def count(env: Mapping[str, str], name: str, usual: int) -> int:
    """How many of something there are to be. Raises ConfigError."""
    value = env.get(name, "").strip() or str(usual)
    if not value.isdecimal() or not 1 <= int(value) <= MOST:
        raise ConfigError(f"{name} is '{value}'; it can be a number from 1 to {MOST}.")
    return int(value)


def _secret_key(env: Mapping[str, str]) -> str:
    value = _required(env, "OUTBOUND_SECRET_KEY")
    if len(value) < SHORTEST_KEY:
        raise ConfigError(
            f"OUTBOUND_SECRET_KEY has fewer than {SHORTEST_KEY} characters, so it can be guessed. Give it "
            "what `openssl rand -base64 48` prints. With a new one everyone signs in again, and what is kept "
            "encrypted (secrets of actions, keys of models, sign-in apps) is set again."
        )
    return value


def _public_url(env: Mapping[str, str]) -> str:
    """Links in messages begin with it, and Vonage is told it."""
    value = env.get("OUTBOUND_PUBLIC_URL", "").strip() or "http://127.0.0.1:8000"
    scheme, _, rest = value.partition("://")
    if scheme not in ("http", "https") or not rest.strip("/"):
        raise ConfigError(f"OUTBOUND_PUBLIC_URL is '{value}'; give a whole address, as in https://your.host")
    return value.rstrip("/")


def _vonage(env: Mapping[str, str]) -> VonageSettings:
    return VonageSettings(
        application_id=_required(env, "VONAGE_APPLICATION_ID"),
        private_key=_pem(_required(env, "VONAGE_PRIVATE_KEY")),
        api_key=_required(env, "VONAGE_API_KEY"),
        signature_secret=_required(env, "VONAGE_SIGNATURE_SECRET"),
        sms_signature_secret=env.get("VONAGE_SMS_SIGNATURE_SECRET", "").strip(),
        sms_signature_method=_choice(env, "VONAGE_SMS_SIGNATURE_METHOD", SMS_SIGNATURE_METHODS),
        host=env.get("VONAGE_API_HOST") or "api.nexmo.com",
        scheme=_choice(env, "VONAGE_API_SCHEME", ("https", "http")),
        api_secret=env.get("VONAGE_API_SECRET", "").strip(),
        rest_host=env.get("VONAGE_REST_HOST") or "rest.nexmo.com",
    )


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise ConfigError(f"{name} is not set. `./outbound up` sets it; with your own launcher, set it too.")
    return value


def _choice(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = env.get(name) or choices[0]
    if value not in choices:
        raise ConfigError(f"{name} is '{value}'; it can be {' or '.join(filter(None, choices))}.")
    return value


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(one.strip()) for one in env.get(name, "").split(",") if one.strip())
    except ValueError as error:
        raise ConfigError(
            f"{name} must be addresses or networks, as in 10.0.0.5,10.1.0.0/16: {error}"
        ) from error


def _database_url(env: Mapping[str, str], data: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{_in_url(data / 'outbound.db')}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")
    return url


def _in_url(path: Path) -> str:
    """As SQLAlchemy reads it. The rest stays as it is: a name may have bytes that are no text."""
    return str(path).replace("%", "%25").replace("?", "%3F")


def _redis_url(env: Mapping[str, str]) -> str:
    url = _required(env, "REDIS_URL")
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("REDIS_URL must start with redis://, rediss:// or unix://")
    return url


def _pem(value: str) -> str:
    """A private key is given as PEM text or as the path of a PEM file."""
    if value.startswith("-----BEGIN"):
        return value.replace("\\n", "\n")
    try:
        return Path(value).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"VONAGE_PRIVATE_KEY: the file {value} cannot be read: {error}") from error
