"""A sound bundle holds in every check; whatever is changed in one is found where it belongs."""

from __future__ import annotations

from pathlib import Path

from audit.findings import STEPS
from audit.verify import verify
from tests.audit import bundles


def test_a_sound_bundle_holds_in_every_check(tmp_path: Path) -> None:
    """No finding, zipped and unpacked, and nothing that was not checked at all."""
    files = bundles.sound()
    zipped = verify(bundles.write_zip(tmp_path / "b.zip", files))
    unpacked = verify(bundles.write_folder(tmp_path / "b", bundles.bagged(files)))
    for report in (zipped, unpacked):
        assert report.findings.kept == []
        assert {rule for rule in STEPS if not report.findings.checks[rule]} == {"H8"}
