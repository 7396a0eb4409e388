"""The bundle: the same content gives the same bytes, foreign tools accept it, and every change is found."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.exports.bundle import BundleReceipt, write_bundle
from ledger.keys.logkey import LogKey
from tests.builders import World, approved

Change = Callable[[dict[str, bytes]], None]


def bundle_of(world: World, key: LogKey, path: Path) -> BundleReceipt:
    """Write a bundle."""
    return write_bundle(world.store, key, SYSTEM, path)


def test_a_bundle_verifies(lived: World, key: LogKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All checks hold, on both engines; a second bundle proves that it continues the first."""
    first = bundle_of(lived, key, tmp_path / "one.zip")
    approved(lived, 10_000)
    second = bundle_of(lived, key, tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "two.zip") as new:
        (tmp_path / "old").write_bytes(old.read("data/log/checkpoint"))
        assert f"data/proofs/consistency-from-{first.size}" in new.namelist()
    (tmp_path / "vkey").write_text(key.verifier_key)
    arguments = [
        "verify",
        str(tmp_path / "two.zip"),
        "--since",
        str(tmp_path / "old"),
        "--log-key",
        str(tmp_path / "vkey"),
        "--json",
    ]
    assert verify(arguments) == 0, capsys.readouterr().out
    assert second.size > first.size


def test_foreign_tools_accept_it(lived: World, key: LogKey, tmp_path: Path) -> None:
    """bagit, sha256sum, ssh-keygen, hledger."""
    bundle_of(lived, key, tmp_path / "b.zip")
    folder = tmp_path / "b"
    zipfile.ZipFile(tmp_path / "b.zip").extractall(folder)
    bagit.Bag(str(folder)).validate()
    subprocess.run(["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=folder, check=True)
    decisions = sorted((folder / "data/decisions").glob("*.json"))
    assert len(decisions) == 7
    for path in decisions:
        person = json.loads(path.read_bytes())["person"]
        signers, namespace = folder / "data/keys/allowed_signers", "decision@almoner.v1"
        command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", person, "-n", namespace, "-s", f"{path}.sig"]
        subprocess.run(command, input=path.read_bytes(), check=True, capture_output=True)
        changed = path.read_bytes().replace(b'"approve"', b'"refuse!"')
        assert subprocess.run(command, input=changed, check=False, capture_output=True).returncode != 0
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not here: the journal was NOT checked by it")
    subprocess.run(["hledger", "-f", str(folder / "data/journal.hledger"), "check", "-s", "ordereddates"], check=True)


def rewrite(path: Path, change: Change) -> None:
    """Change files of a bundle, and write its manifests so that they agree: a careful forger."""
    import hashlib

    with zipfile.ZipFile(path) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    change(files)
    payload = sorted(name for name in files if name.startswith("data/"))
    files["manifest-sha256.txt"] = "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in payload).encode()
    tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
    oxum = f"Payload-Oxum: {sum(len(files[n]) for n in payload)}.{len(payload)}"
    info = files["bag-info.txt"].decode().splitlines()
    files["bag-info.txt"] = (
        "\n".join(oxum if line.startswith("Payload-Oxum") else line for line in info).encode() + b"\n"
    )
    files["tagmanifest-sha256.txt"] = "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in tags).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(files):
            bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)


def a_byte(files: dict[str, bytes]) -> None:
    """Change one letter of a log entry."""
    name = next(n for n in sorted(files) if n.startswith("data/log/tile/entries/"))
    files[name] = files[name].replace(b"organisation.founded", b"organisation.foundee", 1)


def an_amount(files: dict[str, bytes]) -> None:
    """Change one amount in a table."""
    rows = list(csv.reader(io.StringIO(files["data/tables/awards.csv"].decode())))
    minor = rows[0].index("minor")
    rows[1][minor] = str(int(rows[1][minor]) + 1)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    files["data/tables/awards.csv"] = out.getvalue().encode()


def a_journal_amount(files: dict[str, bytes]) -> None:
    """Change one amount in the plain-text journal."""
    files["data/journal.hledger"] = files["data/journal.hledger"].replace(b"500.00 EUR", b"500.01 EUR", 1)


def a_signature(files: dict[str, bytes]) -> None:
    """Put one decision's signature under another."""
    one, two = sorted(n for n in files if n.endswith(".json.sig"))[:2]
    files[one] = files[two]


def a_removed_entry(files: dict[str, bytes]) -> None:
    """Cut the last entry off the log."""
    name = max(n for n in files if n.startswith("data/log/tile/entries/"))
    content, place, last = files[name], 0, 0
    while place < len(content):
        last = place
        place += 2 + int.from_bytes(content[place : place + 2], "big")
    files[name] = content[:last]


@pytest.mark.parametrize("change", [a_byte, an_amount, a_journal_amount, a_signature, a_removed_entry])
def test_every_forgery_is_found(
    key: LogKey, lived_once: World, tmp_path: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the forger has written new manifests."""
    bundle_of(lived_once, key, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out
    rewrite(tmp_path / "b.zip", change)
    assert verify(["verify", str(tmp_path / "b.zip")]) == 1
    assert "finding" in capsys.readouterr().out


def test_a_log_that_was_cut_is_never_signed(lived: World, key: LogKey, tmp_path: Path) -> None:
    """The last signed head is compared before a new one is signed (H8)."""
    from sqlalchemy import text

    from ledger.checkpoints import sign_checkpoint
    from ledger.errors import Refusal

    signed = sign_checkpoint(lived.store, key)
    assert sign_checkpoint(lived.store, key).note == signed.note
    with lived.store.housekeeping() as session:
        forged = "INSERT INTO checkpoint (size, at, root, note) VALUES (:size, '2026-01-05T09:00:00Z', :root, 'x')"
        session.execute(text(forged), {"size": signed.size + 5, "root": b"x" * 32})
    with pytest.raises(Refusal, match="does not continue"):
        sign_checkpoint(lived.store, key)


def test_the_commands_of_start_here_work_as_they_stand(lived: World, key: LogKey, tmp_path: Path) -> None:
    """The parts about what people signed and about the signed head, pasted into a shell."""
    bundle_of(lived, key, tmp_path / "b.zip")
    folder = tmp_path / "b"
    zipfile.ZipFile(tmp_path / "b.zip").extractall(folder)
    text = (folder / "data/START-HERE.txt").read_text()
    loop = text[text.index("    cd data/decisions") : text.index("  the head was signed")]
    answer = subprocess.run(["sh", "-e"], input=loop, text=True, cwd=folder, capture_output=True, check=True)
    assert answer.stdout.count("Good ") == 7 + 3, answer.stdout
    assert "BAD" not in answer.stdout
    for name in ("decisions", "consents"):
        first = min((folder / f"data/{name}").glob("*.json"))
        first.write_bytes(first.read_bytes().replace(b'"v":1', b'"v":2'))
    answer = subprocess.run(["sh"], input=loop, text=True, cwd=folder, capture_output=True, check=False)
    assert answer.stdout.count("BAD ") == 2, answer.stdout
    pasted = text[text.index("python3 - <<'PY'") : text.index("  the books balance")].replace("/tmp/", f"{tmp_path}/")  # noqa: S108
    answer = subprocess.run(
        ["bash", "-e"], input=pasted, text=True, cwd=folder / "data/decisions", capture_output=True, check=False
    )
    assert "Signature Verified Successfully" in answer.stdout, answer.stderr


def test_an_entrys_proof_holds_on_its_own(lived: World, key: LogKey, tmp_path: Path) -> None:
    """Proof, exact bytes and the log's key are enough; another entry's bytes are not."""
    from audit.proofs import InclusionProof
    from ledger.checkpoints import sign_checkpoint
    from ledger.log.queries import entry_at, proof_of_inclusion

    head = sign_checkpoint(lived.store, key)
    with lived.store.reading() as session:
        for seq in (0, 5, head.size - 1):
            proof = InclusionProof(seq, tuple(proof_of_inclusion(session, seq, head.size)), head.note.encode())
            (tmp_path / "p").write_bytes(proof.format())
            (tmp_path / "e").write_bytes(entry_at(session, seq).bytes)
            (tmp_path / "o").write_bytes(entry_at(session, 3).bytes)
            assert verify(["proof", str(tmp_path / "p"), str(tmp_path / "e"), "--log-key", key.verifier_key]) == 0
            assert verify(["proof", str(tmp_path / "p"), str(tmp_path / "o"), "--log-key", key.verifier_key]) == 1
