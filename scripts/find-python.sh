#!/bin/sh
# Print the path of a Python >= 3.12 that can make virtual environments, the version in .python-version first.
# PYTHON overrides the search.
set -eu
cd "$(dirname "$0")/.."
wanted=$(cat .python-version)

usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

candidates() {
  for version in "$wanted" 3.13 3.12 3.14; do
    if prefix=$(pyenv prefix "$version" 2>/dev/null); then
      echo "$prefix/bin/python3"
    fi
    command -v "python$version" || true
  done
  command -v python3 || true
  command -v python || true
}

if [ -n "${PYTHON:-}" ]; then
  found=$PYTHON
else
  found=$(candidates | while IFS= read -r candidate; do
    if usable "$candidate"; then
      echo "$candidate"
      break
    fi
  done)
fi
if [ -z "$found" ] || ! usable "$found"; then
  echo "需要 3.12 或更新的 Python（推荐 $wanted，Debian 与 Ubuntu 还要 python3-venv），没有找到：装好后再运行一次，或用 PYTHON=路径 指定。" >&2
  exit 1
fi
echo "$found"
