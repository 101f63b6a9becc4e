"""What would one write to an account whose person changes? A draft in plain words, for the giver to send."""

from django.utils.translation import gettext as _

from tenure.answers.books import Book
from tenure.records.models import Member, Workspace


def introduction(workspace: Workspace, giver: Member, taker: Member, book: Book) -> str:
    """The draft: who comes, since when, and what was promised stays promised."""
    lines = [
        _("Hello,"),
        "",
        _("From today on %(taker)s is your person at %(workspace)s. We have worked through your account together.")
        % {"taker": taker.name, "workspace": workspace.name},
    ]
    if book.promises or book.tasks:
        lines += ["", _("What we agreed on stays as it is; %(taker)s has it all in hand.") % {"taker": taker.name}]
    if book.meetings:
        lines += ["", _("Meetings that are planned take place; %(taker)s will be there.") % {"taker": taker.name}]
    lines += [
        "",
        _("You reach %(taker)s at %(email)s.") % {"taker": taker.name, "email": taker.user.email},
        "",
        _("Thank you for the time together."),
        giver.name,
    ]
    return "\n".join(lines)
