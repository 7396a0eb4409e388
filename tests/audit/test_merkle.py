"""The tree against public vectors (transparency-dev/merkle) and against itself."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import (
    Frontier,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    subtrees_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "vectors" / "rfc6962-proofs.json"
SIZES = st.integers(1, 200)


def cases(kind: str) -> list[Any]:
    """The public cases, or one that is skipped and says so."""
    if not VECTORS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/data/vectors is not there"))]
    return [pytest.param(case, id=f"{case['name']} {case['desc']}") for case in json.loads(VECTORS.read_text())[kind]]


def decoded(case: dict[str, Any]) -> list[bytes]:
    """The hashes of a case's proof."""
    return [b64decode(step) for step in case["proof"] or []]


def leaves(size: int) -> list[bytes]:
    """Leaf hashes of entries 0, 1, 2 and so on."""
    return [leaf_hash(str(n).encode()) for n in range(size)]


@pytest.mark.parametrize("case", cases("inclusion"))
def test_a_public_inclusion_case_is_judged_as_published(case: dict[str, Any]) -> None:
    """Proofs that hold are taken, those that must be refused are refused."""
    arguments = (
        b64decode(case["leafHash"]),
        case["leafIdx"],
        case["treeSize"],
        decoded(case),
        b64decode(case["root"]),
    )
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_inclusion(*arguments)
    else:
        verify_inclusion(*arguments)


@pytest.mark.parametrize("case", cases("consistency"))
def test_a_public_consistency_case_is_judged_as_published(case: dict[str, Any]) -> None:
    """Proofs that hold are taken, those that must be refused are refused."""
    roots = (b64decode(case["root1"] or ""), b64decode(case["root2"] or ""))
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_consistency(case["size1"], case["size2"], decoded(case), *roots)
    else:
        verify_consistency(case["size1"], case["size2"], decoded(case), *roots)


@given(SIZES, st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    """The proof of one leaf does not prove another leaf, nor hold under another root."""
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(subtrees_of(hashes), index, size)
    verify_inclusion(hashes[index], index, size, proof, root_of(hashes))
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(b"other"), index, size, proof, root_of(hashes))
    with pytest.raises(ProofError):
        verify_inclusion(hashes[index], index, size, proof, hashlib.sha256(b"other").digest())


@given(SIZES, SIZES)
def test_every_beginning_is_proved(one: int, two: int) -> None:
    """A log that grew is a continuation; a log with another beginning is not."""
    old, new = sorted((one, two))
    hashes = leaves(new)
    proof = consistency_proof(subtrees_of(hashes), old, new)
    verify_consistency(old, new, proof, root_of(hashes[:old]), root_of(hashes))
    forged = [*hashes[: old - 1], leaf_hash(b"forged")]
    with pytest.raises(ProofError):
        verify_consistency(old, new, proof, root_of(forged), root_of(hashes))


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    """RFC 6962: the root of no leaves is SHA-256 of the empty string."""
    assert root_of([]) == hashlib.sha256(b"").digest()


def test_a_tree_that_grows_has_the_root_of_its_leaves_at_every_size() -> None:
    """Leaf by leaf or all at once, the root is the same, from the empty tree on."""
    frontier = Frontier()
    for size, leaf in enumerate(leaves(300)):
        assert (frontier.size, frontier.root()) == (size, root_of(leaves(size)))
        frontier.append(leaf)
