"""Files: a watched folder, and the archives that the import command reads.

`source` is the folder, `unpack` gets bytes out safely, `walk` finds what there is, `fit`, `tcx` and `gpx` read one
format each, `strava_export` and `garmin_export` the lists of the big archives, `reading` puts together one file, `pool`
many, `meaning` says what a stored payload means. Nothing is imported here: other sources share a word or two.
"""
