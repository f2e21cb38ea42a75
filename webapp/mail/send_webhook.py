"""A signed webhook for gateways to SMS, DingTalk or WeChat Work; only its last byte leaves the outcome open."""

import http.client
import json
from urllib.parse import urlsplit

from webapp.mail.delivery import SECONDS, BeforeLastByte, Letter, NotNow, Refused, Unanswered
from webapp.mail.signature import sign

# These say that nothing was done yet. Any other 5xx came after the whole message: it may have gone out all the same.
RETRY_STATUS = (408, 409, 425, 429, 503)
LONGEST_ANSWER = 400


def webhook_body(letter: Letter) -> bytes:
    """Return what the gateway gets: the message and whom it is for."""
    told = {
        "id": letter.number,
        "kind": letter.kind,
        "to": {"login": letter.login, "name": letter.name, "phone": letter.address},
        "subject": letter.subject,
        "text": letter.body,
        "at": letter.at,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def webhook_headers(letter: Letter, *, body: bytes, secret: str, timestamp: str) -> dict[str, str]:
    """Return the headers: the signature, its time, and the key by which a repetition is known."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Idempotency-Key": f"zeyou-notice-{letter.number}",
        "X-Zeyou-Timestamp": timestamp,
        "X-Zeyou-Signature": f"sha256={sign(secret, timestamp, body)}",
        "Connection": "close",
    }


def send_webhook(letter: Letter, *, url: str, secret: str, timestamp: str, before_last: BeforeLastByte) -> str:
    """Hand the message to the gateway and return its answer; redirections are not followed."""
    parts, body = urlsplit(url), webhook_body(letter)
    build = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    talk = build(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        try:
            talk.putrequest("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
            for name, value in webhook_headers(letter, body=body, secret=secret, timestamp=timestamp).items():
                talk.putheader(name, value)
            talk.endheaders(body[:-1])
        except OSError as error:
            raise NotNow(str(error) or type(error).__name__) from error
        before_last(talk.sock)
        return last_answer(talk, body[-1:])
    finally:
        talk.close()


def last_answer(talk: http.client.HTTPConnection, last: bytes) -> str:
    """Send the last byte and judge the answer."""
    try:
        talk.send(last)
        answer = talk.getresponse()
        text = answer.read(LONGEST_ANSWER).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(str(error) or type(error).__name__) from error
    said = f"{answer.status} {text}".strip()
    if answer.status // 100 == 2:
        return said
    if answer.status in RETRY_STATUS:
        raise NotNow(said)
    raise (Unanswered if answer.status >= 500 else Refused)(said)
