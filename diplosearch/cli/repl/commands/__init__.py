"""The commands of the prompt, by what they are about; ``table`` lists them.

Each takes the session and the rest of the line, and returns an answer.
"""
