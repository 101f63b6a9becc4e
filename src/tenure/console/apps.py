"""The staff's pages."""

import warnings

from django.apps import AppConfig

# Styles and scripts are files of at most a few hundred kilobytes, which may well be read at once.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


class ConsoleConfig(AppConfig):
    name = "tenure.console"
    label = "console"
