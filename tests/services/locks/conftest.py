"""What is locked, and in which order."""

from tests.services.locks.scene import scene

__all__ = ("scene",)
