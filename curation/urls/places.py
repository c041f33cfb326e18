"""Beginnings of addresses that several pages share."""

DESK = "kerja/kurasi/<slug:slug>/"
WORK = DESK + "karya/<str:code>/"
APPEAL = "kerja/kurasi/keberatan/<str:code>/"
MINUTES = DESK + "berita-acara/"
SESSION = DESK + "sidang/<str:code>/"
OWN = r"^saya/karya/(?P<code>[A-Za-z0-9]{5})/"
RUBRIC = "kerja/rubrik/<slug:slug>-v<int:version>/"
