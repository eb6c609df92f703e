"""The environment that every process of an installation gets, from the user's own and the secrets file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.config import VONAGE_VARIABLES
from webapp.processes import valkey
from webapp.processes.fault import StartFault
from webapp.processes.secrets import CONTROL_SECRET, FILE, SIMULATOR_SECRETS

ROOT = Path(__file__).parents[2]
PYTHON = {"PYTHONPATH": os.fspath(ROOT), "PYTHONUNBUFFERED": "1"}
SIMULATOR_HOST = "127.0.0.1"
SIMULATED = {
    f"VONAGE_{name.removeprefix('SIMULATOR_')}": name for name in SIMULATOR_SECRETS if "PUBLIC" not in name
}
"""Which of the simulator's secrets stands in for which Vonage credential."""

OWN_KEY = "OUTBOUND_SECRET_KEY"
"""In the environment, where several hosts share it; then a host may have no secrets of its own."""
KEPT_FROM_SIMULATOR = ("VONAGE_", "OUTBOUND_", "DATABASE_", "REDIS_")


@dataclass(frozen=True)
class Addresses:
    """Where the web and the simulators listen, as URLs without a slash at the end."""

    web: str = "http://127.0.0.1:8000"
    simulator: str = "http://127.0.0.1:8090"
    simulated_model: str = "http://127.0.0.1:8091"


def data_folder(env: Mapping[str, str]) -> Path:
    """OUTBOUND_DATA, else `data` in the checkout; absolute."""
    return Path(env.get("OUTBOUND_DATA") or ROOT / "data").expanduser().absolute()


def with_vonage(env: Mapping[str, str]) -> bool:
    """True with a whole set of Vonage credentials, False with none. Raises StartFault for some of them."""
    given = [name for name in {*VONAGE_VARIABLES, "VONAGE_API_SECRET"} if env.get(name)]
    missing = [name for name in VONAGE_VARIABLES if not env.get(name)]
    if given and missing:
        raise StartFault(
            f"The Vonage credentials are incomplete: {', '.join(missing)} missing. "
            f"Set all of {', '.join(VONAGE_VARIABLES)}, or none of them to use the simulator."
        )
    return bool(given)


def compose(
    env: Mapping[str, str], data: Path, secrets: Mapping[str, str], addresses: Addresses | None = None
) -> dict[str, str]:
    """The children's environment. What the user set wins over the secrets file, which wins over defaults."""
    addresses = addresses or Addresses()
    whole = {**secrets, **{name: value for name, value in env.items() if value}}
    simulated = {} if with_vonage(whole) else _simulated(secrets, addresses)
    for name in (*SIMULATOR_SECRETS, CONTROL_SECRET):
        whole.pop(name, None)
    whole.setdefault("REDIS_URL", valkey.url(valkey.socket_path(data)))
    whole.setdefault("OUTBOUND_PUBLIC_URL", addresses.web)
    return whole | simulated | PYTHON | {"OUTBOUND_DATA": str(data)}


def for_command(env: Mapping[str, str]) -> dict[str, str]:
    """The environment for a command that runs alongside `up`, such as `user add`. Raises StartFault."""
    from webapp.processes import folder

    folder.prepare(data_folder(env))
    return _with_secrets(env)


def for_installed(env: Mapping[str, str]) -> dict[str, str]:
    """The same for a command that needs what is there, and leaves the folder alone: it may be full.

    Raises StartFault where nothing was ever set up.
    """
    data = data_folder(env)
    if not (data / FILE).is_file() and not env.get(OWN_KEY):
        raise StartFault(
            f"There is no Outbound in {data}, so nothing was done. Where it runs with another OUTBOUND_DATA, "
            "set it for this command, too."
        )
    return _with_secrets(env)


def _with_secrets(env: Mapping[str, str]) -> dict[str, str]:
    from webapp.processes import folder, secrets

    data = data_folder(env)
    kept = secrets.read(data / FILE)
    addresses = Addresses(web=folder.address(data) or Addresses.web)
    return compose(env, data, secrets.prepare(data, simulator=not with_vonage({**kept, **env})), addresses)


def for_simulator(env: Mapping[str, str], secrets: Mapping[str, str], addresses: Addresses) -> dict[str, str]:
    """What the simulator is told: its own half of the keys, and where its webhooks go."""
    kept = (*SIMULATOR_SECRETS, CONTROL_SECRET)
    told = {name: secrets[name] for name in kept if name != "SIMULATOR_PRIVATE_KEY"}
    own = {name: value for name, value in env.items() if not name.startswith(KEPT_FROM_SIMULATOR)}
    return {
        "SIMULATOR_INBOUND_URL": f"{addresses.web}/webhooks/vonage/inbound",
        "SIMULATOR_STATUS_URL": f"{addresses.web}/webhooks/vonage/status",
        "SIMULATOR_ANSWER_URL": f"{addresses.web}/webhooks/vonage/answer",
        "SIMULATOR_EVENT_URL": f"{addresses.web}/webhooks/vonage/event",
        "SIMULATOR_APP_URL": env.get("OUTBOUND_PUBLIC_URL") or addresses.web,
        **own,
        **told,
        "SIMULATOR_HOST": SIMULATOR_HOST,
        "SIMULATOR_PORT": addresses.simulator.rpartition(":")[2],
        **PYTHON,
    }


def _simulated(secrets: Mapping[str, str], addresses: Addresses) -> dict[str, str]:
    scheme, _, host = addresses.simulator.partition("://")
    return {
        **{name: secrets[secret] for name, secret in SIMULATED.items()},
        "VONAGE_API_HOST": host,
        "VONAGE_REST_HOST": host,
        "VONAGE_API_SCHEME": scheme,
        "OUTBOUND_SIMULATOR_URL": addresses.simulator,
        "OUTBOUND_SIMULATED_MODEL_URL": addresses.simulated_model,
        "SIMULATED_MODEL_CONTROL_SECRET": secrets[CONTROL_SECRET],
    }
