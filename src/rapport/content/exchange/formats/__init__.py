"""Foreign files, read without Django: whoever opens one gets frozen rows, and a sentence for what cannot be read.

`archive.open_archive` is the door for a LinkedIn archive (OPS-1). Each of its files is one row
of `tables.TABLES`; reading and writing share that table, so what goes out comes back in as it was.
"""
