"""What a page says beside its story: metadata read from it, boilerplate left out."""
