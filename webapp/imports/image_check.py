"""Pictures looked at piece by piece without decoding them: whole, of bearable size, nothing hidden behind the end."""

import zlib

from webapp.imports.archive import damaged
from webapp.imports.refusal import RefusedFileError

MOST_PIXELS = 120_000_000
PNG_HEAD = 8
FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB})

TOO_MANY_PIXELS = "图片有 {width}×{height} 像素，过大。请缩小图片后再上传。"


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise damaged("图片没有尺寸")
    if width * height > MOST_PIXELS:
        raise RefusedFileError("evidence.too_many_pixels", TOO_MANY_PIXELS, {"width": width, "height": height})


def check_png(data: bytes) -> None:
    """Follow the chunks to the end, each with its checksum."""
    at, name = PNG_HEAD, b""
    while name != b"IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise damaged("图片不完整")
        if at == PNG_HEAD:
            if name != b"IHDR" or length != 13:
                raise damaged("图片没有文件头")
            _check_pixels(int.from_bytes(data[at + 8 : at + 12], "big"), int.from_bytes(data[at + 12 : at + 16], "big"))
        at = end
    if at != len(data):
        raise damaged("图片后面夹带了内容")


def check_jpeg(data: bytes) -> None:
    """Follow the segments to the picture's frame; cameras may append a preview, so what follows the end is let be."""
    at, has_frame = 2, False
    while at + 4 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise damaged("图片不完整")
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in FRAME_MARKERS:
            has_frame = True
            _check_pixels(int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big"))
        if marker == 0xDA:
            break
        at += 2 + length
    if not has_frame or b"\xff\xd9" not in data[at:]:
        raise damaged("图片不完整")
