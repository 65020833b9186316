#!/usr/bin/env bash
# The commands that scripts and pages tell a newcomer to type, on other systems than this machine's. Files of this test
# stand for their tools.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$work/tree" "$work/bin" "$work/node" "$work/wireshark"
cp -R "$top/script" "$work/tree/"

tool() { printf '#!%s\n%s\n' "$BASH" "$3" >"$1/$2" && chmod +x "$1/$2"; }
for name in bash dirname mkdir grep tail cat cp cmp sed; do
  ln -s "$(type -P $name)" "$work/bin/$name"
done
tool "$work/bin" uname 'echo "$SYSTEM"'
tool "$work/bin" id 'echo 1000'
tool "$work/bin" dpkg-query 'exit 1'
tool "$work/bin" apt-get 'echo "apt-get is run, by nobody" >&2; exit 1'
tool "$work/bin" brew 'case $1 in list) exit 1 ;; --prefix) echo /opt/homebrew ;; *) echo "$*" >>"$TYPED" ;; esac'
tool "$work/node" npm :
tool "$work/node" node :
tool "$work/wireshark" tshark :

# on SYSTEM FOLDERS COMMAND: runs a function of script/lib.sh as on that system, without npm's packages.
on() {
  : >"$work/typed"
  status=0
  env -i SYSTEM="$1" PATH="$work/bin$2" TYPED="$work/typed" "$BASH" -c \
    ". '$work/tree/script/lib.sh'; install_npm() { :; }; $3" script/demo >"$work/out" 2>&1 </dev/null || status=$?
  out=$(cat "$work/out")
  typed=$(cat "$work/typed")
}

on Linux '' install_build
check "nobody's root: it fails" equals "$status" 1
check "and says what to type as root" contains "$out" "apt-get update && apt-get install --no-install-recommends gcc libc6-dev meson"
check "with all that is missing" contains "$out" "uthash-dev nodejs npm"
check "and what then" contains "$out" "demo again"
check "not a command that does nothing" lacks "$out" ": true"
check "apt-get is left alone" lacks "$out" "by nobody"

on Darwin '' install_build
check "Homebrew: pkgconf, as it is called there" contains " $typed " " pkgconf "
check "Homebrew: Node where there is none" contains " $typed " " node "
on Darwin ":$work/node" install_build
check "a Node of one's own will do" lacks " $typed " " node "
on Darwin '' install_test
check "Homebrew: tshark where there is none" contains " $typed " " wireshark "
on Darwin ":$work/wireshark" install_test
check "not beside Wireshark's application, which has it" lacks " $typed " " wireshark "

# --- pages ---

# Warnings are errors for developers only, since a user's compiler may have more of them.
setups=$(cd "$top" && grep -n '^ *\(RUN \)\{0,1\}meson setup' README.md docs/*.md packaging/Containerfile)
check "pages say how to build" test "$(wc -l <<<"$setups")" -ge 3
check "none of them stops at a warning" equals "$(grep -v -e -Dwerror=false <<<"$setups" || :)" ""
check "nor does the demo" equals "$(grep 'build_into' "$top/script/demo" | grep -v -e -Dwerror=false || :)" ""
installs=$(cd "$top" && grep -n 'meson install' README.md docs/*.md | grep -- ' -C ')
check "all of them build the program alone" equals "$(grep -v 'meson compile -C build/release program && .* --no-rebuild' <<<"$installs" || :)" ""
check "Wireshark's application is called so there" lacks "$(cd "$top" && grep -rh -e '--cask' README.md docs packaging script)" "--cask wireshark "

check "a container's files are the user's" equals "$(cd "$top" && grep -hE '^(#   )?docker run' README.md packaging/* 2>/dev/null | grep -v -e '-u "' || :)" ""

# --- what packagers get ---

formula=$("$top/packaging/homebrew-formula" "$0" https://example.org/pcapdeck/releases/download/v1/pcapdeck-1.tar.xz)
check "the formula's homepage is a page" contains "$formula" 'homepage "https://example.org/pcapdeck"'
check "it builds no tests while it installs" contains "$formula" '"install", "-C", "build", "--no-rebuild"'
check "it declares Python, which the build runs" contains "$formula" 'uses_from_macos "python" => :build'
formula_status=0
"$top/packaging/homebrew-formula" "$0" https://example.org/pcapdeck-1.tar.xz >/dev/null 2>&1 || formula_status=$?
check "an address that says no page needs one" equals "$formula_status" 2
if [ -f "$top/templates/node_modules/reveal.js/package.json" ]; then
  mkdir -p "$work/dist/.ci"
  MESON_SOURCE_ROOT=$top MESON_DIST_ROOT=$work/dist "$top/packaging/dist.sh"
  check "the tarball has no .ci" test ! -e "$work/dist/.ci"
  check "and what decks embed" test -s "$work/dist/templates/node_modules/reveal.js/js/reveal.js"
fi

# `check` finds nothing in README's first talk.
sed -n '/^Six lines are a talk/,/^`pcapdeck build/p' "$top/README.md" | sed -n '/^```markdown/,/^```$/p' | sed '1d;$d' >"$work/talk.md"
check "README has a talk" grep -q '^captures:' "$work/talk.md"
cp "$top/templates/starter/pingpong.pcap" "$work/pingpong.pcap"
(cd "$work" && run check talk.md && printf '%s\n' "$out$err" >findings && equals "$status" 0) || found=1
check "nothing is wrong with it" equals "${found:-0}" 0
tests_done
