"""The item list (抽查事项清单), checklists and their versions."""
