"""Values of the library, written for a person at a terminal or for a program."""
