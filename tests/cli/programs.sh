# Sourced by the tests that record programs, behind tap.sh. They run as root and as an ordinary user, where the system
# allows private networks to them; $who is one of both. The current folder is one that everybody may write to.

chmod 755 "$work"
install -m 755 "$pcapdeck" "$work/pcapdeck"
mkdir -m 777 "$work/open" "$work/home"
export HOME=$work/home # which an ordinary user may read
cd "$work/open"
python=/usr/bin/python3 # which everybody may run
[ -x $python ] || python=$(command -v python3)

as_root() { "$work/pcapdeck" "$@"; }
as_user() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$work/pcapdeck" "$@"
  else
    "$work/pcapdeck" "$@"
  fi
}
run_as() { # run_as WHO ARGUMENT...
  local who=$1
  shift
  status=0
  "$who" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(tr -d '\0' <"$work/out")
  err=$(cat "$work/err")
}

# Ends the test where neither may have a private network, or curl is missing.
needs_programs() {
  may_root=false may_user=false
  if [ "$(id -u)" = 0 ]; then
    unshare --net true 2>/dev/null && may_root=true
    setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --net true 2>/dev/null && may_user=true
  else
    unshare --user --net true 2>/dev/null && may_user=true
  fi
  if ! $may_root && ! $may_user; then
    echo "# this system allows no private network: 'unshare --user --net true' fails"
    [ $tests_failed -eq 0 ] || exit 1
    exit 77
  fi
  command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
  who=as_root
  $may_root || who=as_user
}
