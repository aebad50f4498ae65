"""The index as tools for programs that ask in words (the Model Context Protocol).

``diplosearch mcp`` serves one over standard input and output; the extra ``mcp`` brings
the protocol. Nothing can be changed through it.
"""
