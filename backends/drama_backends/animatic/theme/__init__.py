"""Themes: a folder that a film brings comes in; how its animatic is drawn goes out."""
