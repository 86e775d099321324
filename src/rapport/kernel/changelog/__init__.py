"""The changelog: what may have changed, in the order in which it was committed; indexes beside the database follow it.

::

    with transaction.atomic():
        ...
        changelog.append(Change("connection", 1, 2))    in the transaction of the change

    log = queries.since(position, at_most=2_000)        what an index at `position` has not seen
    for change in log.changes:                          it reads how things stand, and notes that
        ...
    position = log.position

A row names what to look at again and not what is so now. So it does not matter in which order two changes of
one thing are taken in, nor that one is taken in twice: whoever reads how it stands after seeing the row is right.
That is also why nobody has to wait for a number: on PostgreSQL numbers are committed out of order, and a
position is the oldest transaction that still ran (architecture 5).
"""

from __future__ import annotations
