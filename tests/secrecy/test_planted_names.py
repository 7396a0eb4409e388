"""H9 by search: nobody's name, phone, address, account or story is anywhere in clear."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from ledger.approvals.models import Proposal, ProposalStage
from ledger.base import Base
from ledger.disbursements.models import Run, RunStage
from tests.builders import sign
from tests.office import Clerk, Office, crawl
from tests.secrecy.planted import FORMS, PEOPLE, PLAIN, form_of, named_in, named_in_files

ROLES = ("amina", "bao", "carla", "deniz", "farah", "hana", "ilse", "jonas")


def register_all(office: Office) -> list[str]:
    """Everybody at the pages, each refused once before."""
    clerk, found = office.enter("amina"), []
    for person in PEOPLE:
        refused = clerk.send("/beneficiaries/new", **{**form_of(person), "statement_payer": ""})
        assert refused.status_code == 200
        answer = clerk.sign("/beneficiaries/new", **form_of(person))
        assert answer.status_code == 303, answer.text
        found.append(answer.headers["Location"].rpartition("/")[2])
    letter = io.BytesIO(b"%PDF-1.4 " + PEOPLE[0]["full_name"].encode())
    files = f"/beneficiaries/{found[0]}/files/new"
    assert clerk.sign(files, file=(letter, f"{PEOPLE[0]['full_name']}.pdf")).status_code == 303
    return found


def pay_all(office: Office, people: list[str]) -> None:
    """An award to each, signed by two; a run, released, its payees opened as a list that does name them."""
    clerk = office.enter("amina")
    for who in people:
        answer = clerk.send(
            f"/awards/new/{who}",
            kind="emergency_grant",
            fund="FUND",
            purpose="REL",
            reason="risk_and_need",
            amount="100.00",
            rhythm="once",
            count="1",
            first="2026-01-06",
            step="propose",
        )
        assert answer.status_code == 303, answer.text
    with office.world.store.reading() as session:
        waiting = list(session.scalars(select(Proposal.id).where(Proposal.stage == ProposalStage.OPEN)))
    for name in ("carla", "deniz"):
        for proposal in waiting:
            sign(office.world, name, proposal)
    for channel, form in (("mobile_money", "list"), ("bank", "list")):
        clerk = office.enter("farah")
        assert clerk.send("/runs/new", currency="EUR", channel=channel, until="2026-01-08").status_code == 303
        with office.world.store.reading() as session:
            run = session.scalars(select(Run).where(Run.stage == RunStage.PROPOSED)).one()
        sign(office.world, "goran", run.proposal_id)
        listed = office.enter("goran").sign(f"/runs/{run.reference}/payees", form=form)
        assert listed.mimetype == "text/csv"
        assert not any(who in listed.text for who in people), "a list that names people holds no pseudonym"
    assert PEOPLE[0]["holder"] in listed.text


def open_some(office: Office, people: list[str]) -> None:
    """A contact and an identity are read, details recorded anew, and another way to be paid."""
    shown = office.enter("bao").sign(f"/openings/contact/{people[0]}", reason="appointment")
    assert PEOPLE[0]["name_to_use"] in shown.text
    clerk = office.enter("amina")
    asked = clerk.send(f"/openings/new/{people[1]}/identity", reason="verification").headers["Location"]
    assert office.enter("deniz").sign(asked).status_code == 303
    assert PEOPLE[1]["full_name"] in clerk.sign(asked).text
    anew = {
        key: form_of(PEOPLE[0])[key]
        for key in ("method", "holder", "account", "statement_payer", "statement_reference")
    }
    for way in ("another", "1"):
        assert clerk.sign(f"/beneficiaries/{people[0]}/details/payment", **anew, way=way).status_code == 303


def fail_in_every_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crashes while names are in memory, and addresses that hold one."""
    name, clerk = PEOPLE[0]["full_name"], office.enter("amina")
    troubles = [
        RuntimeError(name),
        OperationalError("INSERT INTO x", {"name": name}, Exception(name)),
        UnicodeEncodeError("ascii", name, 0, 1, name),
    ]
    for trouble in troubles:

        def fail(*_args: object, trouble: Exception = trouble) -> None:
            raise trouble

        with monkeypatch.context() as broken:
            broken.setattr("ledger.vault.actions.seal.envelopes.pack", fail)
            answer = clerk.sign("/beneficiaries/new", anyway="y", **form_of(PEOPLE[0]))
        assert answer.status_code in {500, 503}
        assert named_in(answer.data) == set()
    for url in (f"/beneficiaries/{name}", f"/{name}?q={name}", f"/beneficiaries?q={name}&sort={name}"):
        assert clerk.client.get(url).status_code in {200, 404}
    clerk.client.post(f"/awards/{name}/withdraw", data={"reason": name})
    clerk.client.post("/sign-in", data={"name": name, "passphrase": name, "code": name})


def everything_stored(office: Office) -> Iterator[bytes]:
    """Every value of every row."""
    with office.world.store.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(table.select()):
                yield b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)


def files_of_the_server(office: Office) -> Path | None:
    """On PostgreSQL, the folder of the server's own files, its write-ahead log among them."""
    engine = office.world.store.engine
    if engine.dialect.name == "sqlite":
        return None
    with engine.connect() as connection:
        return Path(connection.execute(text("SHOW data_directory")).scalar_one())


def bundle_of(clerk: Clerk) -> bytes:
    """The auditor's bundle, made at the pages."""
    answer = clerk.send("/log/heads", "/bundle")
    content = answer.data
    answer.close()
    assert content[:2] == b"PK"
    return content


def test_nobody_is_named_anywhere(
    office: Office,
    tmp_path: Path,
    spool: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every page and file as everybody, the database, the home, what is temporary, the bundle, every line of output."""
    caplog.set_level(logging.INFO)
    people = register_all(office)
    pay_all(office, people)
    open_some(office, people)
    fail_in_every_way(office, monkeypatch)
    opened = 0
    for name in ROLES:
        for url, answer in crawl(office.enter(name)):
            opened += 1
            assert named_in(answer.data + str(answer.headers).encode()) == set(), (name, url)
    assert opened > 150
    assert named_in(bundle_of(office.enter("ilse"))) == set()
    assert set().union(*map(named_in, everything_stored(office))) == set()
    assert named_in_files(tmp_path, spool) == {}
    server = files_of_the_server(office)
    assert server is None or named_in_files(server, known=PLAIN) == {}
    said = capfd.readouterr()
    heard = "\n".join([said.out, said.err, caplog.text, *(str(record.__dict__) for record in caplog.records)])
    assert "at ledger" in heard, "what went wrong is written down"
    assert named_in(heard.encode()) == set()


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """In any encoding, in a zip in a zip, in the name of a file; and it knows many forms."""
    assert len(FORMS) > 500
    name = PEOPLE[0]["full_name"]
    import base64
    import json
    import zipfile

    for content in (name.encode(), name.encode("utf-16-le"), json.dumps(PEOPLE[1]["full_name"]).encode()):
        assert named_in(b"xx" + content + b"yy")
    for shift in range(3):
        assert named_in(base64.b64encode(b"a" * shift + name.encode() + b"tail"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", name)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", packed.getvalue())
    (tmp_path / f"{name}.txt").touch()
    assert len(named_in_files(tmp_path)) == 2
    assert not re.search("Quorvex", str(named_in(b"Northlight Services, Invoice 4411, KE, woman")))
