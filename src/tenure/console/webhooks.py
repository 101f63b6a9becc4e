"""Which other programs are told what happens, and did they take it? Webhooks: made, stopped, and what they were told."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.webhooks import UnknownTopic, create_webhook, stop_webhook
from tenure.channels.outgoing import Unreachable
from tenure.console.access import actor, for_admins, for_members, may_administer
from tenure.records.models import Member, Webhook, WebhookDelivery
from tenure.values.topics import TOPICS
from tenure.values.voice import worded

SHOWN = 50


class WebhookForm(forms.Form):
    """Where to, and what of."""

    url = forms.CharField(
        max_length=2_000,
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/tenure", "autocomplete": "off"}),
        error_messages={"required": _("Write the address that is to be told.")},
    )
    topics = forms.MultipleChoiceField(
        choices=lambda: [(topic, worded(sentence)) for topic, sentence in TOPICS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(TOPICS),
        error_messages={"required": _("Choose at least one.")},
    )


@for_members
@require_safe
def webhooks(request: HttpRequest, member: Member) -> HttpResponse:
    """Every webhook in use, and the last deliveries: of one webhook when the address names it."""
    return render(request, "console/settings/webhooks.html", _context(request, member, WebhookForm()))


@for_admins
@require_POST
def make_webhook(request: HttpRequest, member: Member) -> HttpResponse:
    """The page with the secret that signs on it: it cannot be shown again, so no other page is sent for."""
    form = WebhookForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made, secret = create_webhook(
                workspace=member.workspace, url=said["url"], topics=said["topics"], by=actor(member)
            )
        except (Unreachable, UnknownTopic) as error:
            form.add_error("url", str(error))
    if form.errors:
        return render(request, "console/settings/webhooks.html", _context(request, member, form), status=422)
    context = _context(request, member, WebhookForm()) | {"new": made, "secret": secret}
    response = render(request, "console/settings/webhooks.html", context)
    add_never_cache_headers(response)
    return response


@for_admins
@require_POST
def drop_webhook(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - views take it
    """Tell an address nothing more; one that is stopped already is no error."""
    stop_webhook(workspace=member.workspace, webhook_id=number, by=actor(member))
    return redirect("webhooks", member.workspace.slug)


def _context(request: HttpRequest, member: Member, form: WebhookForm) -> dict[str, object]:
    found = list(Webhook.objects.filter(workspace=member.workspace).order_by("-pk"))
    told = WebhookDelivery.objects.filter(workspace=member.workspace).select_related("webhook").order_by("-pk")
    asked = request.GET.get("webhook", "")
    one = next((hook for hook in found if str(hook.pk) == asked), None)
    return {
        "member": member,
        "section": "settings",
        "tab": "webhooks",
        "here": True,
        "in_use": [hook for hook in found if hook.stopped_at is None],
        "stopped": [hook for hook in found if hook.stopped_at is not None],
        "one": one,
        "deliveries": list((told.filter(webhook=one) if one else told)[:SHOWN]),
        "shown": SHOWN,
        "form": form,
        "topics": TOPICS,
        "may_administer": may_administer(member),
    }
