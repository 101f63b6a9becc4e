"""Plays: what is done by itself for accounts, for whom, and what does it bring?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import ACCOUNT, WORKSPACE
from tenure.console.plays.account import account_plays
from tenure.console.plays.editor import edit_play, new_play, reshape_play, save_play, say_play
from tenure.console.plays.one import play
from tenure.console.plays.page import plays
from tenure.console.plays.publishing import ask, publish_play, turn_play
from tenure.console.plays.results import play_answer, play_results
from tenure.console.plays.runs import run, runs, stop
from tenure.console.plays.starting import start_play
from tenure.console.plays.versions import versions

_PLAYS: Final = f"{WORKSPACE}/plays"
_PLAY: Final = f"{_PLAYS}/<slug:play>"
# Beside the plays, not beneath them: any word could be the slug of one.
_NEW: Final = f"{WORKSPACE}/play"
_RUN: Final = f"{WORKSPACE}/runs/<int:number>"

urlpatterns = [
    path(_PLAYS, plays, name="plays"),
    path(_NEW, new_play, name="play-new"),
    path(f"{_NEW}/steps", reshape_play, name="play-reshape"),
    path(f"{_NEW}/said", say_play, name="play-say"),
    path(f"{_NEW}/kept", save_play, name="play-save"),
    path(f"{_NEW}/started", start_play, name="play-start"),
    path(_PLAY, play, name="play"),
    path(f"{_PLAY}/edit", edit_play, name="play-edit"),
    path(f"{_PLAY}/accounts", runs, name="play-runs"),
    path(f"{_PLAY}/results", play_results, name="play-results"),
    path(f"{_PLAY}/answer", play_answer, name="play-answer"),
    path(f"{_PLAY}/versions", versions, name="play-versions"),
    path(f"{_PLAY}/publish", ask, name="play-ask"),
    path(f"{_PLAY}/published", publish_play, name="play-publish"),
    path(f"{_PLAY}/turned", turn_play, name="play-turn"),
    path(f"{ACCOUNT}/plays", account_plays, name="account-plays"),
    path(_RUN, run, name="play-run"),
    path(f"{_RUN}/stopped", stop, name="play-stop"),
]
