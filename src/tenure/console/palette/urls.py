"""Any account, page or action by a few letters."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.palette.palette import palette

urlpatterns = [path(f"{WORKSPACE}/palette", palette, name="palette")]
