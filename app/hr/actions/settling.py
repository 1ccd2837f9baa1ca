"""The same as-of gives the same bytes: the one place in a workbook where the writer puts the wall clock gets the as-of day."""

import re
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def settle(path: Path, as_of: date) -> None:
    """Write the end of the file anew, from the properties on; the sheets before them are not touched."""
    moment = f"{as_of.isoformat()}T00:00:00Z".encode()
    with ZipFile(path, "a") as book:
        start = book.getinfo(_PROPERTIES).header_offset
        tail = [(part.filename, book.read(part)) for part in book.infolist() if part.header_offset >= start]
        for name, _ in tail:
            book.filelist.remove(book.NameToInfo.pop(name))
        book.start_dir = start  # where the next part is written, and in the end the directory
        for name, content in tail:
            book.writestr(ZipInfo(name, _ZIP_EPOCH), _STAMP.sub(rb"\g<1>" + moment, content), ZIP_DEFLATED)
