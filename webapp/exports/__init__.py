"""Printed documents: a document is described once and rendered to xlsx, docx and pdf."""
