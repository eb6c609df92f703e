"""Who runs models behind OpenAI's wire, with the address at which each is usually found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`base_url`: what the form offers. `needs_key`: it takes no request without one."""

    key: str
    name: str
    base_url: str = ""
    needs_key: bool = False


SIMULATED = "simulated"

PROVIDERS: dict[str, Provider] = {
    provider.key: provider
    for provider in (
        Provider("openai", "OpenAI", "https://api.openai.com/v1", needs_key=True),
        Provider("ollama", "Ollama", "http://127.0.0.1:11434/v1"),
        Provider("llama_cpp", "llama.cpp", "http://127.0.0.1:8080/v1"),
        Provider("vllm", "vLLM", "http://127.0.0.1:8000/v1"),
        Provider(SIMULATED, "Simulated model", "http://127.0.0.1:8091/v1"),
        Provider("other", "Another OpenAI-compatible server"),
    )
}
