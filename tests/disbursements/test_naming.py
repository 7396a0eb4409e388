"""Vouchers and digital currency: a number of its own, kept nowhere, used once; money moves by a statement alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind
from ledger.banking.digital import is_address, is_transaction
from ledger.books.models import CashKind
from ledger.books.queries import trial_balance
from ledger.disbursements.actions.files import begin_file
from ledger.disbursements.actions.naming import send_named
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, PaymentToken, Run
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.log.models import LogEntry
from ledger.money import minor_units, plain_amount
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury import uses
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side, announce_exchange
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from tests.agreement.comparing import compare
from tests.builders import DETAILS, World, approved, bring_back, filed, heard, inside, register, sign, terms
from tests.office import Office

assert uses
HASH = "0x" + hashlib.sha256(b"a transaction").hexdigest()
SHOP = PaymentDetails(method="voucher", holder="Somebody", statement_payer="A shop", statement_reference="Goods")
WALLET = replace(
    SHOP, method="digital", network="ethereum", account="0x52908400098527886E0F7030069857D2E4169EE7",
)  # fmt: skip


def run_of(world: World, channel: Channel, currency: str = "EUR") -> UUID:
    """Gather and release what is due by a channel, and make its list."""
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, currency, channel, work.at.date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    return filed(world, found)


def send(world: World, ident: UUID, place: str, token: str) -> None:
    """Say by which number a payment went."""
    with world.store.work(world.actors["farah"]) as work:
        send_named(work, work.session.get_one(Disbursement, ident), place, token)


def vouchers(world: World, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Three payments by voucher in a released run."""
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, SHOP.to_bytes())
    for minor in (1_000, 2_000, 4_000):
        approved(world, minor)
    run = run_of(world, Channel.VOUCHER)
    with world.store.reading() as session:
        return [one.id for one in sorted(inside(session, run), key=lambda one: one.minor)]


def test_vouchers_are_paid_by_their_issuers_invoice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One comes back unused and is handed on; two are paid by one line, whole; one is given back, less a fee."""
    first, second, third = vouchers(world, monkeypatch)
    with pytest.raises(Refusal, match="on its own page"), world.store.work(world.actors["farah"]) as work:
        mark_sent(work, [work.session.get_one(Disbursement, first)])
    send(world, first, "SHOP-1", "AB 1001")
    with pytest.raises(Refusal, match="by that number already"):
        send(world, second, "SHOP-1", "AB1001")
    send(world, third, "SHOP-1", "AB1003")
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, first))
    send(world, second, "SHOP-1", "AB1001")
    with world.store.work(world.actors["farah"]) as work:
        (shown,) = heard(work, [(-6_000, "")])
    with world.store.reading() as session:
        run = session.get_one(Disbursement, second).run_id
    with world.store.work(world.actors["farah"]) as work:
        book_line(work, line(work.session, shown), "voucher_invoice", f"{run}/SHOP-1")
    with world.store.work(world.actors["farah"]) as work:
        bring_back(work, work.session.get_one(Disbursement, second), 100)
    with world.store.reading() as session:
        assert session.get_one(Disbursement, third).stage is DisbursementStage.CONFIRMED
        assert session.get_one(Disbursement, second).stage is DisbursementStage.RETURNED
        whole = b"".join(session.scalars(select(LogEntry.bytes)))
        kept = "".join(f"{one.place}{one.commitment}" for one in session.scalars(select(PaymentToken)))
    assert b"AB1001" not in whole
    assert "AB1001" not in kept
    compare(world)


def promise(world: World, monkeypatch: pytest.MonkeyPatch, minor: int = 100_000_001) -> None:
    """Approve an award in USDC to somebody with an address on Ethereum."""
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, WALLET.to_bytes())
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        asked = terms(world, fund, who, minor, 1, AwardKind.EMERGENCY_GRANT)
        proposal = propose_award(work, replace(asked, kept_in="USDC")).proposal_id
    assert proposal is not None
    for name in ("carla", "deniz"):
        sign(world, name, proposal)


def fill(world: World, network: str) -> None:
    """Open a wallet of USDC on a network, and buy 500 for it."""
    with world.store.work(world.actors["farah"]) as work:
        open_cash(work, "wallet-usdc", CashKind.DIGITAL_WALLET, "USDC", network=network)
        fund = work.session.get_one(Fund, world.fund)
        bought = Side("wallet-usdc", 500_000_000)
        exchange = announce_exchange(work, fund, Side("main-eur", 46_000), bought, work.at.date()).id
    for cash, minor, use in (("main-eur", -46_000, "exchange_sold"), ("wallet-usdc", 500_000_000, "exchange_bought")):
        with world.store.work(world.actors["farah"]) as work:
            (shown,) = heard(work, [(minor, "")], cash)
            book_line(work, line(work.session, shown), use, str(exchange))


def test_no_list_is_made_of_what_goes_on_another_network(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wallet is on Tron, the payee on Ethereum: found when it is opened, before anything goes to nowhere."""
    for wrong in ({"network": "somewhere"}, {}, {"kind": CashKind.BANK, "network": "tron"}):
        asked = {"kind": CashKind.DIGITAL_WALLET, "currency": "USDC", **wrong}
        with pytest.raises(Refusal, match="network"), world.store.work(world.actors["farah"]) as work:
            open_cash(work, "w1", **asked)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Choose the wallet of USDC"):
        gathered(world)
    fill(world, "tron")
    promise(world, monkeypatch)
    run = gathered(world)
    with world.store.work(world.actors["farah"]) as work:
        held, lines = begin_file(work, world.signers["farah"], work.session.get_one(Run, run), "list")
    with pytest.raises(Refusal, match="another network than tron"), world.store.reading() as session:
        wanted = Wanted(session.get_one(Run, run), "list", world.clock.now())
        write_file(session, world.store.organisation, held, lines, wanted)


def gathered(world: World) -> UUID:
    """Gather what is due in USDC, and release it; without a wallet to pay from it is refused."""
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "USDC", Channel.DIGITAL, work.at.date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    return found


def test_a_wallet_pays_in_its_own_digits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """USDC bought, promised, sent as a transaction, and shown by the wallet's statement."""
    assert (minor_units("100.000001", "USDC"), plain_amount(1, "USDC")) == (100_000_001, "0.000001")
    fill(world, "ethereum")
    promise(world, monkeypatch)
    with pytest.raises(Refusal, match="bank-usdc is no wallet"), world.store.work(world.actors["farah"]) as work:
        open_cash(work, "bank-usdc", CashKind.BANK, "USDC")
        gather_run(work, "USDC", Channel.DIGITAL, work.at.date(), "bank-usdc")
    run = run_of(world, Channel.DIGITAL, "USDC")
    with world.store.reading() as session:
        assert session.get_one(Run, run).cash_account == "wallet-usdc"
        paid = inside(session, run)[0].id
    with pytest.raises(Refusal, match="no transaction id"):
        send(world, paid, "ethereum", HASH[2:])
    with pytest.raises(Refusal, match="wallet-usdc, a wallet on ethereum"):
        send(world, paid, "tron", HASH[2:])
    send(world, paid, "ethereum", HASH)
    with world.store.work(world.actors["farah"]) as work:
        (shown,) = heard(work, [(-100_000_001, "")], "wallet-usdc")
        book_line(work, line(work.session, shown), "payment_debited", str(paid))
    with world.store.reading() as session:
        held = {(one.account, one.currency): one.minor for one in trial_balance(session)}
        assert session.scalars(select(Award)).one().stage.value == "completed"
    assert held["1000", "USDC"] == 399_999_999
    compare(world)


@pytest.mark.parametrize(
    ("network", "address", "good"),
    [
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", False),
        ("bitcoin", " 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", False),
        ("bitcoin", "1A1zP1eP5QGefi2DMPTf TL5SLmv7DivfNa", False),
        ("bitcoin", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", True),
        ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", True),
        ("bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", True),
        ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", False),
        ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", False),
        ("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", True),
        ("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", False),
        ("bitcoin", "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", False),
        ("bitcoin", "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", False),
        ("bitcoin", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", False),
        ("bitcoin", "bc1", False),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", True),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", False),
        ("ethereum", WALLET.account, True),
        ("ethereum", "0xde709f2102306220921060314715629080e2fb77", True),
        ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", True),
        ("polygon", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", True),
        ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", False),
        ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAec", False),
        ("ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", False),
        ("ethereum", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", False),
        ("ethereum", "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", False),
        ("ethereum", WALLET.account[:-1], False),
        ("somewhere", WALLET.account, False),
    ],
)
def test_an_address_is_checked_as_its_network_says(network: str, address: str, good: bool) -> None:
    """One wrong letter is found wherever the network has a check for it."""
    assert is_address(network, address) is good


@pytest.mark.parametrize(
    ("network", "address", "words"),
    [
        ("ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "lost the capitals"),
        ("polygon", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "lost the capitals"),
        ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "no address on that network"),
        ("ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", "no address on that network"),
        ("tron", "tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t", "no address on that network"),
        ("bitcoin", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "no address on that network"),
    ],
)
def test_an_address_without_its_check_is_asked_for_again(network: str, address: str, words: str) -> None:
    """Beside its field, and with what to do: what has lost its check could be any other address."""
    with pytest.raises(Refusal, match=words) as refused:
        replace(WALLET, network=network, account=address).check()
    assert refused.value.field == "account"


def test_a_transaction_looks_like_one_of_its_network() -> None:
    """With a prefix on one, without on another, never in capitals or too short."""
    assert is_transaction("ethereum", HASH)
    assert is_transaction("tron", HASH[2:])
    for network, text in (("tron", HASH), ("ethereum", HASH.upper()), ("bitcoin", HASH[3:]), ("no", HASH)):
        assert not is_transaction(network, text)


def test_finance_writes_the_number_on_the_payments_own_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong one is refused beside its field; the right one sends it; the page does not show it."""
    clerk = office.enter("farah")
    first = vouchers(office.world, monkeypatch)[0]
    with office.world.store.reading() as session:
        page = f"/disbursements/{session.get_one(Disbursement, first).reference}"
    assert "4 to 40" in clerk.send(page, f"{page}/named", place="SHOP-1", token="x").text
    assert clerk.send(page, f"{page}/named", place="SHOP-1", token="AB1001").status_code == 303
    assert "AB1001" not in clerk.get(page).text
    out = clerk.get("/vouchers").text
    assert all(shown in out for shown in ("SHOP-1", "10.00 EUR"))
    assert "/vouchers" in clerk.get("/runs").text
    assert clerk.send(page, f"{page}/failed").status_code == 303
    assert "No voucher is out" in clerk.get("/vouchers").text
