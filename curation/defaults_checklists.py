"""The council's first checklists, one for each sub-sector.

Source: the project's domain study, section 2.5.
"""

from typing import Any

# slug, name, name_en, codes of the crafts, items: (text, English, how to look, photograph wanted)
Item = tuple[str, str, str, bool]
CHECKLISTS: list[tuple[str, str, str, tuple[str, ...], list[Item]]] = [
    (
        "batik",
        "Batik dan kain celup",
        "Batik and dyed cloth",
        ("BTK", "JMP"),
        [
            (
                "Rintang malam terbukti: kedua sisi sama",
                "Wax resist proven: both sides equal",
                "Balik kainnya; cetakan hanya tembus sebagian dan bukan batik menurut SNI.",
                True,
            ),
            (
                "Jenisnya benar: tulis, cap, atau kombinasi",
                "Type is right: hand-drawn, stamped or combined",
                "Lihat ulangan motif dan tepi garisnya.",
                False,
            ),
            (
                "Warna tidak luntur saat digosok kain basah",
                "Colour stands a rub with a wet cloth",
                "Gosok sepuluh kali dengan kain putih basah.",
                True,
            ),
            (
                "Ukuran sedikitnya seperti yang ditulis",
                "Size at least as declared",
                "Ukur panjang dan lebar kain yang dibentangkan.",
                False,
            ),
            (
                "Nama dan makna motif sesuai",
                "Name and meaning of the motif are right",
                "Cocokkan dengan cerita dan daftar motif.",
                False,
            ),
            (
                "Batikmark sesuai jenisnya, bila ada",
                "Batikmark fits the type, where there is one",
                "Emas untuk tulis, perak untuk kombinasi, putih untuk cap.",
                False,
            ),
        ],
    ),
    (
        "kayu",
        "Kayu, jati, dan akar",
        "Wood, teak and root",
        ("AKR", "KYU", "UKR", "MBL"),
        [
            ("Kering dan tanpa retak", "Dry and without cracks", "Raba ujung serat.", True),
            ("Sambungan rapat dan kuat", "Joints close and firm", "Goyang pelan.", True),
            ("Bebas serangga", "Free of insects", "Cari lubang dan bubuk kayu.", False),
            (
                "Lapisan akhir kering dan tidak berbau",
                "Finish dry and odourless",
                "Tempelkan tisu satu menit.",
                False,
            ),
            ("Berdiri mantap di lantai rata", "Stable on a flat floor", "", False),
            (
                "Ada surat atau nota asal kayu",
                "Paper on the source of the wood",
                "SVLK, nota, atau keterangan.",
                True,
            ),
        ],
    ),
    (
        "gerabah",
        "Gerabah dan keramik",
        "Pottery and ceramics",
        ("GRB",),
        [
            ("Bunyinya nyaring saat diketuk", "Rings when tapped", "Ketuk dengan kuku.", False),
            ("Tanpa retak", "No cracks", "Lihat bibir dan dasarnya.", True),
            (
                "Glasir aman pangan, bila alat makan",
                "Glaze food-safe, where tableware",
                "Minta hasil uji atau keterangan bahannya.",
                False,
            ),
            (
                "Kemasan tahan dijatuhkan",
                "Packing stands a drop",
                "Jatuhkan kotaknya dari 50 cm.",
                True,
            ),
        ],
    ),
    (
        "anyaman",
        "Anyaman",
        "Weaving of fibres",
        ("ANY",),
        [
            ("Tepinya rapi dan terkunci", "Edges neat and locked", "", True),
            ("Tidak ada serpih tajam", "No splinters", "Usap dengan kain tipis.", False),
            ("Diawetkan terhadap jamur", "Treated against mould", "Cium dan lihat bercak.", False),
            (
                "Kuat menahan beban yang dijanjikan",
                "Carries the load it promises",
                "Isi sampai penuh, angkat satu menit.",
                True,
            ),
        ],
    ),
    (
        "batu",
        "Batu, onyx, dan akik",
        "Stone, onyx and agate",
        ("BTU",),
        [
            ("Tepinya halus", "Smooth edges", "", True),
            ("Polesannya rata", "Even polish", "Lihat pantulan lampu.", True),
            ("Tanpa retak rambut", "No hairline cracks", "Sorot dari samping.", True),
            ("Batunya ditambang dengan sah", "Stone mined legally", "Minta nota pemasok.", False),
        ],
    ),
    (
        "wayang-topeng",
        "Wayang dan topeng",
        "Puppets and masks",
        ("WYG",),
        [
            ("Pahatan rapi", "Neat carving", "", True),
            ("Cat rata dan tidak mengelupas", "Paint even, not flaking", "", True),
            ("Busana terpasang baik", "Costume well fitted", "", False),
            ("Sendi bergerak lancar", "Joints move well", "", False),
            ("Tokohnya disebut dengan benar", "Character named correctly", "", False),
        ],
    ),
    (
        "rajut-aksesori",
        "Rajut, tas, dan aksesori",
        "Knitting, bags and accessories",
        ("RJT", "FSY", "PRH", "KLT"),
        [
            ("Jahitan rapat dan lurus", "Seams tight and straight", "", True),
            ("Ritsleting dan kancing lancar", "Zips and clasps run well", "", False),
            (
                "Logam yang menyentuh kulit tidak menimbulkan alergi",
                "Metal on the skin causes no allergy",
                "Tanyakan bahannya; nikel harus disebut.",
                False,
            ),
            ("Warna tidak luntur", "Colour does not run", "Gosok dengan kain basah.", True),
        ],
    ),
]


def load_default_checklists(models: Any, craft: Any) -> None:
    """Creates version 1 of each checklist that is missing. `craft` is the model of crafts."""
    for slug, name, name_en, codes, items in CHECKLISTS:
        words = {"name": name, "name_en": name_en}
        checklist, is_new = models.Checklist.objects.get_or_create(
            slug=slug, version=1, defaults=words
        )
        if not is_new:
            continue
        checklist.crafts.set(craft.objects.filter(code__in=codes))
        for place, (text, text_en, hint, wants_photo) in enumerate(items):
            models.ChecklistItem.objects.create(
                checklist=checklist,
                position=place,
                text=text,
                text_en=text_en,
                hint=hint,
                wants_photo=wants_photo,
            )
