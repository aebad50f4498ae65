"""A passage with its matches and entities, as a terminal, page or note shows it.

The pipeline: :mod:`.spans` cuts the passage into pieces at the borders of its
marks, :mod:`.controls` puts pictures in place of control characters, and one
module a format (:mod:`.text`, :mod:`.ansi`, :mod:`.html`, :mod:`.markdown`)
writes the pieces down. Taking the markup away gives back
``show_controls(text[start:end])`` in every format.
"""
