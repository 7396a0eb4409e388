"""A camt.053 file, a part of a statement at a time: nothing larger than one entry is ever held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ledger.banking.limited import Limited
from ledger.banking.trouble import DOWNLOAD, broken
from ledger.errors import N_

_CHUNK = 64 * 1024
_DEEPEST = 40
_STATEMENT, _MESSAGE, _BEGUN = "Stmt", "BkToCstmrStmt", 2
_OTHERS = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrDbtCdtNtfctn": "camt.054", "CstmrPmtStsRpt": "pain.002"}
_TOO_DEEP = N_("This file is nested deeper than any statement.")


@dataclass(frozen=True, slots=True)
class Part:
    """A child of a statement, by its local names, with the line of the file on which it ends."""

    name: str
    content: Element
    line: int


def parts(source: BinaryIO) -> Iterator[Part]:
    """Give the parts of all statements in the order of the file; `Stmt` itself after its own parts.

    Raises CannotRead: too large, no XML, an entity or a document type, another message.
    """
    limited, target = Limited(source), _Target()
    parser: Any = DefusedXMLParser(target=target, forbid_dtd=True)
    target.place = parser.parser
    try:
        while chunk := limited.read(_CHUNK):
            parser.feed(chunk)
            yield from target.taken()
        parser.close()
    except ParseError as error:
        raise broken(error.position[0], N_("From here on the file cannot be read as XML.")) from None
    except DefusedXmlException:
        raise broken(
            target.place.CurrentLineNumber,
            N_("The file declares entities or a document type. No bank's statement does."),
            N_("Do not trust this file. Download the statement from the bank yourself."),
        ) from None
    except (LookupError, ValueError):
        raise broken(1, N_("The file names an encoding that cannot be read.")) from None
    yield from target.taken()
    if not target.seen_message:
        raise broken(0, N_("This XML file is no statement of an account (camt.053)."), DOWNLOAD)


class _Target:
    """Builds the children of `Stmt`, and forgets the rest."""

    def __init__(self) -> None:
        self.place: Any = None
        self.seen_message = False
        self._names: list[str] = []
        self._built: list[Element] = []
        self._taken: list[Part] = []

    def taken(self) -> list[Part]:
        found, self._taken = self._taken, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._judge(name)
        if self._built:
            self._built.append(SubElement(self._built[-1], name, attributes))
        elif self._names[-1:] == [_STATEMENT]:
            self._built.append(Element(name, attributes))
        self._names.append(name)

    def _judge(self, name: str) -> None:
        if len(self._names) > _DEEPEST:
            raise broken(self.place.CurrentLineNumber, _TOO_DEEP)
        if len(self._names) < _BEGUN and name in _OTHERS:
            raise broken(
                0,
                N_("This file is a %(other)s, which is no statement with balances."),
                N_("Download the statement of the account (camt.053)."),
                other=_OTHERS[name],
            )
        self.seen_message = self.seen_message or name == _MESSAGE

    def data(self, text: str) -> None:
        if self._built:
            self._built[-1].text = (self._built[-1].text or "") + text

    def end(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        name = self._names.pop()
        if self._built:
            element = self._built.pop()
            if not self._built:
                self._taken.append(Part(name, element, self.place.CurrentLineNumber))
        elif name == _STATEMENT:
            self._taken.append(Part(name, Element(name), self.place.CurrentLineNumber))

    def close(self) -> None:
        """The end of the file: nothing is left to build."""
