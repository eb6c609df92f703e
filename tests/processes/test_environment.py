from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from webapp import config
from webapp.processes import environment, secrets, valkey
from webapp.processes.environment import Addresses
from webapp.processes.fault import StartFault

REAL = {
    "VONAGE_APPLICATION_ID": "id",
    "VONAGE_PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----",
    "VONAGE_API_KEY": "key",
    "VONAGE_SIGNATURE_SECRET": "signature",
}
ADDRESSES = Addresses("http://127.0.0.1:1", "http://127.0.0.1:2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return secrets.prepare(tmp_path_factory.mktemp("data"), simulator=True)


def test_without_credentials_it_speaks_to_the_simulator(tmp_path: Path, made: dict[str, str]) -> None:
    settings = config.load(environment.compose({}, tmp_path, made, ADDRESSES))
    assert (settings.vonage.host, settings.vonage.scheme) == ("127.0.0.1:2", "http")
    assert settings.vonage.private_key == made["SIMULATOR_PRIVATE_KEY"]
    assert settings.simulator_url == "http://127.0.0.1:2"
    assert settings.public_url == "http://127.0.0.1:1"
    assert settings.redis_url == valkey.url(tmp_path / "valkey" / "valkey.sock")


@pytest.mark.parametrize("name", ["what? #1", "50%41", "a+b&c=d", "caf\udce9"])
def test_a_database_is_in_its_folder_whatever_that_is_called(
    tmp_path: Path, made: dict[str, str], name: str
) -> None:
    settings = config.load(environment.compose({}, tmp_path / name, made, ADDRESSES))
    url = make_url(settings.database_url)
    assert (url.database, dict(url.query)) == (str(tmp_path / name / "outbound.db"), {})


def test_with_credentials_it_speaks_to_vonage(tmp_path: Path, made: dict[str, str]) -> None:
    settings = config.load(environment.compose(REAL, tmp_path, made, ADDRESSES))
    assert (settings.vonage.host, settings.vonage.application_id) == ("api.nexmo.com", "id")
    assert settings.simulator_url is None


def test_what_the_user_sets_wins_over_the_secrets_file(tmp_path: Path, made: dict[str, str]) -> None:
    env = {"OUTBOUND_SECRET_KEY": "mine" * 8, "REDIS_URL": "redis://crm", "OUTBOUND_PUBLIC_URL": ""}
    settings = config.load(environment.compose(env, tmp_path, made, ADDRESSES))
    assert (settings.secret_key, settings.redis_url) == ("mine" * 8, "redis://crm")
    assert settings.public_url == "http://127.0.0.1:1"  # set to nothing is not set


def test_the_simulator_knows_its_half_of_the_keys_and_nothing_else_of_ours(made: dict[str, str]) -> None:
    ours = {"DATABASE_URL": "x", "REDIS_URL": "x", "VONAGE_API_KEY": "x"}
    env = ours | {"SIMULATOR_SPEED": "9", "PATH": "/bin"}
    told = environment.for_simulator(env, made, ADDRESSES)
    assert told["SIMULATOR_PORT"] == "2"
    assert told["SIMULATOR_STATUS_URL"] == "http://127.0.0.1:1/webhooks/vonage/status"
    assert told["SIMULATOR_INBOUND_URL"] == "http://127.0.0.1:1/webhooks/vonage/inbound"
    assert (told["SIMULATOR_SPEED"], told["PATH"]) == ("9", "/bin")
    assert told["SIMULATOR_APP_URL"] == "http://127.0.0.1:1"
    public = {"OUTBOUND_PUBLIC_URL": "https://outbound.example.org"}
    told = environment.for_simulator(public, made, ADDRESSES)
    assert told["SIMULATOR_APP_URL"] == "https://outbound.example.org"
    assert not {*ours, "SIMULATOR_PRIVATE_KEY"} & told.keys()


@pytest.mark.parametrize("missing", sorted(REAL))
def test_a_credential_that_is_missing_is_named(missing: str) -> None:
    some = {name: value for name, value in REAL.items() if name != missing}
    with pytest.raises(StartFault, match=f": {missing} missing"):
        environment.with_vonage(some)


def test_the_data_folder_stands_in_the_checkout_unless_the_user_says_otherwise() -> None:
    assert environment.data_folder({}) == environment.ROOT / "data"
    assert environment.data_folder({"OUTBOUND_DATA": "here"}) == Path.cwd() / "here"
