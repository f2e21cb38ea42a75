"""A notice as a mail: the same row always gives the same Message-ID."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from webapp.errors import Unusable
from webapp.mail.delivery import Letter


def mail_bytes(letter: Letter, sender: str) -> bytes:
    """Return the mail in bytes with CRLF line ends."""
    host = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=SMTP)
    try:
        message["From"], message["To"] = sender, letter.address
    except ValueError as error:
        raise Unusable("bad-address", "邮件地址“{address}”无法使用，请改正。", address=letter.address) from error
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"], message["Message-ID"] = letter.at, f"<zeyou-notice-{letter.number}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="base64")
    return message.as_bytes()
