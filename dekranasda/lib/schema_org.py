"""What several pages tell machines in the words of schema.org: the council and places."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

CONTEXT = "https://schema.org"


def absolute(url: str) -> str:
    """The address with this site's name before it."""
    return url if url.startswith("http") else f"{settings.SITE_URL}{url}"


def council() -> dict[str, object]:
    """The council that runs the portal."""
    words = settings.COUNCIL
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#dewan",
        "name": words["name"],
        "alternateName": words["short_name"],
        "url": f"{settings.SITE_URL}/",
        "logo": absolute(staticfiles_storage.url("img/icon-512.png")),
        "email": words["email"],
        "telephone": words["whatsapp"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": words["address"],
            "addressRegion": words["region"],
            "addressCountry": "ID",
        },
        "areaServed": {"@type": "AdministrativeArea", "name": words["region"]},
    }


def place(name: str, *, district: str = "", village: str = "") -> dict[str, object]:
    """A place by name, in a village or district of the council's region."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": village,
        "addressLocality": district,
        "addressRegion": settings.COUNCIL["region"],
        "addressCountry": "ID",
    }
    known = {key: value for key, value in address.items() if value}
    return {"@type": "Place", "name": name, "address": known}
