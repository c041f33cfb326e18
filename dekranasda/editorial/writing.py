"""The council's plain text with subheadings and lists, in parts that a template can print."""

from dataclasses import dataclass, field


@dataclass
class Part:
    """A heading, a paragraph or a list, with its lines."""

    kind: str
    lines: list[str] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """The parts of a text: `## ` begins a heading, `- ` an item, an empty line a new part."""
    parts: list[Part] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.strip()
        if not line:
            is_open = False
            continue
        kind, words = _kind_of(line)
        if kind == "heading" or not is_open or parts[-1].kind != kind:
            parts.append(Part(kind))
        parts[-1].lines.append(words)
        is_open = kind != "heading"
    return parts


def _kind_of(line: str) -> tuple[str, str]:
    if line.startswith("## "):
        return "heading", line[3:].strip()
    if line.startswith(("- ", "• ")):
        return "list", line[2:].strip()
    return "paragraph", line
