#!/bin/sh
# Install a lock file into an environment and leave a stamp there: install.sh requirements.txt .venv/.installed-123
set -eu
echo "安装 $1 里的包，只此一次，要一两分钟" >&2
if ! "$(dirname "$2")/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"; then
  echo "$1 里的包装不上：检查网络和 pip 的源后再试一次。" >&2
  exit 1
fi
touch "$2"
