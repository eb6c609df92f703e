"""One question to a model through pydantic-ai, in which nothing is left to its defaults.

They are made for programs that may take ten minutes: a time-out of 600 s, two retries of the SDK below the
retries of the library (each a request that is billed), fifty requests a run.
"""

from __future__ import annotations

import json
import logging
import traceback
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, ModelProfile, NativeOutput, PromptedOutput, ToolOutput, capture_run_messages
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import ModelMessage
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles import merge_profile
from pydantic_ai.profiles.openai import OpenAIModelProfile, openai_model_profile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from webapp.agents.llm import transport
from webapp.agents.llm.access import ModelAccess, OutputMode

log = logging.getLogger(__name__)
NO_KEY = "no-key"
"""What is sent to a server that wants none: the SDK must have one."""
TEMPERATURE = 0.2
MOST_TOKENS_IN = 60_000
"""Of all requests of a decision together."""
TEMPLATE = "Answer with one JSON object that fits this schema, and nothing before or after it:\n\n"


@dataclass
class Question:
    """`shape`: of the answer; `purpose`: of the tool that stands for it, where a model answers with one.

    `usage`, `messages` and `requests` grow while it is asked, whatever comes of it.
    """

    access: ModelAccess
    shape: type[BaseModel]
    instructions: str
    data: str
    purpose: str = "Answer the contact."
    usage: RunUsage = field(default_factory=RunUsage)
    messages: list[ModelMessage] = field(default_factory=list)
    requests: int = 0

    async def ask(self, most_requests: int, seconds: float) -> BaseModel:
        """The answer, within `seconds`; what is not in its form is asked for again, within `most_requests`.

        Raises what is in FAULTS.
        """
        wire = transport.Transport(self.access.base_url)
        try:
            async with transport.client(wire, self.access.request_seconds) as http:
                with capture_run_messages() as messages:
                    self.messages = messages
                    return await self._run(http, most_requests, seconds)
        except FAULTS:
            raise
        except Exception as error:
            # The library trips over what no model's server sends: `"choices": []` is an IndexError in it.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("A model's answer: %s in %s, line %s", type(error).__name__, place.name, place.lineno)
            raise transport.NoAnswer from None
        finally:
            self.requests += wire.requests

    async def _run(self, http: Any, most_requests: int, seconds: float) -> BaseModel:
        limits = UsageLimits(
            request_limit=self.usage.requests + most_requests,
            input_tokens_limit=MOST_TOKENS_IN,
            output_tokens_limit=2 * self.access.most_tokens,
        )
        ran = await _agent(self.shape, self.access.mode, most_requests - 1, self.purpose).run(
            self.data, model=self._model(http), instructions=self._told(), model_settings=self._settings(),
            usage=self.usage, usage_limits=limits, timeout=seconds,
        )  # fmt: skip
        answer: BaseModel = ran.output
        return answer

    def _told(self) -> str:
        """One text: not every server takes a second of the system's, as the library would send it."""
        if self.access.mode is not OutputMode.PROMPTED:
            return self.instructions
        schema = json.dumps(self.shape.model_json_schema(), ensure_ascii=False)
        return f"{self.instructions}\n\n{TEMPLATE}{schema}"

    def _model(self, http: Any) -> OpenAIChatModel:
        key = self.access.key or NO_KEY
        sdk = AsyncOpenAI(
            base_url=self.access.base_url, api_key=key, http_client=http, max_retries=0,
            timeout=self.access.request_seconds,
        )  # fmt: skip
        profile = _profile(self.access)
        provider = OpenAICompatibleProvider("model", openai_client=sdk, profile=profile)
        return OpenAIChatModel(self.access.model, provider=provider, profile=profile)

    def _settings(self) -> ModelSettings:
        seconds = self.access.request_seconds
        return ModelSettings(
            max_tokens=self.access.most_tokens, temperature=TEMPERATURE, max_retries=0, timeout=seconds,
            request_timeout=seconds,
        )  # fmt: skip


@lru_cache(maxsize=64)  # the library takes milliseconds to make one
def _agent(shape: type[BaseModel], mode: OutputMode, retries: int, purpose: str) -> Agent[object, Any]:
    """What does not depend on the question: it is shared by all that are asked at once."""
    agent = Agent(
        output_type=_output(shape, mode, purpose),
        retries={"tools": retries, "output": retries},
        name="outbound",
    )
    agent.instrument = False  # no content in traces, whatever the process has been told elsewhere
    return agent


def _output(shape: type[BaseModel], mode: OutputMode, purpose: str) -> Any:
    if mode is OutputMode.NATIVE:
        return NativeOutput(shape, name="answer", strict=True)
    if mode is OutputMode.TOOL:
        return ToolOutput(shape, name="answer", description=purpose)
    return PromptedOutput(shape, name="answer", template=False)  # see `_told`


def _profile(access: ModelAccess) -> ModelProfile:
    """Only OpenAI knows the newer name of the bound on tokens; what is asked in words is asked plainly."""
    official = (urlsplit(access.base_url).hostname or "").endswith("openai.com")
    ours = OpenAIModelProfile(
        openai_chat_supports_max_completion_tokens=official,
        supports_json_object_output=access.mode is not OutputMode.PROMPTED,
    )
    return merge_profile(openai_model_profile(access.model), ours)


FAULTS = (AgentRunError, TimeoutError, transport.InvalidAddress, transport.NoAnswer)
"""What `ask` raises."""
