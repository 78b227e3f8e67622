"""The plain library behind the site: content model, notebooks, rendering, checks. Imports no MkDocs."""
