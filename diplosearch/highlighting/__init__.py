"""A passage with its matches and entities, as a terminal, page or note shows it.

The pipeline: :mod:`.marks` cuts the passage into pieces at the borders of its
marks, :mod:`.control_characters` puts signs in place of control characters, and
one module a format writes the pieces down (:mod:`.text`, :mod:`.html`,
:mod:`.markdown`; for terminals :mod:`.runs` gives each piece its style, and
:mod:`.ansi` writes the styles). Taking the markup away gives back
``show_controls(text[start:end])`` in every format.
"""
