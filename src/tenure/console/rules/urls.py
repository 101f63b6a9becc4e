"""Rules as forms: the one address that every page with a rule asks."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.rules.look import rule_look
from tenure.console.rules.pages import rule_form

urlpatterns = [
    path(f"{WORKSPACE}/rule/form", rule_form, name="rule-form"),
    path(f"{WORKSPACE}/rule/look", rule_look, name="rule-look"),
]
