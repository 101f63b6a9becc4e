"""Objectives: what was agreed with an account, and how far it is."""

from django.urls import path

from tenure.console.addresses import ACCOUNT
from tenure.console.objectives.page import drop_objective, make_objective, objectives, save_objective

_HERE = f"{ACCOUNT}/objectives"

urlpatterns = [
    path(_HERE, objectives, name="objectives"),
    path(f"{_HERE}/new", make_objective, name="make-objective"),
    path(f"{_HERE}/<int:number>", save_objective, name="save-objective"),
    path(f"{_HERE}/<int:number>/end", drop_objective, name="drop-objective"),
]
