"""The doors for programs: versioned JSON under the same permissions as the pages, asked with tokens."""
