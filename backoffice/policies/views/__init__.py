"""Pages of the editor: one policy, its rules, its publication, its trials."""
