"""How well questions are answered and entities are found, measured on marked sets."""
