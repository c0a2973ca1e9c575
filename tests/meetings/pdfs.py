"""PDFs as other producers would make them, for the reader to read."""

from html import escape
from io import BytesIO


def plain_pdf(source: str, style: str = "") -> bytes:
    """A text of minutes set as a PDF with page heads and feet of its own."""
    from weasyprint import HTML

    blocks = []
    for block in source.split("\n\n"):
        text = block.strip("\n")
        if not text.strip():
            continue
        if text.startswith("#"):
            level = len(text) - len(text.lstrip("#"))
            blocks.append(f"<h{level}>{escape(text.lstrip('# ').replace('**', ''))}</h{level}>")
        else:
            blocks.append("<p>" + "<br>".join(escape(line.replace("**", "")) for line in text.split("\n")) + "</p>")
    css = (
        "body{font:11pt/1.3 'Liberation Serif'}@page{@bottom-right{content:'Side ' counter(page) ' af ' counter(pages)}"
        "@top-left{content:'Referat fra mødet'}}" + style
    )
    out = BytesIO()
    HTML(string=f"<style>{css}</style>{''.join(blocks)}").write_pdf(out)
    return out.getvalue()
