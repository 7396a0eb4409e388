"""The clock of an emergency: it stops at the first money sent that is out, and goes on where none of it is."""

from audit.replay.records import Award
from audit.replay.state import State


def set_clock(state: State, award: Award) -> None:
    """Set the end of an award's clock by those of its payments that were sent and have not come to nothing."""
    if award.clock is None:
        return
    live = [state.disbursements[ident] for part in award.instalments.values() for ident in part.live]
    award.clock.sent_at = min((one.sent_at for one in live if one.sent_at is not None), default=None)
