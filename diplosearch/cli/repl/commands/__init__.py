"""The commands of the prompt; ``table`` lists them all.

Each takes the session and the rest of the line, and returns an answer.
"""
