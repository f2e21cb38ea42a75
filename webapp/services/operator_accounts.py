"""The account under which a cluster's operator acts."""

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.permissions import Role
from webapp.queries import accounts


def operator_account(session: Session, login: str) -> int | None:
    """Return the account of that name, which must be an applicant's; None where no name was given."""
    if not login.strip():
        return None
    found = accounts.account_by_login(session, login.strip())
    if found is None or found.role != Role.APPLICANT:
        raise Refusal("no-operator", "没有名为“{login}”的申报单位账号，请核对或留空。", login=login.strip())
    return found.id
