"""The way out: an outbox that a phone wrote into a file, taken in through the ledger of sync."""
