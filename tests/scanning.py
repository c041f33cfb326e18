"""Reads the QR codes of a printed page as a cheap telephone does: held askew and out of focus.

The page is drawn at 150 dots an inch, turned by seven degrees, blurred, and squeezed as a JPEG;
a decoder that knows nothing of how the code was made tells what it says.
"""

import io

import pypdfium2  # type: ignore[import-untyped]  # has no types
import typst
import zxingcpp
from PIL import Image, ImageFilter

BLURRED_MM = 0.2


def scanned(pdf: bytes, *, page: int = 0) -> list[str]:
    """What the codes of a page of the PDF say, in no order; a code that is not read is missing."""
    dots = 150
    picture = drawn(pdf, page=page, dots=dots)
    askew = picture.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    jpeg = io.BytesIO()
    askew.filter(ImageFilter.GaussianBlur(BLURRED_MM / 25.4 * dots)).save(jpeg, "JPEG", quality=40)
    return [found.text for found in zxingcpp.read_barcodes(Image.open(jpeg))]


def drawn(pdf: bytes, *, page: int = 0, dots: int) -> Image.Image:
    """The page as a picture in grey, so many dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[page].render(scale=dots / 72, grayscale=True).to_pil()
        return picture.copy()


def on_paper(svg: str, *, edge_mm: int = 60) -> bytes:
    """A PDF of a drawing that a page of the portal shows, as wide as on a telephone."""
    source = f"#set page(width: {edge_mm}mm, height: {edge_mm}mm, margin: 0mm)\n"
    source += "#image(bytes(sys.inputs.svg), width: 100%)"
    made: bytes = typst.compile(source.encode(), format="pdf", sys_inputs={"svg": svg})
    return made
