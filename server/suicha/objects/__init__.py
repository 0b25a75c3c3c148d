"""Objects: what the store holds beside what the database names; looked at, never repaired."""

from suicha.objects.checking import Finding, Kind, Report, checked

__all__ = ["Finding", "Kind", "Report", "checked"]
