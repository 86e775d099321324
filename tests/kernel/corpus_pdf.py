"""Documents made on the spot: lawful ones, and hostile ones."""

from __future__ import annotations

from collections.abc import Mapping

LINE = "the quick brown fox"


def written(objects: Mapping[int, str], *, trailer: str = "") -> bytes:
    """The objects as a PDF with a table that finds them; object 1 is its root."""
    out, places = b"%PDF-1.4\n", {}
    for number, words in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("latin-1")
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    count = len(objects) + 1
    end = f"trailer << /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end.encode()


def stream(words: str, more: str = "") -> str:
    """A stream object."""
    return f"<< /Length {len(words)} {more} >>\nstream\n{words}\nendstream"


def pages(
    count: int = 1, *, size: tuple[float, float] = (595, 842), more: str = "", trailer: str = ""
) -> bytes:
    """A document of so many pages, each with a red corner and a line of words."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number in range(count):
        box = f"[0 0 {size[0]} {size[1]}]"
        objects[4 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        red = f"1 0 0 rg 0 {size[1] / 2} {size[0] / 2} {size[1] / 2} re f 0 g"
        objects[5 + 2 * number] = stream(f"{red} BT /F1 12 Tf 50 100 Td (Page {number + 1}: {LINE}) Tj ET")
    return written(objects, trailer=trailer)


def protected() -> bytes:
    """A document that no empty password opens."""
    lock = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    return pages(trailer=f"/Encrypt {lock} /ID [<{'43' * 16}> <{'43' * 16}>]")


def endless(depth: int = 9, each: int = 12) -> bytes:
    """A page that draws a form twelve times, which draws another twelve times, and so on."""
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R "
        "/Resources << /XObject << /X 5 0 R >> >> >>",
        4: stream("/X Do " * each),
    }
    for number in range(5, 5 + depth):
        inner = f"/Resources << /XObject << /X {number + 1} 0 R >> >>" if number < 4 + depth else ""
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 600 600] {inner}"
        objects[number] = stream("/X Do " * each if inner else "0 0 500 500 re f " * 40, form)
    return written(objects)
