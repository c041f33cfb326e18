"""The council's first rubric: eight criteria, ten gates, four grades.

Source: the project's domain study, sections 2.3 and 2.4 (blueprint 5 makes it the default).
"""

import sys
from decimal import Decimal
from typing import Any

from curation import defaults_food

NAME = "Rubrik kerajinan"
NAME_EN = "Rubric for crafts"

# code, name, name_en, weight, step of the submission, levels 1–4, levels 1–4 in English
CRITERIA: list[tuple[str, str, str, int, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "MTU",
        "Mutu & keterampilan",
        "Quality and craftsmanship",
        20,
        "photos",
        (
            "Cacat terlihat, sambungan lemah, atau warna luntur",
            "Dapat dipakai; ada cacat kecil, pengerjaan akhir belum rata",
            "Rapi, kuat, ajek di antara tiga contoh",
            "Pengerjaan dan detail tanpa cela; layak menjadi acuan",
        ),
        (
            "Visible defects, weak joints or running colour",
            "Usable; small defects, uneven finish",
            "Neat, strong, consistent across three samples",
            "Flawless finish and detail; worthy as a reference",
        ),
    ),
    (
        "DSN",
        "Desain & inovasi",
        "Design and innovation",
        20,
        "photos",
        (
            "Tiruan barang yang umum di pasar",
            "Sedikit perubahan bentuk atau warna",
            "Desain sendiri; fungsi dan bentuk sesuai pembeli kini",
            "Khas; teknik atau bahan dipakai dengan cara baru, koleksi padu",
        ),
        (
            "Copy of a common market item",
            "Small change of form or colour",
            "Own design; function and form suit today's buyer",
            "Distinctive; new use of technique or material, coherent collection",
        ),
    ),
    (
        "HRG",
        "Harga & nilai jual",
        "Price and selling value",
        15,
        "price",
        (
            "Di bawah biaya, atau jauh di atas yang setara tanpa alasan",
            "Menutup biaya, belum ada ruang untuk penjual lain",
            "Biaya dihitung, upah layak, 30% lebih untuk penjual lain",
            "Nilainya jelas; terbukti laku dengan harga ini",
        ),
        (
            "Below cost, or far above comparable work without reason",
            "Covers cost, leaves nothing for a reseller",
            "Cost known, fair wage, 30% or more for a reseller",
            "Clear value; proven sales at this price",
        ),
    ),
    (
        "IDN",
        "Keaslian & identitas daerah",
        "Authenticity and regional identity",
        15,
        "story",
        (
            "Tidak berkaitan dengan daerah atau teknik setempat",
            "Motif atau bahan setempat sekadar hiasan",
            "Teknik atau motif setempat dipakai tepat, kisahnya benar",
            "Identitas kuat, maknanya dijelaskan, tradisi diteruskan",
        ),
        (
            "No link to the place or its techniques",
            "Local motif or material only as decoration",
            "Local technique or motif applied rightly, the story is true",
            "Strong identity, meaning explained, a living tradition carried on",
        ),
    ),
    (
        "KMS",
        "Kemasan & label",
        "Packaging and label",
        10,
        "photos",
        (
            "Tanpa kemasan, atau kantong plastik",
            "Aman tetapi polos, tanpa label",
            "Melindungi; label nama, pembuat, bahan, perawatan, kontak",
            "Siap menjadi hadiah, bahan ramah, QR, pengiriman teruji",
        ),
        (
            "None, or a plastic bag",
            "Safe but plain, no label",
            "Protects; label with name, maker, material, care, contact",
            "Gift-ready, sound material, QR, shipping tested",
        ),
    ),
    (
        "PSR",
        "Kesiapan pasar & kapasitas",
        "Market readiness and capacity",
        10,
        "price",
        (
            "Hanya bila dipesan, tanpa catatan",
            "Membuat beberapa tiap bulan, menjawab WhatsApp",
            "Kapasitas tetap, lama kerja diketahui, mutu dapat diulang",
            "Sanggup 50 lebih, QRIS atau faktur, jualan daring, surat ekspor",
        ),
        (
            "Only on order, no records",
            "Makes some each month, answers messages",
            "Stable capacity, known lead time, repeatable quality",
            "Fulfils 50 and more, invoices, sells online, export papers",
        ),
    ),
    (
        "LST",
        "Keberlanjutan bahan",
        "Sustainable material",
        5,
        "material",
        (
            "Asal tidak diketahui, atau limbahnya merusak",
            "Sebagian bahan setempat",
            "Bahan setempat, sah atau sisa; limbah ditangani",
            "Asal terlacak, pewarna alam atau daur ulang, ada bukti",
        ),
        (
            "Source unknown or harmful waste",
            "Partly local",
            "Local, legal or reclaimed material; waste handled",
            "Traced source, natural dye or circular, with proof",
        ),
    ),
    (
        "LGL",
        "Legalitas & HKI",
        "Licences and intellectual property",
        5,
        "documents",
        (
            "Belum ada",
            "NIB saja",
            "NIB dan satu lagi: merek, cipta, halal, PIRT, atau SNI",
            "Lengkap untuk jenisnya; merek terdaftar dan sertifikat wajib",
        ),
        (
            "None",
            "Business number only",
            "Business number and one of trade mark, copyright, halal, food or standards mark",
            "Complete for its class; trade mark and required certificates",
        ),
    ),
]

# code, name, name_en, how to check, cap of the grade while it is still being arranged
GATES: list[tuple[str, str, str, str, str]] = [
    (
        "DAERAH",
        "Pembuat atau usahanya berada di daerah ini",
        "Maker or business is based in the region",
        "Lihat desa pada data usaha.",
        "",
    ),
    (
        "TANGAN",
        "Dibuat dengan tangan, atau terutama dengan tangan, di tempat sendiri",
        "Made by hand, or mainly by hand, in the own workshop",
        "Foto proses, atau tanya pendamping. Barang beli jadi tidak dapat ikut.",
        "",
    ),
    (
        "ASLI",
        "Bukan tiruan motif atau merek terdaftar",
        "Not a copy of a registered motif or brand",
        "Pernyataan perajin, dan cocokkan dengan daftar motif.",
        "",
    ),
    (
        "AMAN",
        "Aman dipakai",
        "Safe in use",
        "Tidak tajam, tidak luntur; alat makan harus aman pangan.",
        "",
    ),
    (
        "BAHAN",
        "Tidak memakai satwa atau tumbuhan dilindungi; kayu berasal sah",
        "No protected species; wood of legal origin",
        "SVLK, nota, atau keterangan asal kayu.",
        "",
    ),
    (
        "KERJA",
        "Tanpa pekerja anak dan tanpa kerja tak dibayar",
        "No child labour, no unpaid work",
        "Pernyataan perajin.",
        "",
    ),
    (
        "NIB",
        "Ada NIB",
        "Has a business number (NIB)",
        "NIB yang masih diurus dengan pendamping tidak menahan, tetapi kelas paling tinggi B.",
        "B",
    ),
    (
        "FOTO",
        "Sedikitnya tiga foto yang jelas",
        "At least three clear photographs",
        "Tampak depan, detail, dan dengan pembanding.",
        "",
    ),
    (
        "HARGA",
        "Harga dan kemampuan membuat terisi",
        "Price and capacity are filled in",
        "Boleh «harga sesuai pesanan» bila beralasan.",
        "",
    ),
    (
        "SETUJU",
        "Persetujuan perajin tercatat",
        "The maker's consent is recorded",
        "Bila diisi pendamping, persetujuan perajin harus ada.",
        "",
    ),
]

GRADES: list[dict[str, Any]] = [
    {
        "letter": "A",
        "minimum": Decimal(80),
        "floors": {"MTU": 3, "DSN": 3, "IDN": 2},
        "allows_zero": False,
        "validity_months": 24,
        "outcome": "accepted",
    },
    {
        "letter": "B",
        "minimum": Decimal(65),
        "floors": {"MTU": 2},
        "allows_zero": False,
        "validity_months": 12,
        "outcome": "accepted",
    },
    {"letter": "C", "minimum": Decimal(50), "outcome": "coaching"},
    {"letter": "D", "minimum": Decimal(0), "outcome": "rejected"},
]


CRAFTS, FOOD = "kerajinan", "makanan-galeri"
# slug, name, name_en, whether it holds for every craft that no class names
CLASSES = (
    (CRAFTS, "Kerajinan", "Crafts", True),
    (FOOD, "Makanan galeri", "Gallery food", False),
)


def load_default_rubric(models: Any) -> Any:
    """Creates the classes and their rubrics where they are missing; returns the crafts' rubric.

    `models` offers the models of curation: the models module, or a namespace of a migration's
    historical models.
    """
    classes = {}
    for slug, name, name_en, is_default in CLASSES:
        words = {"name": name, "name_en": name_en, "is_default": is_default}
        classes[slug], _is_new = models.ProductClass.objects.get_or_create(
            slug=slug, defaults=words
        )
    craft_set = sys.modules[__name__]
    ours = load_rubric(
        models, craft_set, slug=CRAFTS, name_en=NAME_EN, product_class=classes[CRAFTS]
    )
    load_rubric(
        models,
        defaults_food,
        slug=FOOD,
        name_en=defaults_food.NAME_EN,
        product_class=classes[FOOD],
    )
    return ours


def load_rubric(models: Any, source: Any, **identity: Any) -> Any:
    """Creates version 1 of the rubric that `source` words; one that is there is left as it is."""
    rubric, is_new = models.Rubric.objects.get_or_create(
        name=source.NAME, version=1, defaults=identity
    )
    if not is_new:
        return rubric
    for place, (code, name, name_en, weight, field, levels, levels_en) in enumerate(
        source.CRITERIA
    ):
        models.Criterion.objects.create(
            rubric=rubric,
            code=code,
            name=name,
            name_en=name_en,
            weight=weight,
            field=field,
            position=place,
            level_0_en="Not present, or cannot be judged",
            **{f"level_{number}": text for number, text in enumerate(levels, 1)},
            **{f"level_{number}_en": text for number, text in enumerate(levels_en, 1)},
        )
    for place, (code, name, name_en, help_text, cap) in enumerate(source.GATES):
        models.Gate.objects.create(
            rubric=rubric,
            code=code,
            name=name,
            name_en=name_en,
            help_text=help_text,
            caps_grade_at=cap,
            position=place,
        )
    for grade in source.GRADES:
        models.Grade.objects.create(rubric=rubric, **grade)
    return rubric
