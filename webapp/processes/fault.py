"""What stops `outbound up` before anything runs, in one plain sentence."""

from __future__ import annotations


class StartFault(Exception):
    """This machine or its environment is not ready; the message says what is wrong and what to do."""
