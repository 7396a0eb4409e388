"""Histories in which channels let through what nobody signed."""

from tests.audit.replay import paying, ruling
from tests.audit.replay.altering import Spoil, Wrong, drop, named
from tests.audit.replay.histories import History
from tests.audit.replay.story import grant


def set_other(history: History) -> None:
    """Put other rules in force than were signed."""
    ruling.approve(history, ruling.propose(history, 1, [ruling.LIMIT]), limits=[])


def set_unsigned(history: History) -> None:
    """Put rules in force that nobody signed."""
    history.work("Ada")
    history.write("channel_rules.set", version=1, limits=[], grades=[])


def set_never(history: History) -> None:
    """Approve rules that do not come into force."""
    ruling.approve(history, ruling.propose(history, 1, [ruling.LIMIT]))
    drop(history, "channel_rules.set")


def propose_later(history: History) -> None:
    """Propose a version that is not the next."""
    ruling.propose(history, 2, [])


def propose_with_money(history: History) -> None:
    """Propose rules that move money."""
    ruling.propose(history, 1, [], money={"minor": 1, "currency": "EUR"}, base_minor=1)


def set_twice(history: History) -> None:
    """Put the same version in force twice: two proposals of it, both approved."""
    first, second = ruling.propose(history, 1, [ruling.LIMIT]), ruling.propose(history, 1, [])
    for proposal in (first, second):
        ruling.approve(history, proposal)


def pay_above(parts: list[int]) -> Spoil:
    """Make a history whose run holds more than its channel lets through."""

    def gather_above(history: History) -> None:
        ruling.approve(history, ruling.propose(history, 1, [ruling.LIMIT]))
        case = grant(history, "x", parts)
        payments = [case.payment(number) for number in range(1, len(parts) + 1)]
        paying.gather(history, "r1", payments)
        paying.propose(history, "r1", payments)

    return named(gather_above, f"gather_{sum(parts)}")


def pay_in_turn(bound: str) -> Spoil:
    """Make a history of two runs in one month, each within a limit of 100, which are above it together."""

    def gather_in_turn(history: History) -> None:
        limit = {**ruling.LIMIT, **ruling.UNBOUNDED, bound: 100}
        ruling.approve(history, ruling.propose(history, 1, [limit]))
        for name in ("x", "y"):
            case = grant(history, name, [60])
            paying.gather(history, f"run {name}", [case.payment(1)])
            paying.propose(history, f"run {name}", [case.payment(1)])

    return named(gather_in_turn, f"gather_in_turn_{bound}")


WRONG: Wrong = {
    **{
        pay_in_turn(bound): ("H4", f"holds, with what went before, 120, bank lets through 100 ({bound})")
        for bound in ("day_minor", "month_minor", "payee_day_minor", "payee_month_minor")
    },
    set_other: ("H3", "channel_rules.set differs from what was signed"),
    set_unsigned: ("H3", "channel_rules.set carries out what nobody approved"),
    set_never: ("H7", "its channel_rules.set does not follow"),
    propose_later: ("H4", "differs in version"),
    propose_with_money: ("H4", "differs in money"),
    set_twice: ("H4", "rules 1 of channels follow 1"),
    pay_above([101]): ("H4", "lets through 100 (payment_minor)"),
    pay_above([80, 80]): ("H4", "lets through 150 (day_minor)"),
}
