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
_STATEMENT, _MESSAGE = "Stmt", "BkToCstmrStmt"
_OTHERS = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrDbtCdtNtfctn": "camt.054", "CstmrPmtStsRpt": "pain.002"}
_SOMEBODY = {"RltdPties", "RltdAgts", "Ownr", "Svcr", "Tax", "RltdRmtInf", "AddtlStmtInf"}
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
    _listen(parser.parser, target)
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


def _listen(expat: Any, target: _Target) -> None:
    """Hear of elements at first hand: by way of the parser's own tree a large statement takes twice as long."""
    target.place = expat
    expat.ordered_attributes = False
    expat.buffer_text = True
    expat.StartElementHandler, expat.EndElementHandler = target.start, target.end
    expat.CharacterDataHandler = target.data


class _Target:
    """Builds the children of `Stmt`, and forgets the rest: who is on the other side is never built."""

    def __init__(self) -> None:
        self.place: Any = None
        self.seen_message = False
        self._local: dict[str, str] = {}
        self._names: list[str] = []
        self._built: list[Element] = []
        self._left_out = 0
        self._taken: list[Part] = []

    def taken(self) -> list[Part]:
        found, self._taken = self._taken, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._local.get(tag) or self._local.setdefault(tag, tag.rpartition("}")[2])
        if self._left_out or name in _SOMEBODY:
            self._left_out += 1
        elif self._built:
            self._built.append(SubElement(self._built[-1], name, attributes))
        elif self._names[-1:] == [_STATEMENT]:
            self._built.append(Element(name, attributes))
        else:
            self._judge(name)
        self._names.append(name)
        if len(self._names) > _DEEPEST:
            raise broken(self.place.CurrentLineNumber, _TOO_DEEP)

    def _judge(self, name: str) -> None:
        if name in _OTHERS:
            raise broken(
                0,
                N_("This file is a %(other)s, which is no statement with balances."),
                N_("Download the statement of the account (camt.053)."),
                other=_OTHERS[name],
            )
        self.seen_message = self.seen_message or name == _MESSAGE

    def data(self, text: str) -> None:
        if self._built and not self._left_out:
            self._built[-1].text = (self._built[-1].text or "") + text

    def end(self, _tag: str) -> None:
        name = self._names.pop()
        if self._left_out:
            self._left_out -= 1
        elif self._built:
            element = self._built.pop()
            if not self._built:
                self._taken.append(Part(name, element, self.place.CurrentLineNumber))
        elif name == _STATEMENT:
            self._taken.append(Part(name, Element(name), self.place.CurrentLineNumber))

    def close(self) -> None:
        """The end of the file: nothing is left to build."""
