"""Entities that have a form: dates, amounts, offices, events, organisations."""
