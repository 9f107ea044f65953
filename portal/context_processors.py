"""What every page may say about the service that runs the portal, and the languages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from accounts.templatetags.sidelight import language_tag

# By their own names, in the order of the settings. They cannot change while we run.
LANGUAGES = [
    {
        "code": code,
        "name": name,
        "tag": language_tag(code),
        "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
    }
    for code, name in settings.LANGUAGES
]


def service(request: HttpRequest) -> dict[str, object]:
    return {"service": settings.SERVICE, "languages": LANGUAGES}
