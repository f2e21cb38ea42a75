"""Files bent from honest ones by a seed: bytes, blocks, and parts inside archives with sums made right again."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable

MAGIC = (
    b"\0",
    b"\xff" * 4,
    b"PK\x05\x06",
    b"PK\x01\x02",
    b"%PDF-",
    b"<!DOCTYPE a [",
    b"]]>",
    b"&x;",
    b"\x7f\xff\xff\xff",
    b"/JS (x)",
)
WORDS = (
    b"<",
    b">",
    b'"',
    b"/",
    b'<c r="XFD9999999"/>',
    b'<row r="-1"/>',
    b"<!ENTITY a 'b'>",
    b"<a>" * 300,
    b"\xed\xa0\x80",
    b"&#0;",
    b"&#x110000;",
)


class Mutator:
    """Draws mutations from a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def mutated(self, data: bytes) -> bytes:
        """Return the file with one to four things changed; of archives every other time a part inside."""
        ways: tuple[Callable[[bytes], bytes], ...] = (self.flip, self.cut, self.repeat, self.insert, self.overwrite)
        if data.startswith(b"PK") and self.draw.random() < 0.5:
            return self.inside(data, ways)
        for _ in range(self.draw.randint(1, 4)):
            data = self.draw.choice(ways)(data)
        return data

    def inside(self, data: bytes, ways: tuple[Callable[[bytes], bytes], ...]) -> bytes:
        """Mutate one part and pack the archive anew, so that sums and sizes are right."""
        bent = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(bent, "w", zipfile.ZIP_DEFLATED) as new:
            chosen = self.draw.choice(old.namelist())
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, self.draw.choice((*ways, self.word))(part) if name == chosen else part)
        return bent.getvalue()

    def place(self, data: bytes) -> int:
        """Draw a place."""
        return self.draw.randrange(len(data) + 1)

    def flip(self, data: bytes) -> bytes:
        """Flip a bit."""
        at = self.place(data)
        return (
            data[:at] + bytes([data[at] ^ (1 << self.draw.randrange(8))]) + data[at + 1 :] if at < len(data) else data
        )

    def cut(self, data: bytes) -> bytes:
        """Leave out a block."""
        at = self.place(data)
        return data[:at] + data[at + self.draw.choice((1, 4, 64, 1024, len(data))) :]

    def repeat(self, data: bytes) -> bytes:
        """Repeat a block."""
        at = self.place(data)
        return data[:at] + data[at : at + self.draw.choice((1, 16, 512))] * self.draw.choice((2, 50)) + data[at:]

    def insert(self, data: bytes) -> bytes:
        """Put in what means something to a parser."""
        at = self.place(data)
        return data[:at] + self.draw.choice(MAGIC) + data[at:]

    def overwrite(self, data: bytes) -> bytes:
        """Write the same over what was there."""
        at, new = self.place(data), self.draw.choice(MAGIC)
        return data[:at] + new + data[at + len(new) :]

    def word(self, data: bytes) -> bytes:
        """Put markup into markup."""
        at = self.place(data)
        return data[:at] + self.draw.choice(WORDS) + data[at:]


def packed_pdf(content: bytes) -> bytes:
    """A page whose objects are packed."""
    stream = zlib.compress(content)
    head = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    return (
        head
        + b"3 0 obj <</Type/ObjStm>> stream\n"
        + stream
        + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )
