"""The kinds of place, each drawn from a site as layers from far to near."""
