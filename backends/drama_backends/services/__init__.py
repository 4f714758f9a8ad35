"""What adapters of services share: the wire, keys, tables of models, prompts, clips in a call.

adapter   a table, a key and a lowering make a backend
wire      HTTP with bounds; what an answer means; downloads
keys      where keys and addresses are found
models    `capabilities.toml`: limits, prices, sources, days
prompts   templates, those of a project first
camera    moves as words or as a service's own commands
clips     one call for a shot, or for several
stills    one call for an image or a sound
voices    which stock voice is most like a character
sizes     a shape as width and height
calls     what one call says, before a service writes it in its own fields
mapping   `NAME.toml`: what a model of many calls its inputs
mapped    one call in the fields of a mapping
tasks     a connection to a service that is asked after what it makes
content   what a file is by its bytes, and what is measured on it
"""
