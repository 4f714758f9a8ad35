"""How fast an animatic is made, beside the least that its frames cost: see `compare`."""
