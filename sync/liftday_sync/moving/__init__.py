"""Moving house: everything that is an athlete's leaves as one documented JSON file and comes in somewhere else.

`records` says what a file holds, `paper` how it is laid out; `leave` writes one, `arrive` reads one back. No key, token
or secret is ever among it.
"""
