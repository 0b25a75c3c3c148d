"""Nothing lost, nothing doubled: real processes that die under phones which go on sending.

`python -m tests.reliability` prints the table of docs/RELIABILITY.md.
"""
