"""The tests: by capability, in the words of the domain."""
