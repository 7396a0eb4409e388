"""Telling what a verification found: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from audit.findings import STEPS, Finding
from audit.verify import Report

MOST_TOLD = 200
LONGEST = 300


def as_json(report: Report) -> str:
    """Return the whole report as JSON."""
    head = report.head.signed.head
    findings = report.findings
    content: dict[str, Any] = {
        "holds": report.holds,
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "log_key": report.head.key.format() if report.head.key else None,
        "log_key_from": "auditor" if report.head.key_given else "bundle",
        "signatures_checked_by": report.checkers[0],
        "checkpoint_checked_by": report.checkers[1],
        "witnesses": [{"name": name, "at": at} for name, at in report.head.witnessed],
        "checks": [
            {"rule": rule, "checked": findings.checks[rule], "findings": findings.found[rule]} for rule in STEPS
        ],
        "findings": [
            {
                "rule": one.rule,
                "entry": None if one.seq < 0 else one.seq,
                "message": one.message,
            }
            for one in findings.kept
        ],
    }
    return json.dumps(content, indent=2)


def as_text(report: Report) -> str:
    """Return the report as lines for a terminal; nothing from the bundle can steer it."""
    head, findings = report.head.signed.head, report.findings
    lines = [
        f"log      {plain(head.origin)}",
        f"entries  {head.size}",
        f"root     {head.root.hex()}",
        *_about_keys(report),
        "",
        f"{'check':<11}{'checked':>10}{'findings':>10}  what holds without a finding",
    ]
    for rule, meaning in STEPS.items():
        counts = f"{findings.checks[rule]:>10}{findings.found[rule]:>10}"
        lines.append(f"{rule:<11}{counts}  {meaning}")
    lines.append("")
    lines += map(_told, findings.kept[:MOST_TOLD])
    untold = findings.found.total() - min(len(findings.kept), MOST_TOLD)
    if untold:
        lines.append(f"… and {untold} more; --json tells the first of each rule")
    verdict = "All checks hold." if report.holds else f"{findings.found.total()} findings."
    return "\n".join([*lines, verdict])


def _about_keys(report: Report) -> list[str]:
    people, checkpoint = report.checkers
    lines = []
    if report.head.key is not None:
        lines.append(f"key      {plain(report.head.key.format())}")
    if not report.head.key_given:
        lines.append("         This key was taken from the bundle itself. Compare it with the one that was")
        lines.append("         given to you, or give that one: --log-key KEY")
    lines += [f"witness  {plain(name)} at {at}" for name, at in report.head.witnessed]
    for what, way in (("people's signatures", people), ("the head's signatures", checkpoint)):
        lines.append(f"         {what}: " + (f"checked by {way}" if way else "NOT CHECKED"))
    return lines


def _told(finding: Finding) -> str:
    where = "" if finding.seq < 0 else f" entry {finding.seq}"
    return f"{finding.rule}{where}: {plain(finding.message)}"


def plain(text: str) -> str:
    """Return text in which every character that could steer a terminal is written out."""
    shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text[:LONGEST])
    return shown if len(text) <= LONGEST else f"{shown}…"
