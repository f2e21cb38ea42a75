"""Mail over SMTP, so that one moment only is uncertain: between the final dot and the server's answer.

Until the dot the server must throw away what it got (RFC 5321, 4.1.1.4), so a fault before it is repeated without
risk; `before_last` is called just before the dot, and whoever calls notes there that it is about to be sent.
"""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from webapp.mail.delivery import SECONDS, BeforeLastByte, Letter, NotNow, Refused, Unanswered
from webapp.mail.mail_message import mail_bytes

LINE_DOT = re.compile(rb"(?m)^\.")
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
ACCEPTED, GO_AHEAD, PERMANENT = 250, 354, 500


def send_mail(letter: Letter, *, server: str, sender: str, before_last: BeforeLastByte) -> str:
    """Hand the mail to the server and return its answer."""
    content = LINE_DOT.sub(b"..", mail_bytes(letter, sender))
    talk = None
    try:
        talk = opened(server)
        say_envelope(talk, letter, sender)
        talk.send(content if content.endswith(b"\r\n") else content + b"\r\n")
        before_last(connection_of(talk))
        return last_answer(talk)
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(str(error) or type(error).__name__) from error
    finally:
        if talk is not None:
            talk.close()


def connection_of(talk: smtplib.SMTP) -> socket.socket:
    """Return the connection under the conversation."""
    if talk.sock is None:
        raise NotNow("no connection")
    return talk.sock


def opened(server: str) -> smtplib.SMTP:
    """Connect, encrypt and sign in as the address says."""
    parts = urlsplit(server)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        talk: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        talk = smtplib.SMTP(host, port, timeout=SECONDS)
    if parts.scheme == "smtp+starttls":
        talk.starttls(context=ssl.create_default_context())
    talk.ehlo_or_helo_if_needed()
    if parts.username:
        talk.login(unquote(parts.username), unquote(parts.password or ""))
    return talk


def say_envelope(talk: smtplib.SMTP, letter: Letter, sender: str) -> None:
    """Name sender and receiver and ask to send."""
    check(*talk.mail(sender))
    check(*talk.rcpt(letter.address))
    code, text = talk.docmd("DATA")
    if code != GO_AHEAD:
        raise (Refused if code >= PERMANENT else NotNow)(spoken(code, text))


def last_answer(talk: smtplib.SMTP) -> str:
    """Send the dot and read the answer; without one nobody knows whether the mail was taken."""
    try:
        talk.send(b".\r\n")
        code, text = talk.getreply()
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Unanswered(str(error) or type(error).__name__) from error
    check(code, text)
    with suppress(OSError):  # the mail is taken; a farewell must not hold up noting that
        talk.send(b"QUIT\r\n")
    return spoken(code, text)


def check(code: int, text: bytes) -> None:
    """Tell a refusal for good from one for now."""
    if code // 100 != ACCEPTED // 100:
        raise (Refused if code >= PERMANENT else NotNow)(spoken(code, text))


def spoken(code: int, text: bytes) -> str:
    """Return the server's words."""
    return f"{code} {text.decode(errors='replace')}"
