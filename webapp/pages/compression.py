"""Pages and static files compressed for the way: an office network is slow, a desk page is mostly text.

A page is compressed only where nobody else can put chosen text into it beside the token of its forms (BREACH): asked
by GET without any parameter. Its length is blurred besides, by a file name of random length in the head of the stream.
"""

import secrets
import zlib
from functools import lru_cache

from flask import Flask, Response, request

KINDS = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")
# Below this a packet is saved at best.
SHORTEST = 2048
# Level 1 leaves a fifth of a desk page at under a millisecond; level 6 saves little more at three times the cost.
PAGE_LEVEL, FILE_LEVEL = 1, 6
BLUR = 100
DEFLATED, NAMED, UNIX = 8, 8, 3


def install_compression(app: Flask) -> None:
    """Compress what may be compressed."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress one answer when the browser takes it and nothing secret is at stake."""
    if response.mimetype not in KINDS or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    is_file = request.endpoint == "static"
    may = request.method == "GET" and "Content-Encoding" not in response.headers and (is_file or not request.args)
    if not may or not request.accept_encodings.quality("gzip"):
        return response
    data = whole(response)
    if len(data) >= SHORTEST:
        response.set_data(packed_file(data) if is_file else gzipped(data, PAGE_LEVEL, blur=True))
        response.headers["Content-Encoding"] = "gzip"
        if "ETag" in response.headers:
            response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


def whole(response: Response) -> bytes:
    """Read what is to be sent; a file is closed at once, since nobody reads on from it."""
    source = response.response
    response.direct_passthrough = False
    data = response.get_data()
    close = getattr(source, "close", None)
    if close is not None:
        close()
    return data


@lru_cache(maxsize=64)
def packed_file(data: bytes) -> bytes:
    """Compress a static file; the same content is not compressed twice."""
    return gzipped(data, FILE_LEVEL)


def gzipped(data: bytes, level: int, *, blur: bool = False) -> bytes:
    """Return a gzip stream; blurred, it carries a file name whose length says nothing."""
    name = b"-" * secrets.randbelow(BLUR) + b"\0" if blur else b""
    stream = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = bytes((0x1F, 0x8B, DEFLATED, NAMED if blur else 0)) + bytes((0, 0, 0, 0, 0, UNIX))
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return head + name + stream.compress(data) + stream.flush() + tail
