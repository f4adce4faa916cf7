"""Articles written in a few words: a Document without a layout, for tests of extraction."""

from __future__ import annotations

from kbservice.record import Document, HeaderField, Section, Where


def draft(
    *,
    title: str = "Mail stops",
    number: int = 900001,
    applies: tuple[str, ...] = (),
    fields: dict[str, str] | None = None,
    **sections: str,
) -> Document:
    """An article with these sections (name -> text); a line `## Heading` begins a sub-heading below the section."""
    lines = [title, "", *(f"- {bullet}" for bullet in applies)]
    place = Where("applies_to", 3, len(lines)) if applies else None
    parts = []
    for name, text in sections.items():
        lines += ["", name.upper()]
        body = text.strip("\n").split("\n")
        first = len(lines) + 1
        lines += body
        parts.append(Section(name, name.upper(), first, len(lines), _below(body, first)))
    heads = []
    for name, value in (fields or {}).items():
        lines.append(f"{name}: {value}")
        heads.append(HeaderField(name, value, len(lines)))
    return Document(
        layout="draft",
        number=number,
        text="\n".join(lines),
        title=title,
        sections=tuple(parts),
        applies_to=place,
        fields=tuple(heads),
        title_line=1,
    )


def _below(body: list[str], first: int) -> tuple[Section, ...]:
    starts = [at for at, line in enumerate(body) if line.startswith("## ")]
    ends = [*starts[1:], len(body)]
    return tuple(
        Section("other", body[start][3:], first + start + 1, first + end - 1)
        for start, end in zip(starts, ends[: len(starts)], strict=True)
    )
