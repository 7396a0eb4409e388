"""Judging the proof of one entry (`.tlog-proof`), as a donor does with a receipt."""

from __future__ import annotations

from audit.checkpoint import SignedCheckpoint
from audit.merkle import ProofError, leaf_hash, verify_inclusion
from audit.note import BadNote, VerifierKey
from audit.proofs import InclusionProof
from audit.signatures import Checker
from audit.trouble import CannotRead


def judge(content: bytes, entry: bytes, key: VerifierKey) -> tuple[str | None, str]:
    """Return what is wrong with a proof, None when it holds, and what it then proves.

    Raises CannotRead where it is no proof, or where no signature can be checked.
    """
    try:
        proof = InclusionProof.parse(content)
        signed = SignedCheckpoint.parse(proof.checkpoint)
    except BadNote as problem:
        raise CannotRead(f"the proof cannot be read ({problem})") from problem
    head = signed.head
    told = f"This is entry {proof.index} of {head.origin} as it stood at {head.size} entries."
    with Checker() as checker:
        if checker.raw_way is None:
            return "The signature was NOT checked: neither cryptography nor openssl is here.", told
        if not signed.is_signed_by(key, checker):
            return "The head in the proof does not bear the signature of that key.", told
    try:
        verify_inclusion(leaf_hash(entry), proof.index, head.size, proof.hashes, head.root)
    except ProofError as problem:
        return f"The entry is not proved: {problem}.", told
    return None, told
