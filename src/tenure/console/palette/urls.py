"""Any account, page or action by a few letters."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
