"""Notebooks: reading, executing with a cache, named outputs, and the Markdown they become."""
