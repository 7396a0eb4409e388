"""The bag round the bundle (BagIt 1.0, RFC 8493): every file listed once, with its SHA-256."""

from __future__ import annotations

import hashlib
import re

from audit.bundle import CHUNK, Bundle
from audit.findings import Findings
from audit.trouble import Unreadable

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
MOST_INFO = 1 << 16

_LINE = re.compile(r"([0-9a-f]{64}) [ *]([!-~]+)\n?")
_OXUM = re.compile(r"^Payload-Oxum: *([0-9]+)\.([0-9]+)$", re.MULTILINE)


def check_bag(bundle: Bundle, findings: Findings) -> dict[str, str]:
    """Hold every file of a bundle to the manifests; return the SHA-256 in hex that each file has."""
    check_tags(bundle, findings)
    payload = frozenset(name for name in bundle.names if name.startswith(PAYLOAD))
    tags = bundle.names - payload - {TAG_MANIFEST}
    sums = check_listed(bundle, findings, MANIFEST, payload)
    return sums | check_listed(bundle, findings, TAG_MANIFEST, tags)


def check_tags(bundle: Bundle, findings: Findings) -> None:
    """Hold the declaration and the count of bytes and files to what is there."""
    findings.count("bag")
    try:
        if bundle.read("bagit.txt", len(DECLARATION)) != DECLARATION:
            findings.find("bag", "bagit.txt does not declare BagIt 1.0 in UTF-8")
        info = bundle.read(INFO, MOST_INFO).decode("utf-8", "replace")
    except Unreadable as problem:
        findings.find("bag", str(problem))
        return
    sizes = [size for name, size in bundle.sizes.items() if name.startswith(PAYLOAD)]
    for octets, files in _OXUM.findall(info):
        if (octets, files) != (str(sum(sizes)), str(len(sizes))):
            findings.find("bag", f"{INFO} counts {files} files, there are {len(sizes)}")


def check_listed(bundle: Bundle, findings: Findings, manifest: str, names: frozenset[str]) -> dict[str, str]:
    """Hold these files to a manifest: each listed once, none else, with the SHA-256 it has."""
    listed, sums = read_manifest(bundle, findings, manifest), {}
    findings.count("bag", len(names))
    for name in sorted(listed.keys() - names):
        findings.find("bag", f"{name} is listed in {manifest}, but is not there")
    for name in sorted(names):
        try:
            sums[name] = digest_of(bundle, name)
        except Unreadable as problem:
            findings.find("bag", str(problem))
            continue
        if name not in listed:
            findings.find("bag", f"{name} is not listed in {manifest}")
        elif sums[name] != listed[name]:
            findings.find("bag", f"{name} has another SHA-256 than {manifest} lists")
    return sums


def read_manifest(bundle: Bundle, findings: Findings, manifest: str) -> dict[str, str]:
    """Return the SHA-256 in hex that a manifest lists for each name."""
    listed: dict[str, str] = {}
    try:
        for number, line in enumerate(bundle.lines(manifest), start=1):
            match = _LINE.fullmatch(line)
            if match is None:
                findings.find("bag", f"{manifest} line {number} is malformed")
            elif match[2] in listed:
                findings.find("bag", f"{match[2]} is listed twice in {manifest}")
            else:
                listed[match[2]] = match[1]
    except Unreadable as problem:
        findings.find("bag", str(problem))
    return listed


def digest_of(bundle: Bundle, name: str) -> str:
    """Return the SHA-256 of a file in hex. Raises Unreadable."""
    if bundle.sizes[name] <= CHUNK:
        return hashlib.sha256(bundle.read(name, CHUNK)).hexdigest()
    digest = hashlib.sha256()
    for piece in bundle.chunks(name):
        digest.update(piece)
    return digest.hexdigest()
