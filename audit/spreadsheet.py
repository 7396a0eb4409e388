"""Reading cells out of a workbook (ECMA-376) with nothing but zip and expat.

Document types are refused, so no entity can grow; sheets stream, and are never held whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from xml.parsers import expat

from audit.archive import check_packing
from audit.bundle import CHUNK, DAMAGE
from audit.plainsheet import NotPlain, plain_rows
from audit.trouble import CannotRead, Unreadable

MOST_TEXTS = 5_000_000
MOST_COLUMNS = 64
MOST_PARTS = 1_000

Attributes = dict[str, str]
Row = list[str]

_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


class Workbook:
    """The sheets of a workbook by name, in its order; raises Unreadable for what is none."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            for member in self._zip.infolist():
                check_packing(member)
            self.sheets = self._find_sheets()
            self._texts = self._read_texts()
        except (CannotRead, expat.ExpatError, *DAMAGE) as problem:
            raise Unreadable(f"it is no workbook that can be read ({problem})") from problem

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet, each a list of the texts of its cells. Raises Unreadable."""
        read = 0
        try:
            try:
                for row in plain_rows(self._chunks(self.sheets[sheet])):
                    yield row
                    read += 1
            except NotPlain:
                yield from islice(self._parsed_rows(self.sheets[sheet]), read, None)
        except (expat.ExpatError, *DAMAGE) as problem:
            raise Unreadable(f"sheet {sheet} cannot be read ({problem})") from problem

    def _chunks(self, path: str) -> Iterator[bytes]:
        with self._zip.open(path) as opened:
            while piece := opened.read(CHUNK):
                yield piece

    def _parsed_rows(self, path: str) -> Iterator[Row]:
        reader = SheetReader(self._texts)
        parser = new_parser(reader.start, reader.end, reader.text)
        for piece in self._chunks(path):
            parser.Parse(piece)
            yield from reader.take_rows()
        finish(parser)
        yield from reader.take_rows()

    def _find_sheets(self) -> dict[str, str]:
        targets: dict[str, str] = {}
        names: dict[str, str] = {}

        def relation(tag: str, with_: Attributes) -> None:
            if tag == "Relationship":
                path = with_["Target"]
                targets[with_["Id"]] = path[1:] if path.startswith("/") else f"xl/{path}"

        def sheet(tag: str, with_: Attributes) -> None:
            if tag == "sheet":
                names[with_["name"]] = with_["r:id"]

        self._parse("xl/_rels/workbook.xml.rels", relation)
        self._parse("xl/workbook.xml", sheet)
        return {name: targets[ident] for name, ident in names.items()}

    def _read_texts(self) -> list[str]:
        path = "xl/sharedStrings.xml"
        texts: list[str] = []
        if path not in self._zip.namelist():
            return texts

        def start(tag: str, _: Attributes) -> None:
            if tag == "si":
                texts.append("")
                if len(texts) > MOST_TEXTS:
                    raise ValueError("it holds too many texts")

        def text(part: str) -> None:
            if texts:
                texts[-1] += part

        self._parse(path, start, text)
        return texts

    def _parse(
        self,
        path: str,
        start: Callable[[str, Attributes], None],
        text: Callable[[str], None] = lambda _: None,
    ) -> None:
        parser = new_parser(start, lambda _: None, text)
        for piece in self._chunks(path):
            parser.Parse(piece)
        finish(parser)


class SheetReader:
    """Collects the rows of one sheet as expat tells of them."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._rows: list[Row] = []
        self._row: Row = []
        self._kind = ""
        self._text: list[str] = []
        self._inside = False

    def take_rows(self) -> list[Row]:
        """Return the rows finished since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, with_: Attributes) -> None:
        """Begin a row, a cell, or the value in it."""
        if tag == "row":
            self._row = []
        elif tag == "c":
            self._kind, self._text = with_.get("t", "n"), []
            match = _COLUMN.fullmatch(with_.get("r", ""))
            if match is not None:
                place = column_of(match[1])
                if place >= MOST_COLUMNS:
                    raise ValueError("it has a cell far outside its table")
                self._row += [""] * (place - len(self._row))
        elif tag in {"v", "t"}:
            self._inside = True

    def end(self, tag: str) -> None:
        """Finish what began."""
        if tag in {"v", "t"}:
            self._inside = False
        elif tag == "c":
            text = "".join(self._text)
            self._row.append(self._texts[int(text)] if self._kind == "s" else text)
        elif tag == "row":
            self._rows.append(self._row)

    def text(self, part: str) -> None:
        """Keep the text of a value."""
        if self._inside:
            self._text.append(part)
            if len(self._text) > MOST_PARTS:
                raise ValueError("it has a cell that is far too long")


def new_parser(
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> expat.XMLParserType:
    """Return a parser that refuses document types, and with them every entity."""

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, with_: start(tag.rpartition(":")[2], with_)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    return parser


def finish(parser: expat.XMLParserType) -> None:
    """Tell a parser that this was all."""
    last = True
    parser.Parse(b"", last)


def column_of(letters: str) -> int:
    """Return the place of a column, counted from 0: `A` is 0, `AA` is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
