"""Which language do pages speak to this person? The one they chose, else the browser's where we have it, else English."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

PROGRAMS: Final = "/api/"  # what programs read stays English, whoever runs them
DOCS: Final = "/api/v1/docs"  # what people read of it speaks to them; what it was made from stays English


class LanguageMiddleware(LocaleMiddleware):
    """What the browser asks for, until `speak` knows better."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak the browser's language, and English to programs."""
        super().process_request(request)
        if request.path_info.startswith(PROGRAMS) and request.path_info != DOCS:
            translation.activate(settings.LANGUAGE_CODE)


def offered() -> list[str]:
    """The languages that somebody may choose from: those whose catalogue is complete."""
    return [code for code, _ in settings.LANGUAGES]


def speak(request: HttpRequest, language: str) -> None:
    """Speak a member's own choice for the rest of this request; an empty one, or one not offered, changes nothing."""
    if language in offered():
        translation.activate(language)
        request.chosen_language = language  # type: ignore[attr-defined]  # read by `chosen` alone


def chosen(request: HttpRequest) -> bool:
    """Whether the language in force is the person's own choice, not the browser's."""
    return hasattr(request, "chosen_language")
