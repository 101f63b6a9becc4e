"""What was agreed with an account, and how far it is."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
