"""Tasks: what is to be done, by whom and when?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
