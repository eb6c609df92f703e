"""What is locked, and in which order."""

from tests.services.locks.scene import made_once, scene

__all__ = ("made_once", "scene")
