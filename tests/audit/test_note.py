"""Signed notes and verifier keys: one way to write each, all else refused."""

from __future__ import annotations

import base64

import pytest

from audit.checkpoint import Checkpoint, SignedCheckpoint, cosignature_line, cosigned_bytes, read_number
from audit.note import LOG_KEY, WITNESS_KEY, BadNote, Note, VerifierKey, decode_base64
from tests.audit import bundles
from tests.audit.replay.signing import key_of

ENTRIES = [b"a", b"b"]
SIGNED = bundles.checkpoint(ENTRIES)
LINE = SIGNED.split(b"\n\n")[1]

# The example of C2SP tlog-checkpoint.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+"
    "xeMcTOAYQ8=\n"
).encode()


def test_the_published_example_is_read_and_written_again() -> None:
    """C2SP's own checkpoint, byte for byte."""
    signed = SignedCheckpoint.parse(EXAMPLE)
    assert (signed.head.origin, signed.head.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert signed.note.format().encode() == EXAMPLE
    assert signed.head.format() == signed.note.text
    assert signed.note.signatures[0].key_id.hex() == "033de0ae"


def test_a_verifier_key_is_read_and_written_again() -> None:
    """Its id follows from name, kind and key."""
    for kind in (LOG_KEY, WITNESS_KEY):
        line = bundles.verifier_key(kind=kind)
        key = VerifierKey.parse(f"{line}\n")
        assert key.format() == line
        assert (key.name, key.kind) == (bundles.ORIGIN, kind)


KEY = bundles.verifier_key()
NAME, KEY_ID, ENCODED = KEY.split("+", 2)


@pytest.mark.parametrize(
    "line",
    [
        "",
        NAME,
        f"{NAME}+00000000+{ENCODED}",
        f"{NAME}+{KEY_ID}+{ENCODED[:-1]}",
        f"{NAME}+{KEY_ID}+",
        f"other+{KEY_ID}+{ENCODED}",
        f"a name+{KEY_ID}+{ENCODED}",
        f"+{KEY_ID}+{ENCODED}",
        bundles.verifier_key(kind=2),
        f"{NAME}+{KEY_ID.upper()}+{ENCODED}" if KEY_ID.upper() != KEY_ID else "",
    ],
)
def test_a_false_verifier_key_is_refused(line: str) -> None:
    """Above all one whose id is not its own."""
    with pytest.raises(BadNote):
        VerifierKey.parse(line)


MALFORMED = {
    "empty": b"",
    "no signature": SIGNED.split(b"\n\n")[0] + b"\n\n",
    "no blank line": SIGNED.replace(b"\n\n", b"\n"),
    "no text": b"\n\n" + LINE,
    "no last newline": SIGNED[:-1],
    "a line after": SIGNED + b"\n",
    "words after": SIGNED + b"hello\n",
    "another dash": SIGNED.replace("—".encode(), b"-"),
    "two spaces": SIGNED.replace("— ".encode(), "—  ".encode()),
    "no UTF-8": SIGNED.replace("—".encode(), b"\xff"),
    "control character": SIGNED.replace(b"\n2\n", b"\n2\r\n"),
    "no base64": SIGNED.replace(LINE, "— a b!c\n".encode()),
    "base64 in another form": SIGNED.replace(LINE, "— a AAAAAAB=\n".encode()),
    "a short signature": SIGNED.replace(LINE, "— a AAAA\n".encode()),
    "too many signatures": SIGNED + LINE * 64,
    "too long": SIGNED.replace(b"almoner", b"a" * 70_000),
}


@pytest.mark.parametrize("name", sorted(MALFORMED))
def test_a_malformed_note_is_refused(name: str) -> None:
    """Before any key is asked."""
    with pytest.raises(BadNote):
        Note.parse(MALFORMED[name])


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n9223372036854775808\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\nextension\n",
        "a\n1\n" + "A" * 43 + "=",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    """Three lines: origin, size, root; no extension."""
    with pytest.raises(BadNote):
        Checkpoint.parse(text)


def test_sixteen_signatures_are_read() -> None:
    """C2SP signed-note: a verifier must accept at least that many."""
    assert len(Note.parse(SIGNED + LINE * 15).signatures) == 16


def test_a_cosignature_is_written_as_it_is_read() -> None:
    """The line that a witness gives back is that of the tests' own writing."""
    key = VerifierKey.parse(bundles.verifier_key("w.example", 4, "w.example"))
    text = bundles.head_text(ENTRIES)
    signature = key_of("w.example").sign(cosigned_bytes(text, 77))
    assert cosignature_line(key, 77, signature).format() == bundles.cosignature(ENTRIES, "w.example", 77)


def test_the_published_cosigned_message_is_written() -> None:
    """C2SP tlog-cosignature, its example."""
    text = EXAMPLE.decode().split("\n\n")[0] + "\n"
    assert cosigned_bytes(text, 1_679_315_147).decode() == f"cosignature/v1\ntime 1679315147\n{text}"


def test_numbers_and_base64_have_one_form() -> None:
    """No leading zero, no other alphabet, no unused bits."""
    assert read_number("0") == 0
    assert decode_base64(base64.b64encode(b"x").decode()) == b"x"
    for text in ("00", "+1", "1 ", "", "1_0", "\u0661"):
        with pytest.raises(BadNote):
            read_number(text)
    for text in ("eA", "eB==", "eA==\n", "-_-_"):
        with pytest.raises(BadNote):
            decode_base64(text)
