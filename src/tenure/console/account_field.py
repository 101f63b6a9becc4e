"""A field of a form in which somebody names an account by its key, its name or a few letters of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tenure.console.account_named import named
from tenure.records.models import Account, Workspace


class AccountField(forms.CharField):
    """Cleans to the account of ``workspace``, which the form sets; to None when it may be left empty and is."""

    workspace: Workspace

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=300, **more)

    def clean(self, value: Any) -> Any:
        """The account; refused when none or several could be meant, with their names."""
        text = super().clean(value)
        if not text:
            return None
        found = named(self.workspace, text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No account here is called “%(text)s”.") % {"text": text[:80]})
        names = ", ".join(_told(account, found) for account in found[:4])
        raise forms.ValidationError(_("Which one: %(names)s? Write more of it.") % {"names": names})


def _told(account: Account, beside: list[Account]) -> str:
    """The name, with the key where another has the same name."""
    alike = [one for one in beside if one.name == account.name]
    return str(account) if len(alike) == 1 else f"{account} ({account.key})"
