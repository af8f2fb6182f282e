"""What Liftday decides, and nothing else: no clock, no files, no network, no logging.

Read in this order: `model` (the nouns), `decide` (the whole decision on one screen), then
`dedupe`, `constants`, `classify`, `forecast`, `placement`, `content` and `explain`, a room each.
"""
