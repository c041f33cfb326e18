"""A rubric for food of the council's gallery: chocolate with moringa, ledre, roasted coffee.

Food stands beside crafts in the gallery and is judged by other things: taste, hygiene, how long
it keeps. Source: the project's domain study, section 2.4, which asks for a rubric set of its own;
the levels' sentences are the council's sample and meant to be copied and changed.
"""

from decimal import Decimal
from typing import Any

NAME = "Rubrik makanan galeri"
NAME_EN = "Rubric for gallery food"

# code, name, name_en, weight, step of the submission, levels 1–4, levels 1–4 in English
CRITERIA: list[tuple[str, str, str, int, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "RSA",
        "Rasa & tekstur",
        "Taste and texture",
        25,
        "story",
        (
            "Rasa atau tekstur mengganggu: tengik, gosong, alot, terlalu asin atau manis",
            "Dapat dinikmati, tetapi berbeda di antara kemasan yang diperiksa",
            "Enak dan seimbang, tekstur tepat, sama di antara tiga kemasan",
            "Berkesan dan khas; rasa bertahan sampai akhir, layak menjadi acuan jenisnya",
        ),
        (
            "Taste or texture disturbs: rancid, burnt, tough, far too salty or sweet",
            "Pleasant, but differs between the packs examined",
            "Good and balanced, right texture, the same across three packs",
            "Memorable and distinctive; lasts to the end, a reference of its kind",
        ),
    ),
    (
        "AMN",
        "Kebersihan & keamanan pangan",
        "Hygiene and food safety",
        20,
        "documents",
        (
            "Tempat atau alat tidak bersih, bahan tambahan tidak diketahui",
            "Bersih seadanya; urutan kerja dan bahan tambahan belum dicatat",
            "Dapur terpisah dan bersih, bahan tambahan dicatat, ada PIRT atau pelatihan",
            "Cara produksi tertulis dan diperiksa, izin edar dan uji laboratorium masih berlaku",
        ),
        (
            "Place or tools not clean, additives unknown",
            "Basically clean; steps and additives not written down",
            "Separate clean kitchen, additives recorded, home-food permit or food-safety training",
            "Written and inspected procedure, permit and laboratory test in force",
        ),
    ),
    (
        "SMP",
        "Daya simpan & tanggal",
        "Shelf life and dates",
        10,
        "material",
        (
            "Tanggal kedaluwarsa tidak ada, atau lewat",
            "Ada tanggal, tetapi kira-kira; cara menyimpan tidak tertulis",
            "Tanggal dan kode produksi jelas, daya simpan pernah dicoba sendiri",
            "Daya simpan diuji, kode produksi dapat ditelusuri, tahan dikirim antarkota",
        ),
        (
            "No expiry date, or passed",
            "A date, but guessed; storage not written",
            "Clear expiry and batch code, shelf life tried out",
            "Tested shelf life, traceable batches, survives shipping between cities",
        ),
    ),
    (
        "BHN",
        "Bahan & kejujuran isi",
        "Ingredients and honest content",
        10,
        "material",
        (
            "Daftar bahan tidak ada atau tidak sesuai isinya",
            "Bahan disebut sebagian; asalnya tidak diketahui",
            "Daftar bahan lengkap berurutan, alergen disebut, berat bersih tepat",
            "Bahan setempat yang jelas asalnya, alergen dan gizi tertera, dapat dibuktikan",
        ),
        (
            "No list of ingredients, or not what is inside",
            "Partly listed; source unknown",
            "Complete ordered list, allergens named, net weight right",
            "Traceable local ingredients, allergens and nutrition stated, with proof",
        ),
    ),
    (
        "IDN",
        "Keaslian & identitas daerah",
        "Authenticity and regional identity",
        10,
        "story",
        (
            "Sama dengan produk pabrik, tanpa hubungan dengan daerah",
            "Nama daerah hanya pada kemasan",
            "Resep atau bahan utama khas daerah, kisahnya benar",
            "Resep turun-temurun atau olahan baru dari bahan daerah, maknanya dijelaskan",
        ),
        (
            "Like a factory product, no link to the place",
            "The region's name on the pack only",
            "Recipe or main ingredient of the region, the story is true",
            "Handed-down recipe or new use of a local ingredient, its meaning explained",
        ),
    ),
    (
        "KMS",
        "Kemasan & label",
        "Packaging and label",
        10,
        "photos",
        (
            "Plastik polos tanpa label, mudah bocor atau remuk",
            "Tertutup rapat, label hanya nama",
            "Melindungi; label nama, bahan, berat, tanggal, izin, kontak",
            "Pantas untuk oleh-oleh, mudah dibuka dan ditutup, bahan kemasan ramah, QR",
        ),
        (
            "Plain plastic without label, leaks or crumbles",
            "Sealed, the name alone on the label",
            "Protects; label with name, ingredients, weight, date, permit, contact",
            "Fit as a gift, easy to open and close, sound material, QR",
        ),
    ),
    (
        "HRG",
        "Harga & nilai jual",
        "Price and selling value",
        10,
        "price",
        (
            "Di bawah biaya, atau jauh di atas yang setara tanpa alasan",
            "Menutup bahan, upah belum dihitung",
            "Biaya dan upah dihitung, ada ruang 20% untuk penjual lain",
            "Harga terbukti laku di beberapa tempat, ada ukuran untuk tiap pembeli",
        ),
        (
            "Below cost, or far above comparable goods without reason",
            "Covers ingredients, wages not counted",
            "Cost and wages counted, 20% left for a reseller",
            "Proven sales in several places, sizes for different buyers",
        ),
    ),
    (
        "PSR",
        "Kesiapan pasar & kapasitas",
        "Market readiness and capacity",
        5,
        "price",
        (
            "Dibuat hanya bila dipesan",
            "Dibuat tiap minggu, jumlahnya tidak tentu",
            "Jumlah tetap tiap bulan, rasa sama, pesanan dicatat",
            "Sanggup 200 kemasan sebulan, menerima QRIS, sudah dijual di toko lain",
        ),
        (
            "Made only on order",
            "Made every week, amounts vary",
            "Steady monthly amount, same taste, orders recorded",
            "200 packs a month, digital payment, sold in other shops",
        ),
    ),
]

# code, name, name_en, how to check, cap of the grade while it is still being arranged
GATES: list[tuple[str, str, str, str, str]] = [
    (
        "DAERAH",
        "Dibuat oleh usaha di daerah ini, di dapur sendiri",
        "Made by a business of the region, in its own kitchen",
        "Lihat desa pada data usaha; barang kemas ulang tidak dapat ikut.",
        "",
    ),
    (
        "IZIN",
        "Ada PIRT, atau izin edar bila diwajibkan",
        "Has the home-food permit, or a product permit where required",
        "PIRT yang masih diurus dengan pendamping tidak menahan, tetapi kelas paling tinggi B.",
        "B",
    ),
    (
        "HALAL",
        "Bersertifikat halal, atau diberi keterangan tidak halal",
        "Certified halal, or marked as not halal",
        "Sertifikat yang masih diurus tidak menahan, tetapi kelas paling tinggi B.",
        "B",
    ),
    (
        "TANGGAL",
        "Tanggal kedaluwarsa tertera dan belum lewat",
        "Expiry date printed and not passed",
        "Periksa pada kemasan yang dikirim.",
        "",
    ),
    (
        "AMAN",
        "Tanpa bahan tambahan terlarang",
        "No forbidden additives",
        "Pernyataan perajin; bila ragu, minta hasil uji.",
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
        "FOTO",
        "Sedikitnya tiga foto yang jelas, termasuk label",
        "At least three clear photographs, the label included",
        "Isi, kemasan depan, dan label belakang.",
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

# Food is judged anew sooner than crafts: recipes, kitchens and permits change.
GRADES: list[dict[str, Any]] = [
    {
        "letter": "A",
        "minimum": Decimal(80),
        "floors": {"RSA": 3, "AMN": 3, "SMP": 2},
        "allows_zero": False,
        "validity_months": 12,
        "outcome": "accepted",
    },
    {
        "letter": "B",
        "minimum": Decimal(65),
        "floors": {"RSA": 2, "AMN": 2},
        "allows_zero": False,
        "validity_months": 6,
        "outcome": "accepted",
    },
    {"letter": "C", "minimum": Decimal(50), "outcome": "coaching"},
    {"letter": "D", "minimum": Decimal(0), "outcome": "rejected"},
]
