"""What stands in a backup's files: for nobody, for one outsider, for any other program."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select

from ledger.backups import making
from ledger.backups.head import Half, shapes_of
from ledger.backups.making import Made
from ledger.backups.trouble import Unusable
from ledger.backups.unpacking import opened
from ledger.base import Base
from ledger.keys import age
from ledger.keys.age import Identity
from ledger.keys.sealing import SealingKey
from ledger.keys.trouble import WrongKey
from ledger.vault.models import EnvelopeHalf, HintLink, LockMember, PassedHalf
from ledger.vault.rules.contexts import chain_info, half_info, member_info, payee_info
from tests.backups.forging import members_of
from tests.backups.kept import ACCOUNT, NAME, PHONE, House, values_in
from tests.builders import CAST, ORIGIN
from tests.vault.sealed import somebody

Standing = tuple[House, Made]
PLANTED = [NAME.encode(), PHONE.encode(), ACCOUNT.encode()]


def test_every_table_is_in_one_file_or_is_housekeeping() -> None:
    """A table that is added later is backed up without anybody's doing; whoever leaves one out says so here."""
    ledger, sealed = ({shape.name for shape in shapes_of(half)} for half in Half)
    assert not ledger & sealed
    for table in Base.metadata.sorted_tables:
        kept_nowhere = table.name in {
            "unit_of_work", "unscrubbed", "code_counter", "signin_failure", "signin_session", "known_browser",
        }  # fmt: skip
        apart = table.info.get("vault", False)
        assert (table.name in ledger, table.name in sealed) == (not kept_nowhere and not apart, apart), table.name


def test_every_table_kept_apart_says_whose_its_rows_are() -> None:
    """Or whoever is erased could not be left out."""
    for shape in shapes_of(Half.SEALED):
        assert "pseudonym" in dict(shape.columns), shape.name


def test_planted_names_are_in_neither_file(standing: Standing) -> None:
    """Neither in clear, nor for an outsider who opens it: what is sealed stays sealed in there."""
    house, made = standing
    staff = [name.title().encode() for name in CAST]
    for path in (made.ledger, made.sealed):
        raw = path.read_bytes()
        opened_up = b"".join(content for _name, content in members_of(path, house.world.outsiders[0]))
        for word in (*PLANTED, *staff, house.who.encode()):
            assert word not in raw, word
        for word in PLANTED:
            assert word not in opened_up, word
        assert house.who.encode() in opened_up


def test_the_log_key_is_in_neither_file(standing: Standing) -> None:
    """Whoever has a backup cannot sign heads."""
    house, made = standing
    secret = house.key.private.private_bytes_raw()
    for path in (made.ledger, made.sealed):
        values = values_in(path, house.world.outsiders[0])
        assert not any(secret in value for value in values if isinstance(value, bytes))
        assert not any(
            house.key_file.read_text().splitlines()[2] in value for value in values if isinstance(value, str)
        )


def test_either_outsider_opens_both_files_and_a_stranger_none(standing: Standing) -> None:
    """Told in one sentence."""
    house, made = standing
    for path in (made.ledger, made.sealed):
        assert members_of(path, house.world.outsiders[0]) == members_of(path, house.world.outsiders[1])
        with pytest.raises(WrongKey, match="not sealed to this identity"), opened(path, Identity.fresh()):
            raise AssertionError("it was opened")


@pytest.mark.parametrize("place", [0, 1])
def test_one_outsider_opens_no_envelope_in_a_backup(standing: Standing, place: int) -> None:
    """With all of both files and their own halves: not one half of an envelope, not one copy of a lock's key."""
    house, made = standing
    outsider = house.world.outsiders[place]
    sealed = [value for path in (made.ledger, made.sealed) for value in values_in(path, outsider)]
    mine = [half for half in (half_in(outsider, value) for value in sealed) if half]
    assert len(mine) == 6
    joined_up = [bytes(a ^ b for a, b in zip(one, two, strict=True)) for one, two in combinations(mine, 2)]
    with house.world.store.reading() as session:
        things = sealed_things(session)
    assert len(things) > 30
    for secret in mine + joined_up:
        key = SealingKey.from_secret(secret)
        for content, info in things:
            with pytest.raises(WrongKey):
                key.open(content, info)


def test_both_outsiders_together_open_them(standing: Standing) -> None:
    """The test above looks at the right things: with both halves, they open."""
    house, made = standing
    halves: dict[str, list[bytes]] = {}
    for outsider in house.world.outsiders:
        for value in values_in(made.ledger, outsider):
            if half := half_in(outsider, value):
                halves.setdefault(json.loads(age.unseal(outsider, value))["name"], []).append(half)
    keys = [SealingKey.from_secret(bytes(a ^ b for a, b in zip(*pair, strict=True))) for pair in halves.values()]
    with house.world.store.reading() as session:
        query = select(EnvelopeHalf)
        for half in session.scalars(query):
            info = half_info(ORIGIN, half.envelope_id, half.lock, half.epoch)
            assert sum(opens(key, half.sealed, info) for key in keys) == 1


def test_other_programs_read_a_file(standing: Standing) -> None:
    """age, gunzip, tar and any reader of JSON: a head, then tables as lines, then signed sums."""
    house, made = standing
    members = members_of(made.ledger, house.world.outsiders[1])
    head = json.loads(members[0][1])
    assert (members[0][0], head["v"], head["holds"], head["origin"]) == ("head.json", 1, "ledger", ORIGIN)
    assert (head["size"], head["root"]) == (made.size, made.root)
    name, note = members[-1]
    assert name == "sums.note"
    assert note.startswith(b"almoner backup v1\nhead ")
    assert f"\n— {ORIGIN} ".encode() in note
    columns = dict(head["tables"])
    for name, content in members[1:-1]:
        for line in content.splitlines():
            assert len(json.loads(line)) == len(columns[name.partition("/")[0]])


def test_both_files_are_of_one_moment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written while they are being made: it is in neither, or in both."""
    right, late = making.write_half, []

    def slowly(*args: Any) -> None:
        right(*args)
        late.append(somebody(house.world))

    monkeypatch.setattr(making, "write_half", slowly)
    made = house.back_up()
    heads = [json.loads(members_of(path, house.world.outsiders[0])[0][1]) for path in (made.ledger, made.sealed)]
    assert len(late) == 2
    assert heads[0]["size"] == heads[1]["size"]
    assert heads[0]["root"] == heads[1]["root"]
    for path in (made.ledger, made.sealed):
        assert not set(late) & {value for value in values_in(path, house.world.outsiders[0]) if isinstance(value, str)}


def test_a_file_that_is_another_is_none(standing: Standing, tmp_path) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Something that was sealed to an outsider, and is no backup."""
    house, _made = standing
    path = tmp_path / "letter.age"
    path.write_bytes(age.seal(house.world.outsiders[0].recipient, b"Dear Anna"))
    with pytest.raises(Unusable, match="no backup"), opened(path, house.world.outsiders[0]):
        raise AssertionError("it was opened")


def half_in(outsider: Identity, value: object) -> bytes | None:
    """The half of a lock's key in a value, where it is one that this outsider opens."""
    if not isinstance(value, bytes) or not value.startswith(b"age-encryption.org"):
        return None
    try:
        return bytes.fromhex(json.loads(age.unseal(outsider, value))["half"])
    except WrongKey:
        return None


def opens(key: SealingKey, sealed: bytes, info: str) -> bool:
    """Whether a key opens something."""
    try:
        key.open(sealed, info)
    except WrongKey:
        return False
    return True


def sealed_things(session) -> list[tuple[bytes, str]]:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Everything that is sealed to some key here, with the words that it is bound to."""
    halves = [
        (one.sealed, half_info(ORIGIN, one.envelope_id, one.lock, one.epoch))
        for one in session.scalars(select(EnvelopeHalf))
    ]
    copies = [
        (one.sealed, member_info(ORIGIN, one.lock, one.epoch, one.person_id))
        for one in session.scalars(select(LockMember))
    ]
    links = [(one.sealed, chain_info(ORIGIN, one.place, one.epoch)) for one in session.scalars(select(HintLink))]
    passed = [
        (one.sealed, payee_info(ORIGIN, one.award_id, one.envelope_id, one.epoch))
        for one in session.scalars(select(PassedHalf))
    ]
    return halves + copies + links + passed
