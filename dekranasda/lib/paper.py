"""What the council's printed documents share: a code to scan, and the border of a certificate."""

import io

import segno

from dekranasda.lib import motif

BAND_MM = 10


def qr_svg(address: str) -> str:
    """The QR code as SVG; level Q stands a stain or a fold."""
    target = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        target, kind="svg", scale=4, border=2, dark="#16211b", xmldecl=False
    )
    return target.getvalue().decode()


def leaf_border(number: str) -> str:
    """A band of the number's own leaf cloth around the sheet: decoration, not security."""
    cloth = motif.cloth(number)
    scale = BAND_MM / max(cloth.tile_height, cloth.tile_width) * 1.4
    inner = f"{BAND_MM} {BAND_MM} {297 - 2 * BAND_MM} {210 - 2 * BAND_MM}"
    x, y, width, height = inner.split()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210" color="#b9c9bc">'
        f'<defs><pattern id="c" width="{cloth.tile_width}" height="{cloth.tile_height}" '
        f'patternUnits="userSpaceOnUse" patternTransform="scale({scale:.3f})">'
        f'<g fill="none" stroke="#b9c9bc" stroke-width="2.2">{cloth.drawing}</g></pattern></defs>'
        '<rect width="297" height="210" fill="#0e2a20"/>'
        '<rect width="297" height="210" fill="url(#c)" opacity="0.6"/>'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#fbfbf7"/>'
        f'<rect x="{BAND_MM + 2}" y="{BAND_MM + 2}" width="{293 - 2 * BAND_MM}" '
        f'height="{206 - 2 * BAND_MM}" fill="none" stroke="#e3ae2e" stroke-width="0.5"/></svg>'
    )
