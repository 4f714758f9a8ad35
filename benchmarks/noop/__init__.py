"""A build that has nothing to do, beside its peers on the same graph: see `compare`."""
