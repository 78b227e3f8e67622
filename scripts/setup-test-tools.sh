#!/bin/sh
# Install what the browser and HTML tests need and Python packages cannot bring:
# Chromium, a CJK font and a Java runtime. Does nothing when they are there.
set -eu

# Chromium may have another name; a font is seen by its file, since fontconfig may be missing.
has_chromium() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome
}

has_cjk_font() {
  fc-list :lang=zh family 2>/dev/null | grep -q .
}

has_java() {
  java -version
}

missing=
has_chromium >/dev/null 2>&1 || missing="$missing chromium"
has_cjk_font >/dev/null 2>&1 || missing="$missing fonts-noto-cjk fontconfig"
has_java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "测试还需要 Chromium、中文字体和 Java，这台机器没有 apt，装不了：请自己装好，Chromium 的路径可用 CHROMIUM 指定。" >&2
  exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "测试还需要安装$missing：请用管理员身份运行 apt-get install$missing，再试一次。" >&2
    exit 1
  fi
  as_root="sudo"
fi
echo "安装测试用的$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # 包名之间的空格就是分隔
if ! { $as_root apt-get -qq update && $as_root apt-get -qq install --no-install-recommends -y $missing; } >/dev/null </dev/null; then
  echo "apt 装不上$missing：检查网络和 apt 的源后再试一次。" >&2
  exit 1
fi
