"""Small office files, whole enough for LibreOffice to open."""

import zipfile
from html import escape
from io import BytesIO

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_document(text: str, *, picture_at: str = "") -> bytes:
    """A Word file of one paragraph; ``picture_at`` is an address it would fetch a picture from."""
    out = BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    drawing = _picture() if picture_at else ""
    with zipfile.ZipFile(out, "w") as package:
        override = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
        package.writestr("[Content_Types].xml", _TYPES.format(overrides=override))
        main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", _RELS.format(main))
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}">'
            f"<w:body><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>{drawing}</w:body></w:document>",
        )
        if picture_at:
            link = f'<Relationship Id="rId9" Type="{_OFFICE}/image" Target="{picture_at}" TargetMode="External"/>'
            package.writestr("word/_rels/document.xml.rels", _RELS.format(link))
    return out.getvalue()


def _picture() -> str:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:link="rId9"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
