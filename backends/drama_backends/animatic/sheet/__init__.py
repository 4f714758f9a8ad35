"""Sheets: what a film looks like at a glance, as pages of pictures."""
