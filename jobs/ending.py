"""How a worker is told to end, and how its job learns of it, at whatever moment that comes."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from rq import Queue, Worker
from rq.job import Job

END_SOON = signal.SIGUSR1
"""To a worker: SIGTERM for itself, and the same signal for its job.

One signal: of two that come together RQ's second thread may take both, and the first one, in which Python
acts on signals, sleeps on (signal(7): a process's signal goes to any of its threads).
"""

_told = False


def tell(*_signal: object) -> None:
    """A handler of signals: a job that lasts ends at the next place that suits it."""
    global _told
    _told = True


def told() -> bool:
    """True from the first `tell` on, in this process and in those that it forks afterwards."""
    return _told


class TellingWorker(Worker):
    """Tells its job of the end, also when that comes while the job's process is being forked."""

    def end_soon(self, *_signal: object) -> None:
        """Handle END_SOON, in the worker and in its job's process. RQ lets a running job finish."""
        tell()
        if os.getpid() != self.pid:
            return
        self._tell_horse()
        signal.raise_signal(signal.SIGTERM)

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Only the worker comes back from here."""
        super().fork_work_horse(job, queue)
        if told():  # perhaps in between, when there was no horse to tell
            self._tell_horse()

    def kill_horse(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """Signal that process alone. RQ signals its group: until the new process has left ours, all of us."""
        with suppress(ProcessLookupError):
            os.kill(self.horse_pid, sig)

    def _tell_horse(self) -> None:
        if self.horse_pid:
            self.kill_horse(END_SOON)
