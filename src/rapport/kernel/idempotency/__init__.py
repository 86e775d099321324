"""Answers kept by the key under which they were asked for, so that a repeat gets the first one (quality 3).

A record is written in the transaction of the effect it stands for: either both are there
after a crash or neither is. Two requests under one key meet at the record: SQLite lets one
write at a time, PostgreSQL makes the second wait at the primary key until the first is done.
"""
