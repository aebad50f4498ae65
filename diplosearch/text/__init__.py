"""Letters, words in two spellings, dates, languages, sentences and passages of any text."""
