"""Today: who needs somebody, why, and what is next?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
