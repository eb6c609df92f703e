"""The carrier's status webhooks: of any message that it has, in any order, any number of them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.stateful.world import Draw, World
from webapp.carriers.base import Report, StatusReport
from webapp.services import receipts

CODES = ("1180", "1180", "1240", "1460")
"""Not reached; opted out with the carrier; a fault that pauses the batch."""


class Reports(World):
    """They come before the record of their message, after it, or where there never will be one."""

    def __init__(self) -> None:
        super().__init__()
        # Of a message that we never sent, for example from another program on the same account.
        self.told = [StatusReport("theirs", "theirs", Report.SUBMITTED)]

    @precondition(lambda self: self.carrier.taken)
    @rule(data=st.data(), count=st.integers(1, 4))
    def carrier_reports(self, data: st.DataObject, count: int) -> None:
        """Those of one moment are acted on together; some are repetitions."""
        self.come([self._report(data.draw) for _ in range(count)])

    def _report(self, draw: Draw) -> StatusReport:
        if draw(st.integers(0, 3)) == 0:
            found: StatusReport = draw(st.sampled_from(self.told))
            return found
        about = draw(st.sampled_from(self.carrier.taken))
        self.told.append(about.report(draw(st.sampled_from(Report)), draw(st.sampled_from(CODES))))
        return self.told[-1]

    def come(self, reports: list[StatusReport]) -> None:
        with self.step():
            acted = receipts.receive_all([(report, {}) for report in reports])
        assert acted == sum(self.expected.report(report) for report in reports)
