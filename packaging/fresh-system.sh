# A file system as of a machine just installed, for the checks of packages. Sourced, behind script/lib.sh.

skip() { echo "skipped: $*"; exit 77; }

# fresh_system FOLDER: Debian's least, of this machine's release; kept in build/fresh-system.tar for the next time.
fresh_system() {
  local codename cache=build/fresh-system.tar
  [ "$(id -u)" = 0 ] || skip "a file system of another machine takes root"
  command -v debootstrap >/dev/null || skip "debootstrap is not installed: apt-get install debootstrap"
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mkdir -p build "$1"
  if [ ! -f $cache ]; then
    say "making a fresh Debian ($codename), once"
    debootstrap --variant=minbase "$codename" "$1" >build/fresh-system.log 2>&1 ||
      { tail -3 build/fresh-system.log >&2; skip "debootstrap failed: see build/fresh-system.log"; }
    tar -C "$1" -cf $cache.part --exclude=./dev --exclude=./proc --exclude=./sys .
    mv $cache.part $cache
  else
    tar -C "$1" -xpf $cache
  fi
  chmod 755 "$1"
  mkdir -p "$1/dev" "$1/proc" "$1/sys" "$1/w"
  for device in null zero random urandom; do
    [ -e "$1/dev/$device" ] || cp -a "/dev/$device" "$1/dev/"
  done
  cp -L /etc/resolv.conf "$1/etc/resolv.conf"
}

# Run by bash in a mount namespace of its own: the folder becomes its whole file system. A chroot would do, but
# for user namespaces, which processes in one may not make.
enter='cd "$root" && pivot_root . . && umount -l . && cd /w'
clean_environment='/usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive'

# inside FOLDER COMMAND...: as root there.
inside() {
  local root=$1
  shift
  unshare --mount --pid --fork --kill-child bash -c '
    root=$0 enter=$1 clean=$2
    shift 2
    mount --bind "$root" "$root" && mount -t proc proc "$root/proc" && eval "$enter" && exec $clean "$@"' \
    "$root" "$enter" "$clean_environment" "$@"
}

# check NAME COMMAND...: counts what fails, and says it.
failures=0
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok - $name"
  else
    echo "not ok - $name"
    tail -5 <<<"$output" | sed 's/^/# /'
    failures=$((failures + 1))
  fi
}
