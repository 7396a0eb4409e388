"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): roots and proofs.

Hashes are 32 bytes; `size` counts leaves. Verification follows RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256(b"").digest()
HASH_BYTES = 32

Subtree = Callable[[int, int], bytes]
"""The root of the leaves from one place up to, and without, another."""


class ProofError(ValueError):
    """A proof does not prove what it should."""


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over these hashes as leaves; an odd one is promoted, never doubled."""
    level = list(hashes)
    if not level:
        return EMPTY
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


class Frontier:
    """A tree that grows leaf by leaf; it keeps only the roots of complete subtrees."""

    __slots__ = ("_roots", "size")

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash; two nodes are hashed for it at most, on average."""
        reached, rest = leaf, self.size
        while rest & 1:
            reached, rest = node_hash(self._roots.pop(), reached), rest >> 1
        self._roots.append(reached)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._roots:
            return EMPTY
        reached = self._roots[-1]
        for left in self._roots[-2::-1]:
            reached = node_hash(left, reached)
        return reached


def split_at(size: int) -> int:
    """Return the largest power of two below `size` (size > 1): where the left subtree ends."""
    return 1 << (size - 1).bit_length() - 1


def subtrees_of(hashes: Sequence[bytes]) -> Subtree:
    """Answer for subtrees from leaf hashes held in memory."""
    return lambda start, end: root_of(hashes[start:end])


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """Return the path that proves leaf `index` in a tree of `size` leaves, from the leaf upwards."""
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + split_at(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """Return what proves that a tree of `old` leaves begins that of `new` (0 < old ≤ new)."""
    path, start, end, whole = [], 0, new, True
    while old != end - start or not whole:
        if old == end - start:
            path.append(subtree(start, end))
            break
        step = split_at(end - start)
        middle = start + step
        if old <= step:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, old, whole = middle, old - step, False
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError("the place lies outside the tree")
    _check_lengths([leaf, root, *proof])
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    if last != 0 or reached != root:
        raise ProofError("the proof does not lead to the root")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise ProofError unless the old tree begins the new one (RFC 9162, 2.1.4.2)."""
    if new < old or (old <= 0 and new > 0):
        raise ProofError("the sizes are not in order")
    if old == new:
        if proof or old_root != new_root or (old == 0 and old_root != EMPTY):
            raise ProofError("nothing is to be proved here, and yet something differs")
        return
    _check_lengths([old_root, new_root, *proof])
    path = list(proof)
    if not path:
        raise ProofError("the proof is empty")
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    _climb(old - 1, new - 1, path, old_root, new_root)


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError("a hash does not have thirty-two bytes")


def _climb(place: int, last: int, path: list[bytes], old_root: bytes, new_root: bytes) -> None:
    while place & 1:
        place, last = place >> 1, last >> 1
    old_reached = new_reached = path[0]
    for step in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            old_reached, new_reached = node_hash(step, old_reached), node_hash(step, new_reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_reached = node_hash(new_reached, step)
        place, last = place >> 1, last >> 1
    if last != 0 or old_reached != old_root or new_reached != new_root:
        raise ProofError("the old tree is not the beginning of the new one")
