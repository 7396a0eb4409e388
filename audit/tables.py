"""The tables of a bundle, held row by row to what follows from its log."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from audit import bank_rows, channel_rows, journal_rows, sealed_rows, story_rows
from audit.bundle import Bundle
from audit.comparison import Columns, Comparison
from audit.facts import Facts, kind_of
from audit.findings import Findings
from audit.trouble import Unreadable

FOLDER = "data/tables/"
CHART = f"{FOLDER}chart_of_accounts.csv"
LOG = Columns(f"{FOLDER}log.csv", "seq at work actor verb leaf_hash", 1, 0)

Rows = Callable[[Facts], Iterator[str]]

GL_DETAIL = (
    "Journal_ID Journal_ID_Line_Number Effective_Date Fiscal_Year Period Entered_Date Entered_Time"
    " Entered_By Approved_By JE_Header_Description Source Business_Unit_Code GL_Account_Number"
    " GL_Account_Name Account_Type Amount_Credit_Debit_Indicator Amount Amount_Currency"
    " Transaction_Amount Transaction_Currency Minor Base_Minor Holder Reference_Kind Reference"
    " Sub_Account_Version Balance_Minor Base_Balance_Minor Reversal_Indicator Reversal_Journal_ID"
    " Log_Seq"
)
TABLES: tuple[tuple[Columns, Rows], ...] = (
    (Columns(f"{FOLDER}gl_detail.csv", GL_DETAIL, 2, 30), journal_rows.gl_detail),
    (
        Columns(
            f"{FOLDER}trial_balance.csv",
            "GL_Account_Number Business_Unit_Code Currency Holder Balance_Minor Base_Balance_Minor",
            4,
        ),
        journal_rows.trial_balance,
    ),
    (Columns(f"{FOLDER}currencies.csv", "currency digits", 1), journal_rows.currencies),
    (
        Columns(f"{FOLDER}user_listing.csv", "User_ID code Role_Responsibility from until", 4),
        story_rows.user_listing,
    ),
    (
        Columns(
            f"{FOLDER}funds.csv",
            "fund code donor currency opens closes purposes",
            1,
        ),
        journal_rows.funds,
    ),
    (
        Columns(f"{FOLDER}budgets.csv", "budget number fund version method code items minor currency proposal", 2),
        journal_rows.budgets,
    ),
    (Columns(f"{FOLDER}statements.csv", "statement cash currency from until count", 1), bank_rows.statements),
    (
        Columns(f"{FOLDER}statement_lines.csv", "line statement number date minor currency kind stage", 1),
        bank_rows.statement_lines,
    ),
    (
        Columns(
            f"{FOLDER}fund_figures.csv",
            "fund currency received_minor promised_minor paid_minor available_minor",
            2,
        ),
        journal_rows.fund_figures,
    ),
    (
        Columns(
            f"{FOLDER}contributions.csv",
            "contribution fund donor minor currency stage received_on",
            1,
        ),
        journal_rows.contributions,
    ),
    (
        Columns(f"{FOLDER}beneficiaries.csv", "beneficiary household", 1),
        story_rows.beneficiaries,
    ),
    (
        Columns(
            f"{FOLDER}awards.csv",
            "award reference kind beneficiary fund purpose supports_from supports_until minor currency stage emergency"
            " stopped way proposal",
            1,
        ),
        story_rows.awards,
    ),
    (
        Columns(f"{FOLDER}instalments.csv", "award number due minor stage", 2),
        story_rows.instalments,
    ),
    (
        Columns(f"{FOLDER}reviews.csv", "award number log_seq at outcome reason again_on person", 3, 2),
        story_rows.reviews,
    ),
    (
        Columns(f"{FOLDER}emergencies.csv", "award requested_at first_signed_at approved_at sent_at", 1),
        story_rows.emergencies,
    ),
    (
        Columns(
            f"{FOLDER}loans.csv",
            "award currency lent_minor repaid_minor written_off_minor granted_minor recovered_minor allowance_minor"
            " stage suspended rescheduled",
            1,
        ),
        story_rows.loans,
    ),
    (
        Columns(f"{FOLDER}repayments.csv", "Journal_ID award event date minor currency holder statement", 1),
        story_rows.repayments,
    ),
    (
        Columns(f"{FOLDER}runs.csv", "run reference channel currency cash stage proposal", 1),
        story_rows.runs,
    ),
    (
        Columns(
            f"{FOLDER}disbursements.csv",
            "disbursement reference award number run minor currency stage replaces settled_on split_of part parts"
            " forced_by grade",
            1,
        ),
        story_rows.disbursements,
    ),
    (Columns(f"{FOLDER}payment_files.csv", channel_rows.FILES, 1), channel_rows.payment_files),
    (Columns(f"{FOLDER}evidence.csv", channel_rows.EVIDENCE, 3), channel_rows.evidence),
    (Columns(f"{FOLDER}payment_numbers.csv", channel_rows.NUMBERS, 1), channel_rows.payment_numbers),
    (Columns(f"{FOLDER}advances.csv", channel_rows.ADVANCES, 1), channel_rows.advances),
    (
        Columns(
            f"{FOLDER}proposals.csv",
            "proposal kind stage revision needed sha256 proposer",
            1,
        ),
        story_rows.proposals,
    ),
    (
        Columns(
            f"{FOLDER}decisions.csv", "proposal revision person decision overlap overlap_reason at key log_seq", 3, 8
        ),
        story_rows.decisions,
    ),
    (
        Columns(f"{FOLDER}locks.csv", "lock name epoch person since_seq", 4, 4),
        sealed_rows.locks,
    ),
    (
        Columns(
            f"{FOLDER}envelopes.csv",
            "envelope beneficiary compartment version way channel paid_to sha256 person at log_seq",
            1,
            10,
        ),
        sealed_rows.envelopes,
    ),
    (
        Columns(
            f"{FOLDER}openings.csv",
            "opening beneficiary compartment envelope requester reason asked_at until consenter consented_at stage"
            " settled_at log_seq",
            1,
            12,
        ),
        sealed_rows.openings,
    ),
)
"""Every table that follows from replay alone: its columns, and its lines."""


def check_tables(bundle: Bundle, findings: Findings, facts: Facts) -> None:
    """Hold every table to the log; that of the log itself was read beside it."""
    read_chart(bundle, findings, facts)
    for columns, rows in TABLES:
        comparison = Comparison(bundle, findings, columns)
        for line in rows(facts):
            comparison.expect(line)
        comparison.finish()
    known = {CHART, LOG.file} | {columns.file for columns, _ in TABLES}
    for name in sorted(bundle.names - known):
        if name.startswith(FOLDER):
            findings.find("tables", f"{name} is no table of a bundle")


def read_chart(bundle: Bundle, findings: Findings, facts: Facts) -> None:
    """Read the names of accounts; number and kind of each are held to what the log uses."""
    try:
        rows = list(csv.reader(bundle.lines(CHART), strict=True))
    except (Unreadable, csv.Error) as problem:
        findings.find("tables", f"{CHART}: {problem}")
        return
    findings.count("tables", len(rows))
    if not rows or rows.pop(0) != ["GL_Account_Number", "GL_Account_Name", "Account_Type"]:
        findings.find("tables", f"{CHART}: its header is not the one it should have")
    for row in rows:
        if len(row) != 3 or row[0] in facts.names or row[2] != kind_of(row[0]):  # noqa: PLR2004 - columns
            findings.find("tables", f"{CHART}: account {row[0]!r} stands twice or is another kind")
        else:
            facts.names[row[0]] = row[1]
    for account in sorted(journal_rows.posted_accounts(facts) - facts.names.keys()):
        findings.find("tables", f"{CHART}: account {account} is missing")


class LogTable:
    """The table of the log, compared while the log is read."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self._comparison = Comparison(bundle, findings, LOG)

    def expect(self, entry: dict[str, Any], seq: int, leaf: bytes) -> None:
        """Hold the next line to an entry whose members are sound."""
        self._comparison.expect(f"{seq},{entry['at']},{entry['work']},{entry['actor']},{entry['verb']},{leaf.hex()}\n")

    def finish(self) -> None:
        """Tell the differences."""
        self._comparison.finish()
