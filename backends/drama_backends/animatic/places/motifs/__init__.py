"""Motifs: the things that places are made of, each drawn on a sheet where it is asked for."""
