"""The four export sheets that a council begins with. The markets publish no fixed format for lists,
so the columns are what their own forms ask for; the council changes them in the admin."""

from typing import Any

FORMS = "Menurut isian formulir pendaftaran produk; sesuaikan bila formulirnya berubah."

TEMPLATES = (
    ("ebakul", "e-Bakul", "e-bakul", """
Nama produk* = nama_karya
Kategori* = kerajinan
Deskripsi* = uraian
Harga* = harga
Satuan = satuan
Stok = stok
Berat (gram) = berat_gram
Nama toko* = nama_usaha
Kecamatan* = kecamatan
Kelas kurasi = kelas_kurasi
Foto = alamat_foto
Tautan = alamat_halaman
"""),
    ("ekatalog", "e-Katalog", "e-katalog", """
Nama produk* = nama_karya
KBLI* = kbli_2020
Merek = nama_usaha
Spesifikasi bahan* = bahan
Panjang (cm) = panjang_cm
Lebar (cm) = lebar_cm
Tinggi (cm) = tinggi_cm
Berat (gram)* = berat_gram
Satuan* = satuan
Harga satuan* = harga
Stok* = stok
Asal produk = "Indonesia"
Penyedia* = nama_usaha
NIB* = nib
Kelas usaha* = kelas_usaha
Kabupaten/kota* = daerah
Deskripsi = uraian
Tautan foto* = alamat_foto
"""),
    ("padi", "PaDi UMKM", "padi", """
Nama produk* = nama_karya
Kategori* = kerajinan
Deskripsi produk* = uraian
Harga* = harga
Minimum pesanan = "1"
Stok* = stok
Kapasitas produksi per bulan = kemampuan_per_bulan
Lama produksi = lama_membuat
Berat (gram)* = berat_gram
Panjang (cm) = panjang_cm
Lebar (cm) = lebar_cm
Tinggi (cm) = tinggi_cm
Nama UMKM* = nama_usaha
NIB* = nib
Kecamatan = kecamatan
Foto utama* = alamat_foto
"""),
    ("siinas", "SIINas", "siinas", """
Nama perusahaan* = nama_usaha
NIB* = nib
KBLI* = kbli_2020
Kelas usaha* = kelas_usaha
Desa/kelurahan = desa
Kecamatan* = kecamatan
Kabupaten/kota* = daerah
Produk* = nama_karya
Kapasitas per bulan* = kemampuan_per_bulan
Satuan* = satuan
Bahan baku = bahan
Tenaga kerja laki-laki* = pekerja_laki_laki
Tenaga kerja perempuan* = pekerja_perempuan
Nilai investasi = modal
"""),
)  # fmt: skip


def make_templates(model: Any) -> None:
    """Makes the four templates that are not there yet. `model` is ExportTemplate, as it stands."""
    for target, name, slug, columns in TEMPLATES:
        model.objects.get_or_create(
            slug=slug,
            defaults={"target": target, "name": name, "note": FORMS, "columns": columns.strip()},
        )
