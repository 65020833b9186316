# Functions that the scripts share: the folder of the project, messages, and installing what is missing. It is sourced,
# never run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"

say() {
  if [ -t 2 ]; then printf '\033[1m%s\033[0m\n' "$*" >&2; else printf '%s\n' "$*" >&2; fi
}
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# show_progress LOG: writes standard input to LOG. A terminal shows its last line, in place; any other output gets a
# line every ten seconds.
show_progress() {
  local line shown=$SECONDS columns=80
  [ ! -t 2 ] || columns=$(tput cols 2>/dev/null || echo 80)
  mkdir -p "$(dirname "$1")"
  : >"$1"
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line" >>"$1"
    line=${line//[[:cntrl:]]/}
    [ -n "$line" ] || continue
    if [ -t 2 ]; then
      printf '\r\033[K  %s' "${line:0:$((columns - 3))}" >&2
    elif [ $((SECONDS - shown)) -ge 10 ]; then
      printf '  %s\n' "${line:0:$((columns - 3))}" >&2
      shown=$SECONDS
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# logged LOG COMMAND...: shows the command's progress; when it fails, its last lines and the path of the log.
logged() {
  local log=$1
  shift
  "$@" 2>&1 | show_progress "$log" || {
    tail -n 30 "$log" >&2
    printf 'all of it: %s\n' "$top/$log" >&2
    return 1
  }
}

may_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The number of processors, at most four: tests share more than processors.
processors() {
  local count
  count=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
  echo $((count < 4 ? count : 4))
}

# Prints a UTF-8 locale that every machine with this system has.
utf8_locale() { if [ "$(uname -s)" = Darwin ]; then echo en_US.UTF-8; else echo C.UTF-8; fi; }

# install_debian PACKAGE...: installs packages that are missing. The list of packages is refreshed only then, so that a
# machine that has all of them works offline.
install_debian() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  may_be_root ||
    die "packages are missing, you are not root, and there is no sudo. As root, run:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}
then ${0##*/} again"
  say "installing: ${missing[*]}"
  as_root true # asks for the password before lines of progress could hide the question
  logged build/apt-update.log as_root apt-get update -q || die "apt-get could not read its lists"
  logged build/apt-install.log as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    -o Dpkg::Use-Pty=0 --no-install-recommends ${missing[@]+"${missing[@]}"} || die "apt-get could not install: ${missing[*]}"
}

install_homebrew() {
  local missing=() package
  command -v brew >/dev/null || die "Homebrew is missing: see https://brew.sh"
  for package in "$@"; do
    brew list --formula "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing: ${missing[*]}"
    logged build/brew-install.log brew install --quiet ${missing[@]+"${missing[@]}"} || die "brew could not install: ${missing[*]}"
  fi
}

# Exports the folders of Homebrew's libraries and headers. Homebrew's libpcap and SQLite are keg-only. uthash.h has no pkg-config
# file and is in /opt/homebrew on Apple Silicon, where no compiler looks.
homebrew_paths() {
  local prefix
  prefix=$(brew --prefix)
  export PKG_CONFIG_PATH=$(brew --prefix libpcap)/lib/pkgconfig:$(brew --prefix sqlite)/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  export CPATH=$prefix/include${CPATH:+:$CPATH}
  export LIBRARY_PATH=$prefix/lib${LIBRARY_PATH:+:$LIBRARY_PATH}
}

# Installs what `meson setup && meson compile` needs.
install_build() {
  case $(uname -s) in
  Linux)
    command -v apt-get >/dev/null || die "only Debian's packages are known here: install what meson.build names, then run meson"
    local packages=(gcc libc6-dev meson ninja-build pkg-config python3 libpcap-dev libcmark-dev libgumbo-dev
      libmicrohttpd-dev libyaml-dev nettle-dev liblz4-dev libqrencode-dev libseccomp-dev libsqlite3-dev libdw-dev uthash-dev)
    # Any Node.js will do, not only Debian's.
    command -v node >/dev/null || packages+=(nodejs)
    command -v npm >/dev/null || packages+=(npm)
    install_debian "${packages[@]}"
    ;;
  Darwin)
    local formulas=(meson ninja pkgconf libpcap cmark gumbo-parser libmicrohttpd libyaml nettle lz4 qrencode sqlite uthash)
    command -v npm >/dev/null || formulas+=(node) # npm may come from nvm, too
    install_homebrew "${formulas[@]}"
    homebrew_paths
    ;;
  *)
    die "$(uname -s) is not supported: Linux and macOS are"
    ;;
  esac
  install_npm templates
}

# install_npm FOLDER: installs what its lock file lists, once for each lock file.
install_npm() {
  local stamp=$1/node_modules/.installed-lock
  if [ ! -f "$stamp" ] || ! cmp -s "$1/package-lock.json" "$stamp"; then
    say "installing: npm packages of $1/"
    logged "build/npm-${1//\//-}.log" npm ci --prefix "$1" --loglevel=error --no-audit --no-fund --ignore-scripts ||
      die "npm ci --prefix $1 failed"
    cp "$1/package-lock.json" "$stamp"
  fi
}

# Installs what `script/test` needs beyond that.
install_test() {
  case $(uname -s) in
  Linux)
    local packages=(libcmocka-dev clang lld libclang-rt-dev libasan8 libubsan1 fonts-noto-cjk tshark tcpdump curl strace httpie mandoc
      chromium chromium-headless-shell firefox-esr webkit2gtk-driver xvfb zsh fish util-linux iproute2 poppler-utils
      valgrind cmark-gfm gettext)
    install_debian "${packages[@]}"
    ;;
  Darwin)
    local formulas=(cmocka poppler cmark-gfm gettext)
    # The Wireshark application brings its own tshark, and the formula cannot be installed beside it.
    command -v tshark >/dev/null || formulas+=(wireshark)
    install_homebrew "${formulas[@]}"
    ;;
  esac
  [ ! -f tests/browser/package-lock.json ] || install_npm tests/browser
  install_npm tests/markdown
}

# Options of a release build, which benchmarks measure, too. The program is optimized at link time, since a packet
# passes five layers. Tests are built without that, since each test program would be optimized again. With the small
# libraries linked statically, the program starts in a seventh less time.
release_options='--buildtype=release -Db_lto=true -Dprefer_static=true -Dwerror=false'

# build_into FOLDER MESON-OPTION...: builds everything, or with target=NAME only this target. The compiler's output is in
# FOLDER/compile.log.
build_into() {
  local folder=$1
  shift
  if [ -f "$folder/build.ninja" ]; then
    meson setup --reconfigure "$folder" "$@" >/dev/null || die "meson setup --reconfigure $folder failed"
  else
    logged "$folder.log" meson setup "$folder" "$@" || die "meson setup $folder failed"
    mv "$folder.log" "$folder/setup.log"
  fi
  logged "$folder/compile.log" meson compile -C "$folder" ${target:-} || die "building $folder failed"
}
