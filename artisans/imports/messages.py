"""What the import says to people: refusals, problems, kinds of rows and names of columns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.imports.reading import RefusedFile

REFUSALS: dict[str, str | Promise] = {
    "file_too_big": _(
        "Berkas ini %(megabytes)s MB, lebih besar dari batas 20 MB. Hapus gambar di dalamnya atau"
        " bagi daftar menjadi beberapa berkas."
    ),
    "file_empty": _("Berkas ini kosong. Pilih berkas yang berisi daftar usaha."),
    "file_damaged": _(
        "Berkas ini rusak dan tidak dapat dibuka. Buka di Excel, simpan ulang, lalu coba lagi."
    ),
    "file_locked": _(
        "Berkas ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi, lalu coba lagi."
    ),
    "legacy_workbook": _(
        "Ini buku kerja Excel lama (.xls). Buka di Excel, pilih Simpan Sebagai “Excel Workbook"
        " (.xlsx)”, lalu coba lagi."
    ),
    "open_document": _(
        "Ini berkas LibreOffice (.ods). Simpan sebagai “Excel (.xlsx)”, lalu coba lagi."
    ),
    "macro_workbook": _(
        "Buku kerja ini berisi makro (program). Demi keamanan simpan sebagai “Excel Workbook"
        " (.xlsx)” tanpa makro, lalu coba lagi."
    ),
    "suspicious_archive": _(
        "Susunan berkas ini tidak wajar, sehingga tidak dibuka demi keamanan. Salin isinya ke buku"
        " kerja baru, simpan sebagai .xlsx, lalu coba lagi."
    ),
    "web_page": _(
        "Ini halaman web yang diberi nama lembar kerja. Buka di Excel, simpan sebagai .xlsx, lalu"
        " coba lagi."
    ),
    "wrong_type": _(
        "Jenis berkas ini tidak dapat dibaca. Gunakan lembar kerja .xlsx, atau daftar .csv, .tsv,"
        " atau .json."
    ),
    "too_many_rows": _(
        "Lembar ini mempunyai %(rows)s baris, lebih dari batas %(limit)s. Hapus baris kosong di"
        " bawah daftar atau bagi menjadi beberapa berkas."
    ),
    "too_many_columns": _(
        "Lembar ini mempunyai %(columns)s kolom, lebih dari batas %(limit)s. Hapus kolom yang tidak"
        " dipakai, lalu coba lagi."
    ),
    "json_without_list": _(
        "Berkas JSON ini tidak berisi daftar. Yang dibaca ialah satu daftar objek, satu objek untuk"
        " setiap usaha."
    ),
    "no_header": _(
        "Judul kolom tidak ditemukan. Pastikan ada satu baris judul seperti “Nama Pemilik”, “Nama"
        " Usaha”, “Desa”, dan “Kecamatan”."
    ),
    "no_rows": _("Tidak ada baris data di bawah judul kolom."),
    "no_name_column": _(
        "Kolom nama pemilik atau nama usaha tidak ditemukan, sehingga ini bukan daftar usaha."
    ),
    "price_list": _(
        "Ini daftar produk dan harga, bukan daftar usaha: tidak ada alamat, telepon, atau identitas"
        " pemilik. Produk dicatat oleh perajin di halaman karyanya."
    ),
    "not_a_registry": _(
        "Daftar ini hanya berisi nama usaha, sehingga tidak seorang pun dapat ditemukan kembali"
        " darinya. Tambahkan setidaknya nama pemilik, desa, nomor telepon, NIK, atau NIB."
    ),
    "sheet_left_out": _("Lembar ini dilewati atas pilihan Anda."),
    "sheet_hidden": _("Lembar ini disembunyikan di buku kerjanya, sehingga dilewati."),
    "file_gone": _(
        "Berkas asal impor ini sudah dihapus dari portal. Unggah lagi daftarnya, atau perbaiki"
        " barisnya satu per satu di halaman ini."
    ),
    "undo_fault": _(
        "Impor tidak dapat dibatalkan karena gangguan di portal. Tidak ada yang berubah; silakan"
        " coba lagi."
    ),
    "portal_fault": _(
        "Berkas tidak dapat diperiksa karena gangguan di portal. Data Anda tidak berubah; silakan"
        " coba lagi."
    ),
}

PROBLEMS: dict[str, str | Promise] = {
    "name_missing": _("Nama pemilik dan nama usaha kosong"),
    "owner_missing": _("Nama pemilik kosong"),
    "biz_missing": _("Nama usaha kosong"),
    "nik_missing": _("NIK kosong"),
    "nik_invalid": _("NIK tidak 16 angka"),
    "nik_digits_lost": _("Angka terakhir NIK hilang karena disimpan sebagai bilangan"),
    "nik_unusual": _("NIK tidak lazim: periksa kode daerah atau tanggal lahirnya"),
    "erased_person": _("Orang ini meminta datanya dihapus; catat lagi hanya atas permintaannya"),
    "nik_shared": _("NIK yang sama dipakai orang lain"),
    "nib_invalid": _("NIB tidak 13 angka"),
    "nib_shared": _("NIB sudah dipakai usaha lain"),
    "kbli_zero_lost": _("Angka nol di depan KBLI hilang dan sudah dikembalikan"),
    "kbli_invalid": _("KBLI tidak 5 angka"),
    "birth_missing": _("Tanggal lahir kosong atau tidak lengkap"),
    "birth_implausible": _("Tanggal lahir tidak masuk akal"),
    "birth_differs_from_nik": _("Tanggal lahir berbeda dari NIK"),
    "phone_missing": _("Nomor telepon kosong"),
    "phone_invalid": _("Nomor telepon tidak terbaca"),
    "phone_digits_lost": _("Angka nomor telepon hilang karena dibulatkan lembar kerja"),
    "phone_shared": _("Nomor telepon dipakai lima pemilik atau lebih"),
    "village_missing": _("Desa kosong"),
    "village_unknown": _("Desa tidak dikenal di kecamatan itu"),
    "village_ambiguous": _("Nama desa ada di beberapa kecamatan; isi kecamatannya"),
    "village_elsewhere": _("Desa ini ada di kecamatan lain; periksa kecamatannya"),
    "district_unknown": _("Kecamatan tidak dikenal di daerah ini"),
    "money_missing": _("Modal atau omzet kosong"),
    "money_range": _("Modal atau omzet berupa rentang, bukan satu angka"),
    "money_unclear": _("Modal atau omzet tidak jelas satuannya"),
    "money_unreadable": _("Modal atau omzet tidak terbaca"),
    "turnover_monthly": _("Omzet sebulan, dicatat dua belas kali lipat"),
    "year_missing": _("Tahun berdiri kosong"),
}

KINDS: dict[str, str | Promise] = {
    "title": _("judul"),
    "header": _("judul kolom"),
    "subtotal": _("jumlah"),
    "blank": _("baris kosong"),
    "signature": _("tanda tangan"),
    "note": _("catatan"),
    "data": _("data"),
}

FIELDS: dict[str, str | Promise] = {
    "number": _("Nomor urut (tidak disimpan)"),
    "owner_name": _("Nama pemilik"),
    "nik": _("NIK (disandikan)"),
    "family_card": _("Nomor KK (tidak disimpan)"),
    "gender": _("Jenis kelamin"),
    "gender_mark": _("Jenis kelamin, kolom L dan P terpisah"),
    "birth": _("Tanggal lahir"),
    "birth_place": _("Tempat lahir (tidak disimpan)"),
    "business_name": _("Nama usaha"),
    "nib": _("NIB"),
    "npwp": _("NPWP (disandikan)"),
    "address": _("Alamat"),
    "rt_rw": _("RT/RW"),
    "village": _("Desa/kelurahan"),
    "district": _("Kecamatan"),
    "region": _("Daerah (tidak disimpan)"),
    "postcode": _("Kode pos (tidak disimpan)"),
    "phone": _("Nomor telepon"),
    "activity": _("Jenis usaha"),
    "product": _("Produk"),
    "kbli": _("KBLI"),
    "size_class": _("Kelas usaha (dihitung dari omzet)"),
    "founded": _("Tahun berdiri"),
    "capital": _("Modal"),
    "turnover": _("Omzet setahun"),
    "workers_male": _("Pekerja laki-laki"),
    "workers_female": _("Pekerja perempuan"),
    "workers": _("Jumlah pekerja (tidak disimpan)"),
    "status": _("Status siap"),
    "source": _("Sumber data"),
    "note": _("Keterangan (hanya di laporan impor)"),
    "latitude": _("Lintang (untuk mencari kembar)"),
    "longitude": _("Bujur (untuk mencari kembar)"),
}


def refusal_text(refusal: RefusedFile) -> str:
    """The sentence for a refused file: why, and what to do."""
    return str(REFUSALS[refusal.code]) % refusal.values


def problem_text(code: str) -> str:
    """The words for a row's problem."""
    return str(PROBLEMS.get(code, code))
