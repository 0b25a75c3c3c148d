"""The verbs of outbox imports: a file comes, is tried, is vouched for, is taken in."""

from suicha.outboxes.operations.receiving import begin, keep, receive, vouch
from suicha.outboxes.operations.working import import_file, work

__all__ = ["begin", "import_file", "keep", "receive", "vouch", "work"]
