"""Photographs as an artisan's phone takes them: turned, and telling where they were taken."""

from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

FINISHED = Path(__file__).resolve().parents[2] / "dekranasda/demo/photographs/finished"
VASE = FINISHED / "vas-bubut-jati.jpg"
OWNER = "Kamera Sari Wulandari"  # what a phone writes into each photograph


def from_phone() -> bytes:
    """A JPEG lying on its side, with the place, the phone and its owner in its EXIF data."""
    with Image.open(VASE) as upright:
        lying = upright.transpose(Image.Transpose.ROTATE_90)
    exif = lying.getexif()
    exif[ExifTags.Base.Orientation] = 6  # to be shown turned by a quarter
    exif[ExifTags.Base.Make] = "Ponsel Uji"
    exif[ExifTags.Base.Artist] = OWNER
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "S"
    place[ExifTags.GPS.GPSLatitude] = (7.0, 9.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (111.0, 38.0, 12.0)
    return _jpeg(lying, exif=exif)


def detail() -> bytes:
    """The middle of the work from near."""
    with Image.open(VASE) as whole:
        width, height = whole.size
        part = whole.crop((width // 5, height // 4, width * 4 // 5, height))
    return _jpeg(part.resize((800, 1000)))


def beside_a_hand() -> bytes:
    """The same work from the other side."""
    with Image.open(VASE) as whole:
        return _jpeg(whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def _jpeg(image: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=90, **options)
    return out.getvalue()


def remains(folder: Path) -> dict[str, str]:
    """What is left of the phone's data in the stored photographs, by file; empty is right."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with Image.open(file) as image:
            told = [*image.getexif(), *(key for key in ("exif", "xmp") if key in image.info)]
        if told or OWNER.encode() in file.read_bytes():
            found[file.name] = str(told)
    return found
