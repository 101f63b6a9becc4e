"""Segments: which there are, who is in each, and the form of their rules."""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.segments.editor import change_kept, edit_segment, end_segment, new_segment, restore, save_segment
from tenure.console.segments.one import segment
from tenure.console.segments.page import segments
from tenure.console.segments.personas import keep_persona, look_for_personas, personas

_SEGMENTS: Final = f"{WORKSPACE}/segments"
_PERSONAS: Final = f"{_SEGMENTS}/personas"
_ONE: Final = f"{_SEGMENTS}/<int:number>"

urlpatterns = [
    path(_SEGMENTS, segments, name="segments"),
    path(f"{_SEGMENTS}/new", new_segment, name="new-segment"),
    path(f"{_SEGMENTS}/made", save_segment, name="save-segment"),
    path(_PERSONAS, personas, name="personas"),
    path(f"{_PERSONAS}/look", look_for_personas, name="look-for-personas"),
    path(f"{_PERSONAS}/<int:number>/kept", keep_persona, name="keep-persona"),
    path(_ONE, segment, name="segment"),
    path(f"{_ONE}/edit", edit_segment, name="edit-segment"),
    path(f"{_ONE}/changed", change_kept, name="change-segment"),
    path(f"{_ONE}/end", end_segment, name="end-segment"),
    path(f"{_ONE}/restored", restore, name="restore-segment"),
]
