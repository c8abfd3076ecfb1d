"""The XML that WeChat writes to a webhook, and its strict reading of what comes back."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET


class XmlError(ValueError):
    """What came back is not one well-formed <xml> element without declarations."""


#: What a field of a message holds; a few hold fields themselves.
Value = str | int | Mapping[str, str]


def write(fields: Mapping[str, Value]) -> str:
    """Write one message: numbers bare, text as CDATA, control characters left in as WeChat does."""
    return "<xml>" + "".join(f"<{name}>{_value(value)}</{name}>\n" for name, value in fields.items()) + "</xml>"


def _value(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "".join(f"<{name}>{_value(inner)}</{name}>" for name, inner in value.items())
    return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"


def read(text: str) -> ET.Element:
    """Read one <xml> element, refusing declarations and a field that appears twice."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise XmlError("holds a document type")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as problem:
        raise XmlError(f"not well-formed: {problem}") from problem
    _check_shape(root)
    return root


def _check_shape(root: ET.Element) -> None:
    names = [child.tag for child in root]
    if root.tag != "xml":
        raise XmlError(f"begins with <{root.tag}>")
    if len(names) != len(set(names)):
        raise XmlError("a field appears twice")
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        raise XmlError("text between the fields")


def text_of(parent: ET.Element, name: str) -> str:
    """Read the text of a child; one that is missing reads as empty."""
    return parent.findtext(name) or ""
