"""Values of the library as a person or a program reads them in a terminal."""
