"""Smaller faults, each altered into the story at one place, and found with the words for it."""

import copy
from typing import Any

import pytest

from tests.audit.replay.histories import uid
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import tell

ENTRIES = tell().entries
OTHER = uid("other")

ALTERED: list[tuple[str, str, Any, str, str]] = [
    ("bundle.made", "size", 10**6, "H7", "a bundle is made of"),
    ("disbursement.returned", "fee_minor", -1, "H14", "the fee of disbursement"),
    ("disbursement.returned", "fee_minor", 30_001, "H14", "a fee above its amount"),
    ("award.drafted", "household", OTHER, "H7", "another household"),
    ("award.drafted", "kind", "loan", "H7", "a kind replay does not know"),
    ("award.drafted", "currency", "XQX", "H14", "is not known"),
    ("award.drafted", "beneficiary", "B-0", "H7", "no earlier entry created it"),
    ("award.drafted", "fund", uid("F9"), "H4", "differs in fund"),
    ("award.drafted", "reference", "A-n1", "H2", "the reference of an"),
    ("award.imported", "kind", "loan", "H7", "a kind replay does not know"),
    ("award.imported", "minor", 12_001, "H4", "what was signed for import"),
    ("award.imported", "currency", "XQX", "H14", "is not known"),
    ("entry.posted", "rules", 1, "H7", "posted under rules 1"),
    ("entry.posted", "event", "opening", "H7", "in the event"),
    ("organisation.founded", "rules", 2, "H7", "replay knows rules 1"),
    ("organisation.founded", "base_currency", "XQX", "H14", "the currency of the organisation"),
    ("role.granted", "role", "root", "H11", "not one of the seven"),
    ("role.granted", "person", OTHER, "H7", "no earlier entry created it"),
    ("instalment.recognised", "number", 9, "H4", "not in the signed schedule"),
    ("instalment.recognised", "review", "passed", "H7", "claims a review"),
    ("proposal.made", "kind", "gift", "H7", "a kind replay does not know"),
    ("proposal.made", "revision", 2, "H7", "begins with revision 2"),
    ("proposal.made", "sha256", "0" * 64, "H4", "another SHA-256"),
    ("proposal.made", "bytes", "{}", "H4", "lacks or adds members"),
    ("proposal.made", "bytes", "[", "H4", "not a canonical JSON object"),
    ("proposal.made", "bytes", '{"v":1.0}', "H4", "not a canonical JSON object"),
    ("award.proposed", "revision", 2, "H7", "is not marked as proposed"),
    ("decision.signed", "person", uid("Olga"), "H4", "entered for another person"),
    ("decision.signed", "person", OTHER, "H4", "entered for another person"),
    ("proposal.approved", "revision", 2, "H3", "in a replaced revision"),
    ("proposal.refused", "revision", 1, "H3", "in a replaced revision"),
    ("proposal.withdrawn", "revision", 2, "H3", "in a replaced revision"),
    ("person.registered", "signing_key", "ssh-rsa AAAA", "schema", "people sign with"),
    ("run.gathered", "disbursements", [uid("payment g1 1 1")] * 501, "H7", "gathers 501"),
    ("run.opened", "currency", "USD", "H7", "of another currency"),
    ("run.abandoned", "disbursements", [uid("payment g1 1 1")], "H7", "was not waiting in it"),
    ("disbursement.planned", "replaces", OTHER, "H6", "neither failed nor was returned"),
    ("import.carried_out", "awards", 3, "H4", "the end of import"),
    ("import.proposed", "file_sha256", "0" * 64, "H4", "differs in file_sha256"),
    ("import.left_out", "rows", [], "H4", "differs in refused"),
    ("award.cancelled", "instalments", [2, 9], "H7", "gives up instalment 9"),
    ("award.cancelled", "recognised_minor", -1, "H14", "the recognised part"),
    ("donor.reader_named", "donor", OTHER, "H7", "no earlier entry created it"),
    ("policy.set", "rules", [{"kind": "award", "from_minor": 0, "needed": 3}], "schema", "role"),
]


@pytest.mark.parametrize(
    ("verb", "member", "value", "rule", "words"),
    [pytest.param(*row, id=f"{row[0]}-{row[1]}-{row[4]}") for row in ALTERED],
)
def test_one_altered_member_is_found(verb: str, member: str, value: Any, rule: str, words: str) -> None:
    """The first entry of a verb says something else; the finding says what."""
    entries = copy.deepcopy(ENTRIES)
    entry = next(one for one in entries if one["verb"] == verb)
    entry["data"][member] = value
    found = [one for one in replay(entries).findings if one.rule == rule]
    assert any(words in one.message for one in found)


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("line", 2, "numbers its line 1 as 2"),
        ("base", -1, "the other sign"),
        ("holder", "BANK-9", "its running balance does not follow"),
        ("kind", "award", "what a line is about"),
    ],
)
def test_one_altered_line_is_found(member: str, value: Any, words: str) -> None:
    """A line of an entry in another currency says something else."""
    entries = copy.deepcopy(ENTRIES)
    posted = [one for one in entries if one["verb"] == "entry.posted"]
    entry = [one for one in posted if one["data"]["lines"][0]["currency"] == "GBP"][-1]
    line = entry["data"]["lines"][0]
    line[member] = value
    if member == "base":
        line["base"] = -line["minor"] * 2
        entry["data"]["lines"][1]["base"] = line["minor"] * 2
    assert any(words in one.message for one in replay(entries).findings)
