"""One simulator and one sink for this floor; each test begins with both as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from vonage import Auth, HttpClientOptions, Vonage

from tests.simulator.server import Control, Simulator, start
from tests.simulator.sink import Sink


class PlainHttp(HTTPAdapter):
    """Reaches the simulator, which speaks no TLS, although the SDK always writes https."""

    def send(self, request, **options):  # type: ignore[no-untyped-def]
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, **options)


def client(simulator: Simulator, private_key: str | None = None, application_id: str | None = None) -> Vonage:
    """The real SDK, pointed at the simulator, repeating nothing by itself."""
    auth = Auth(
        application_id=application_id or simulator.application_id,
        private_key=private_key or simulator.private_key,
    )
    options = HttpClientOptions(api_host=simulator.host, timeout=10, pool_maxsize=1, max_retries=0)
    vonage = Vonage(auth, options)
    # Kept parsed, as the app does: the SDK as shipped takes 37 ms to parse it at each request.
    auth._jwt_client._private_key = load_pem_private_key(auth._jwt_client._private_key.encode(), None)
    session = vonage.http_client._session
    session.trust_env = False
    session.mount("https://", PlainHttp(max_retries=Retry(0, read=False)))
    return vonage


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The app's stand-in."""
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture(scope="session")
def running(sink: Sink) -> Iterator[Simulator]:
    """One simulator for all tests of this floor."""
    simulator = start(
        inbound_url=f"{sink.url}/inbound", status_url=f"{sink.url}/status", app_url=f"{sink.url}/app"
    )
    yield simulator
    simulator.stop()


@pytest.fixture
def simulator(running: Simulator, sink: Sink) -> Simulator:
    """The simulator, as new."""
    running.control.reset()
    sink.forget()
    return running


@pytest.fixture
def control(simulator: Simulator) -> Control:
    """Its control API."""
    return simulator.control


@pytest.fixture(scope="session")
def shared_vonage(running: Simulator) -> Iterator[Vonage]:
    """The SDK; parsing its key anew for each test would take longer than the tests."""
    vonage = client(running)
    yield vonage
    vonage.http_client._session.close()


@pytest.fixture
def vonage(simulator: Simulator, shared_vonage: Vonage) -> Vonage:
    """The real SDK, pointed at the simulator."""
    return shared_vonage
