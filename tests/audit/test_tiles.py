"""Tiles: paths, bundles and hashes as C2SP tlog-tiles has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of, subtrees_of
from audit.tiles import (
    BadTile,
    TreeTiles,
    entries_path,
    entry_bundles_of,
    hash_tiles_of,
    is_tile_path,
    pack,
    paths_of,
    tile_path,
    unpack,
)

LEAVES = [leaf_hash(str(n).encode()) for n in range(66_000)]
WHOLE = TreeTiles()
WHOLE.add_hashes(LEAVES)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (tile_path(0, 0), "tile/0/000"),
        (tile_path(0, 1_067), "tile/0/x001/067"),
        (tile_path(1, 1_234_067), "tile/1/x001/x234/067"),
        (tile_path(2, 5, 8), "tile/2/005.p/8"),
        (entries_path(67), "tile/entries/067"),
        (entries_path(1_000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_paths_are_written_in_groups_of_three_digits(path: str, written: str) -> None:
    """As in the examples of C2SP."""
    assert path == written
    assert is_tile_path(path)


@pytest.mark.parametrize(
    "path", ["tile/0/0", "tile/00/000", "tile/0/001/000", "tile/0/000.p/256", "tile/0/000.p/0", "x"]
)
def test_other_paths_are_none(path: str) -> None:
    """A tile has one path."""
    assert not is_tile_path(path)


def test_the_example_of_seventy_thousand_entries_has_its_tiles() -> None:
    """C2SP tlog-tiles, Partial Tiles: 273 full and 112; one full and 17; one of width 1."""
    tiles = list(hash_tiles_of(70_000))
    assert len([tile for tile in tiles if tile[0] == 0 and tile[2] == 256]) == 273
    assert [tile for tile in tiles if tile[2] != 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(hash_tiles_of(256)) == [(0, 0, 256), (1, 0, 1)]
    assert (list(hash_tiles_of(0)), list(entry_bundles_of(0))) == ([], [])
    assert list(entry_bundles_of(513)) == [(0, 256), (1, 256), (2, 1)]
    assert len(paths_of(70_000)) == len(tiles) + 274


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_holds_what_was_packed(entries: list[bytes]) -> None:
    """And exactly as many entries as it must."""
    assert unpack(pack(entries), len(entries)) == entries
    with pytest.raises(BadTile):
        unpack(pack(entries), len(entries) + 1)


def test_an_entry_of_sixteen_bits_length_fits_and_none_longer() -> None:
    """The length field has two bytes."""
    assert unpack(pack([b"x" * 65_535]), 1) == [b"x" * 65_535]
    with pytest.raises(BadTile):
        pack([b"x" * 65_536])


@given(st.binary(max_size=30), st.integers(0, 5))
def test_any_bytes_are_unpacked_or_refused(content: bytes, width: int) -> None:
    """What is unpacked is what would be packed."""
    try:
        entries = unpack(content, width)
    except BadTile:
        return
    assert pack(entries) == content


@settings(deadline=None)
@given(st.one_of(st.sampled_from([0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 66_000]), st.integers(0, 3_000)))
def test_the_root_over_tiles_is_the_root_over_leaves(size: int) -> None:
    """At every size below the one at hand, over any number of levels."""
    assert WHOLE.root(size) == root_of(LEAVES[:size])


@settings(deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=5))
def test_tiles_grow_by_any_steps(steps: list[int]) -> None:
    """However the entries came, tiles and root are the same."""
    tree, size = TreeTiles(), 0
    for step in steps:
        tree.add_hashes(LEAVES[size : size + step])
        size += step
    assert (tree.size, tree.root()) == (size, WHOLE.root(size))
    for tile in hash_tiles_of(size):
        assert tree.tile(*tile) == b"".join(WHOLE.hashes(*tile))


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 66_000), st.integers(1, 66_000))
def test_proofs_from_tiles_are_those_from_leaves(one: int, two: int) -> None:
    """Subtrees are read off the tiles."""
    old, new = sorted((one, two))
    leaves = subtrees_of(LEAVES)
    assert consistency_proof(WHOLE.subtree, old, new) == consistency_proof(leaves, old, new)
    assert inclusion_proof(WHOLE.subtree, old - 1, new) == inclusion_proof(leaves, old - 1, new)
