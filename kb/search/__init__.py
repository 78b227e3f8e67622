"""Full-text search: what is indexed, and how the index is made. The engine that ranks is `frontend/search/`."""
