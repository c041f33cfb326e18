"""Ready sentences to makers that every council starts with; edited in the admin afterwards."""

from types import ModuleType, SimpleNamespace

PHRASES = {
    "MTU": (
        "Haluskan bagian sambungan dan tepi; masih terasa kasar saat dipegang.",
        "Ratakan lapisan akhir; di beberapa tempat tampak belang atau menetes.",
        "Ukuran satu pasang belum sama. Buat cetakan atau mal agar seragam.",
    ),
    "DSN": (
        "Bentuknya sudah banyak di pasar. Tambahkan satu unsur yang hanya ada pada karya Anda.",
        "Perbandingan ukurannya belum pas saat dipakai. Coba contoh dengan ukuran lain.",
        "Warnanya berebut perhatian. Pilih dua warna utama saja.",
    ),
    "HRG": (
        "Tuliskan biaya bahan dan jam kerja, agar harga tidak di bawah ongkos.",
        "Harga ini di atas karya sejenis. Jelaskan apa yang membuatnya lebih bernilai.",
    ),
    "IDN": (
        "Ceritakan hubungan motif dan tekniknya dengan Bojonegoro.",
        "Sebutkan dari siapa Anda belajar dan apa yang Anda kembangkan sendiri.",
    ),
    "KMS": (
        "Kemasan belum melindungi saat dikirim. Tambahkan kotak dan bantalan.",
        "Tambahkan label dengan nama karya, bahan, cara merawat, dan nomor Anda.",
    ),
    "PSR": (
        "Catat berapa yang sanggup Anda buat sebulan, agar pesanan besar dapat dijawab.",
        "Sebutkan siapa pembeli yang Anda tuju dan di mana mereka berbelanja.",
    ),
    "LST": (
        "Sebutkan asal bahan dan apa yang Anda lakukan dengan sisanya.",
        "Ganti bahan pelapis dengan yang aman bagi pemakai dan lingkungan.",
    ),
    "LGL": (
        "Daftarkan merek Anda setelah NIB terbit; sekretariat dapat membantu.",
        "Lengkapi izin yang sesuai dengan jenis karya ini sebelum dijual luas.",
    ),
}


def load_phrases(models: ModuleType | SimpleNamespace) -> None:
    """Adds what is not there yet; `models` holds CommentPhrase, of today or of a migration."""
    models.CommentPhrase.objects.bulk_create(
        [
            models.CommentPhrase(code=code, text=text, position=position)
            for code, texts in PHRASES.items()
            for position, text in enumerate(texts, 1)
        ],
        ignore_conflicts=True,
    )
