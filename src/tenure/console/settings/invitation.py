"""Whom does this link let in? The page on which somebody who was invited sets a password, once."""

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tenure.actions.invitations import InvitationRefused, accept, invited
from tenure.console.access import ANYBODY, open_to
from tenure.console.demo import BACKEND
from tenure.console.stored_words import again


class PasswordForm(forms.Form):
    """A password, which the page shows as it is written when asked to."""

    password = forms.CharField(
        label=_("Your new password"),
        min_length=10,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )

    def clean_password(self) -> str:
        """One that is not easily guessed."""
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from None
        return password


@open_to(ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """The form (a GET changes nothing: mail scanners follow every link), then home, signed in."""
    try:
        user = invited(user_id=number, token=token)
        form = PasswordForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            login(request, accept(user_id=number, token=token, password=form.cleaned_data["password"]), backend=BACKEND)
            return redirect("home")
    except InvitationRefused as refused:
        response = render(request, "console/settings/link_over.html", {"sentence": again(str(refused))}, status=410)
    else:
        context = {"form": form, "email": user.email}
        response = render(request, "console/settings/invitation.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
