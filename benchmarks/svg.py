"""Shapes of an SVG picture, which looks right on light and dark pages."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2937 }
.heading { font-weight: 600 } .title { font-size: 15px; font-weight: 600 }
.faint { fill: #6b7280 } .end { text-anchor: end } .middle { text-anchor: middle }
.own { fill: #2563eb; stroke: #2563eb } .other { fill: #9ca3af; stroke: #9ca3af }
.grid { stroke: #e5e7eb } .page { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb } .faint { fill: #9ca3af } .grid { stroke: #374151 }
  .own { fill: #60a5fa; stroke: #60a5fa } .other { fill: #6b7280; stroke: #6b7280 }
  .page { fill: #111827 }
}
"""


class Drawing:
    """A picture that is drawn shape by shape; places are in pixels from the top left."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self._shapes = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img">',
            f"<title>{escape(title)}</title><style>{STYLE}</style>",
            '<rect class="page" width="100%" height="100%"/>',
        ]

    def text(self, x: float, y: float, said: str, kind: str = "") -> None:
        """Write a line whose foot is at ``y``."""
        self._add("text", kind, {"x": x, "y": y}, said)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a line."""
        self._add("line", kind, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Draw a bar whose top left is at ``x``, ``y``."""
        self._add("rect", kind, {"x": x, "y": y, "width": width, "height": height})

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a dot around ``x``, ``y``."""
        self._add("circle", kind, {"cx": x, "cy": y, "r": radius})

    def _add(self, shape: str, kind: str, places: dict[str, float], said: str = "") -> None:
        given = "".join(f' {name}="{value:.6g}"' for name, value in places.items())
        classes = f" class={quoteattr(kind)}" if kind else ""
        self._shapes.append(f"<{shape}{classes}{given}>{escape(said)}</{shape}>")

    def __str__(self) -> str:
        return "\n".join([*self._shapes, "</svg>\n"])
