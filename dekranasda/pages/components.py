"""Every component of the portal on one page, `/gaya/`, with invented content: for development."""

import datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from products.facets import Group, Option

PLACES = ("Kasiman", "Margomulyo", "Temayang", "Malo")


def sample_work(number: int, name: str, maker: str, price: int | None, grade: str) -> object:
    """Looks like a published Product to the cards."""
    return SimpleNamespace(
        code=f"K4M7{number}",
        name=name,
        name_en="",
        maker_name=maker,
        district=SimpleNamespace(name=PLACES[number % len(PLACES)]),
        price_idr=price,
        price_max_idr=None,
        grade=grade,
        get_grade_display=f"Kelas {grade}",
        cover_sha256="",
        cover_alt=name,
        cover_alt_en="",
        get_absolute_url="#",
    )


WORKS = [
    sample_work(1, "Vas Bubut Jati", "Siti Aminah (contoh)", 175_000, "A"),
    sample_work(2, "Tampah Bambu Iratan Halus", "Kasmini (contoh)", 45_000, "B"),
    sample_work(
        3,
        "Tempat Perhiasan Bubut Jati Bertutup dengan Tatahan Serat Melintang",
        "Raden Ayu Sulistyaningrum Kusumawardhani (contoh)",
        1_250_000,
        "A",
    ),
    sample_work(4, "Kain Batik Tulis Kembang Alas", "Endang Lestari (contoh)", None, "B"),
]
CRITERIA = (
    ("Mutu & keterampilan", 20, 4),
    ("Desain & inovasi", 20, 3),
    ("Harga & nilai jual", 15, 3),
    ("Keaslian & identitas daerah", 15, 4),
    ("Kemasan & label", 10, 2),
    ("Kesiapan pasar & kapasitas", 10, None),
    ("Keberlanjutan bahan", 5, None),
    ("Legalitas & HKI", 5, None),
)
WORDS = ("Tidak ada", "Kurang", "Cukup", "Baik", "Sangat baik")
ANCHORS = (
    "Tidak ada, atau tidak dapat dinilai",
    "Tanpa kemasan, atau kantong plastik",
    "Aman tetapi polos, tanpa label",
    "Melindungi; label nama, pembuat, bahan, perawatan",
    "Siap jadi hadiah, bahan ramah, QR, pengiriman teruji",
)
LEVELS = [
    {"score": score, "word": word, "anchor": anchor}
    for score, (word, anchor) in enumerate(zip(WORDS, ANCHORS, strict=True))
]


class SampleForm(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label="Nama karya", help_text="Contoh: Vas bubut jati kecil.")
    price_idr = forms.IntegerField(
        label="Harga jual di tempat Anda",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Tulis harga dengan angka, misalnya 185000."},
    )
    craft = forms.ChoiceField(
        label="Jenis kerajinan", choices=[("", "Pilih satu"), ("BTK", "Batik"), ("KYU", "Kayu")]
    )
    duration = forms.ChoiceField(
        label="Lama membuat",
        widget=forms.RadioSelect,
        choices=[("1", "1 hari"), ("7", "2–7 hari"), ("8", "Lebih dari seminggu")],
    )
    materials = forms.MultipleChoiceField(
        label="Bahan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("jati", "Kayu jati"), ("bambu", "Bambu"), ("tanah", "Tanah liat")],
    )
    finished_on = forms.DateField(
        label="Selesai pada", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photo = forms.FileField(label="Foto", required=False)
    story = forms.CharField(label="Cerita singkat", required=False, widget=forms.Textarea)
    agrees = forms.BooleanField(
        label="Ini karya saya sendiri dan datanya benar",
        error_messages={"required": "Centang pernyataan ini agar karya dapat dikirim."},
    )


FRAMES = ("base", "base_artisan", "base_workspace", "desk")


@login_not_required
@require_GET
def component_page(request: HttpRequest, frame: str = "base") -> HttpResponse:
    """All components in one of the three frames, or the scoring desk.

    `frame` is base, base_artisan, base_workspace or desk.
    """
    if frame not in FRAMES:
        raise Http404
    messages.success(request, "Tersimpan pukul 10.42. Anda boleh menutup halaman ini.")
    messages.error(request, "Foto belum terkirim karena sinyal lemah. Isian Anda aman.")
    context = {
        "frame": f"{frame}.html",
        "known": True,
        "breadcrumb": [("Beranda", "/"), ("Katalog", "/katalog/"), ("Kayu dan bubut jati", "")],
        "works": WORKS,
        "work": WORKS[0],
        "seeds": [f"perajin-{number}" for number in range(24)],
        "today": datetime.date(2026, 11, 28),
        "page": Paginator(range(300), 24).page(3),
        "form": SampleForm({"name": "", "price_idr": "murah", "duration": "7"}),
        "kinds": [
            ("draft", "Draf"),
            ("sent", "Terkirim"),
            ("review", "Sedang dinilai"),
            ("waiting", "Menunggu sidang"),
            ("fix", "Hampir lolos"),
            ("late", "Terlambat"),
            ("passed", "Lolos"),
            ("live", "Tampil di katalog"),
            ("failed", "Belum lolos"),
            ("closed", "Ditarik"),
        ],
        "verdicts": [
            {"name": "Mutu dan keterampilan", "word": "Sangat baik"},
            {"name": "Kemasan dan label", "word": "Cukup"},
        ],
        "steps": [
            {"label": label, "url": "#", "state": state}
            for label, state in (
                ("Foto", "done"),
                ("Nama", "done"),
                ("Bahan", "current"),
                ("Harga", "todo"),
                ("Cerita", "todo"),
                ("Periksa", "todo"),
            )
        ],
        "journey": [
            {"state": "waiting", "title": "Dinilai kembali", "when": "Paling lama 10 hari kerja"},
            {"state": "fix", "title": "Hampir lolos", "when": "23 November 2026", "current": True},
            {"state": "done", "title": "Selesai dinilai 3 kurator", "when": "20 November 2026"},
            {"state": "done", "title": "Berkas lengkap", "when": "10 November 2026"},
        ],
        "tasks": [
            {"label": "Data diri", "url": "#", "status": "Selesai"},
            {"label": "Profil usaha", "url": "#", "status": "Sedang diisi", "kind": "review"},
            {"label": "Foto tempat kerja", "url": "#", "status": "Belum diisi", "kind": "draft"},
            {
                "label": "Kirim karya pertama",
                "status": "Belum bisa dimulai",
                "hint": "Setelah profil usaha lengkap.",
            },
        ],
        "facts": [
            {"term": "Bahan", "text": "Kayu jati", "proof": "Nota diperiksa", "checked": True},
            {"term": "Lapisan", "text": "Minyak kelapa", "proof": "Pernyataan perajin"},
        ],
        "figures": [
            {"label": "UMKM terdata", "value": "± 11.000", "source": "Disperinaker, Nov 2025"},
            {"label": "dinilai siap", "value": "2.030", "source": "Disperinaker, Nov 2025"},
            {"label": "karya tayang", "value": "312", "source": "Portal ini"},
            {"label": "lolos ronde terakhir", "value": "19 dari 31", "source": "Oktober 2026"},
        ],
        "groups": [
            Group(
                name="bahan",
                label="Bahan",
                open=True,
                options=[
                    Option("jati", "Kayu jati", 1058, on=True),
                    Option("bambu", "Bambu", 31, on=False),
                ],
            )
        ],
        "tiles": [
            [
                None,
                {"name": "Kasiman", "short": "Ksm", "count": 78, "url": "#", "heat": 3},
                {"name": "Malo", "short": "Mlo", "count": 28, "url": "#", "heat": 2},
                {"name": "Kanor", "short": "Knr", "count": 6, "url": "#", "heat": 1},
                {"name": "Trucuk", "short": "Trc", "count": 0, "url": "#", "heat": 0},
                None,
                None,
                None,
            ]
        ],
        "answers": [
            {"label": "Nama karya", "text": "Vas Bubut Jati", "url": "#"},
            {"label": "Harga", "error": "Tulis harga dengan angka.", "url": "#"},
        ],
        "notes": [
            {
                "title": "Harga dan nilai jual",
                "old": "Rp45.000, 9 jam kerja",
                "text": "Upah Anda baru Rp3.600 sejam. Hitung ulang, lalu tulis harga baru.",
                "url": "#",
                "action": "Perbaiki harga",
            }
        ],
        "criteria": [
            {
                "name": name,
                "weight": weight,
                "field": f"score-{number}",
                "comment_field": f"comment-{number}",
                "key": f"gaya-{number}",
                "levels": LEVELS,
                "score": score,
                "word": WORDS[score] if score is not None else "belum",
                "current": number == 4,
            }
            for number, (name, weight, score) in enumerate(CRITERIA)
        ],
    }
    template = "pages/components_desk.html" if frame == "desk" else "pages/components.html"
    return render(request, template, context)
