"""What a process is called in `ps` and `top`: forks share the command line of their parent until they say."""

from __future__ import annotations

try:
    from setproctitle import getproctitle
    from setproctitle import setproctitle as show

    getproctitle()  # makes it look for the place now: once the environment was changed it is not found
except ImportError:  # it is not installed on macOS, where it can crash a process that was forked

    def show(title: str) -> None:
        """Do without."""


__all__ = ["show"]
