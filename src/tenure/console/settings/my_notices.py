"""What am I told, where and when? A member chooses it on their own page, and tries whether the chat is reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.notices import NoticesRefused, choose, forget_chat, try_chat
from tenure.actions.secret_text import UnreadableSecret, decrypt
from tenure.channels.chat import NoChat, chat_at
from tenure.channels.mail import NotSent
from tenure.console.access import actor, for_members
from tenure.console.settings.me import my_page
from tenure.console.settings.notices import NoticesForm
from tenure.records.models import Member


@for_members
@require_POST
def my_notices(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep what the member wants to be told."""
    form = NoticesForm(member, request.POST)
    if not form.is_valid():
        return my_page(request, member, notices=form)
    try:
        choose(member=member, chosen=form.chosen(), chat=form.cleaned_data["chat"], by=actor(member))
    except NoChat as refused:
        form.add_error("chat", str(refused))
    except NoticesRefused as refused:
        form.add_error(refused.field, str(refused))
    if form.errors:
        return my_page(request, member, notices=form)
    messages.success(request, _("Saved. You are told so from now on."))
    return redirect("me", member.workspace.slug)


@for_members
@require_POST
def try_my_chat(request: HttpRequest, member: Member) -> HttpResponse:
    """Write to the chat that was typed, else to the one that is kept; what was typed stays typed."""
    form = NoticesForm(member, request.POST)
    form.is_valid()
    try:
        chat = form.cleaned_data.get("chat") or (decrypt(form.kept_chat) if form.kept_chat else "")
        title = _("A test from %(workspace)s") % {"workspace": member.workspace.name}
        try_chat(chat=chat, title=title, text=_("This is where you are told of alerts."))
    except (NoChat, NotSent, UnreadableSecret) as failed:
        form.add_error("chat", str(failed))
    else:
        messages.success(request, _("The test arrived in %(chat)s.") % {"chat": chat_at(chat)})
    return my_page(request, member, notices=form)


@for_members
@require_POST
def forget_my_chat(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the address of the chat no longer."""
    if forget_chat(member=member, by=actor(member)):
        messages.success(request, _("The address is forgotten: you are told nothing by chat."))
    return redirect("me", member.workspace.slug)
