"""Text in two languages: letters, sounds of names, dates, language, sentences, passages."""
