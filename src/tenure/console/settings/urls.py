"""How the workspace works, and who may do what in it."""

from django.urls import URLPattern, path

from tenure.console.addresses import SETTINGS, WORKSPACE
from tenure.console.settings.assignments import assignments, drop_assignment, follow_assignments, make_assignment
from tenure.console.settings.audit import audit
from tenure.console.settings.data import data, download, erase, export
from tenure.console.settings.invitation import invitation
from tenure.console.settings.me import change_me, me, my_absence
from tenure.console.settings.members import (
    absence_of_member,
    change_member,
    end_member,
    invite_member,
    link_member,
    members,
    resume_member,
)
from tenure.console.settings.my_notices import forget_my_chat, my_notices, try_my_chat
from tenure.console.settings.options import bring_option_back, drop_option, edit_option, make_option, options
from tenure.console.settings.reasons import bring_reason_back, change_reason, drop_reason, make_reason, reasons
from tenure.console.settings.teams import change_team, drop_team, make_team
from tenure.console.settings.workspace import save_settings, settings

_MEMBERS = f"{SETTINGS}/members"
_TEAMS = f"{SETTINGS}/teams"
_OPTIONS = f"{SETTINGS}/products"
_REASONS = f"{SETTINGS}/reasons"
_ASSIGNMENTS = f"{SETTINGS}/assignments"

urlpatterns: list[URLPattern] = [
    path("invitation/<int:number>/<str:token>", invitation, name="invitation"),
    path(f"{WORKSPACE}/me", me, name="me"),
    path(f"{WORKSPACE}/me/change", change_me, name="change-me"),
    path(f"{WORKSPACE}/me/absence", my_absence, name="my-absence"),
    path(f"{WORKSPACE}/me/notices", my_notices, name="my-notices"),
    path(f"{WORKSPACE}/me/notices/test", try_my_chat, name="try-my-chat"),
    path(f"{WORKSPACE}/me/notices/chat/forgotten", forget_my_chat, name="forget-my-chat"),
    path(SETTINGS, settings, name="settings"),
    path(f"{SETTINGS}/change", save_settings, name="change-settings"),
    path(_MEMBERS, members, name="members"),
    path(f"{_MEMBERS}/new", invite_member, name="invite-member"),
    path(f"{_MEMBERS}/<int:number>/change", change_member, name="change-member"),
    path(f"{_MEMBERS}/<int:number>/absence", absence_of_member, name="absence-of-member"),
    path(f"{_MEMBERS}/<int:number>/link", link_member, name="link-member"),
    path(f"{_MEMBERS}/<int:number>/end", end_member, name="end-member"),
    path(f"{_MEMBERS}/<int:number>/return", resume_member, name="resume-member"),
    path(f"{_TEAMS}/new", make_team, name="make-team"),
    path(f"{_TEAMS}/<int:number>/change", change_team, name="change-team"),
    path(f"{_TEAMS}/<int:number>/end", drop_team, name="drop-team"),
    path(_OPTIONS, options, name="options"),
    path(f"{_OPTIONS}/new", make_option, name="make-option"),
    path(f"{_OPTIONS}/<int:number>/change", edit_option, name="edit-option"),
    path(f"{_OPTIONS}/<int:number>/end", drop_option, name="drop-option"),
    path(f"{_OPTIONS}/<int:number>/return", bring_option_back, name="bring-option-back"),
    path(_REASONS, reasons, name="reasons"),
    path(f"{_REASONS}/new", make_reason, name="make-reason"),
    path(f"{_REASONS}/<int:number>/change", change_reason, name="change-reason"),
    path(f"{_REASONS}/<int:number>/end", drop_reason, name="drop-reason"),
    path(f"{_REASONS}/<int:number>/return", bring_reason_back, name="bring-reason-back"),
    path(_ASSIGNMENTS, assignments, name="assignments"),
    path(f"{_ASSIGNMENTS}/new", make_assignment, name="make-assignment"),
    path(f"{_ASSIGNMENTS}/followed", follow_assignments, name="follow-assignments"),
    path(f"{_ASSIGNMENTS}/<int:number>/end", drop_assignment, name="drop-assignment"),
    path(f"{SETTINGS}/audit", audit, name="audit"),
    path(f"{SETTINGS}/data", data, name="data"),
    path(f"{SETTINGS}/data/export", export, name="export"),
    path(f"{SETTINGS}/data/copies/<int:number>", download, name="export-download"),
    path(f"{SETTINGS}/data/erase", erase, name="erase"),
]
