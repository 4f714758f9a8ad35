"""Our parser beside its peers, on one script, in one run: see `compare`."""
