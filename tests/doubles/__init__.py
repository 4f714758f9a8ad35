"""Loopback doubles of services: each behaves as its documentation says, and refuses the rest.

`server` carries them over HTTP, `studio` makes real media for them, `double` drives them for the
contract suite. Each of the others is one service; it shares no data with the adapter it tests.
"""
