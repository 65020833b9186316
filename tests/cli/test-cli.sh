#!/usr/bin/env bash
# Help, version and wrong usage: what every command shares.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

run --version
check "--version succeeds" equals "$status" 0
for library in pcapdeck libpcap libcmark libmicrohttpd libyaml nettle liblz4 libqrencode sqlite; do
  check "--version names $library and its version" grep -Eq "^$library [0-9]+\.[0-9]" "$work/out"
done
check "--version is silent on standard error" equals "$err" ""

run --help
check "--help succeeds" equals "$status" 0
overview=$out
run help
check "help is --help" equals "$out" "$overview"
commands=$(printf '%s\n' "$overview" | sed -n 's/^  \([a-z]\{3,\}\)  *[a-z].*/\1/p')
for command in build packets pingpong record serve; do
  check "the overview has $command" contains " $(echo $commands) " " $command "
done

man=$(dirname "$0")/../../src/cli/pcapdeck.1
for command in $commands; do
  run "$command" --help
  check "$command --help succeeds" equals "$status" 0
  check "$command --help begins with its usage" contains "$out" "Usage: pcapdeck $command"
  check "$command --help has examples" grep -Eq "^ +pcapdeck $command" "$work/out"
  check "$command --help fits 80 columns" equals "$(awk 'length > 80' "$work/out")" ""
  help=$out
  run help "$command"
  check "help $command is $command --help" equals "$out" "$help"
  run "$command" --no-such-option
  check "$command refuses unknown options" equals "$status" 2
  check "$command names the unknown option" contains "$err" "'--no-such-option'"
  check "the manual has $command" grep -q "^\.It Cm $command\$" "$man"
  section=$(sed -n "/^\.It Cm $command\$/,/^\.It Cm /p" "$man")
  for option in $(grep -o -- '--[a-z][a-z-]*' <<<"$help" | sort -u); do
    case $option in --help) continue ;; esac
    check "the manual of $command has $option" grep -Eq -- "^\.It .*Fl -${option#--}( |\$)" <<<"$section"
  done
done

run
check "no command is wrong usage" equals "$status" 2
check "no command shows the overview" contains "$err" "Usage: pcapdeck COMMAND"

run recrod
check "an unknown command is wrong usage" equals "$status" 2
check "an unknown command gets a suggestion" contains "$err" "did you mean 'record'?"
check "an unknown command gets one sentence" one_sentence "$err"
run xyzzyx
check "a word like no command gets the overview named" contains "$err" "see 'pcapdeck --help'"
run help recrod
check "help for an unknown command suggests" contains "$err" "did you mean 'record'?"
run --vresion
check "an unknown option before a command is wrong usage" equals "$status" 2

run $'\e[31mx'
check "messages never send escapes to a terminal" lacks "$err" $'\e'

run serve --prot 1
check "an unknown option gets a suggestion" contains "$err" "did you mean '--port'?"
run serve --port
check "a missing value is wrong usage" equals "$status" 2
run serve --port=70000
check "a number out of range says the range" contains "$err" "from 0 to 65535"
run serve --port 80x
check "a number with letters is refused" equals "$status" 2
run serve --open=yes
check "a flag takes no value" contains "$err" "takes no value"
run serve a b
check "too many operands are wrong usage" equals "$status" 2

if [ -c /dev/full ]; then
  status=0
  "$pcapdeck" --help >/dev/full 2>"$work/err" || status=$?
  check "a full disk is an error" equals "$status" 1
  check "a full disk is named" contains "$(cat "$work/err")" "standard output"
fi

status=0
(trap '' PIPE; "$pcapdeck" --help) 2>"$work/err" | true || status=$?
check "a closed pipe is quiet" equals "$(cat "$work/err")" ""

# Loading libmicrohttpd's GnuTLS takes as long as the rest of a start.
if [ "$(uname -s)" = Linux ]; then
  check "only who serves loads libmicrohttpd" lacks "$(ldd "$pcapdeck")" libmicrohttpd
  mkdir "$work/broken"
  echo "no library" >"$work/broken/libmicrohttpd.so.12"
  status=0
  err=$(LD_LIBRARY_PATH=$work/broken "$pcapdeck" serve "$work" --port 0 2>&1) || status=$?
  check "a libmicrohttpd that does not load is an error" equals "$status" 1
  check "and named" contains "$err" "cannot load libmicrohttpd"
  check "in one sentence" one_sentence "$err"
  version=$(LD_LIBRARY_PATH=$work/broken "$pcapdeck" --version)
  check "--version says so, too" contains "$version" "libmicrohttpd is missing"
fi

if command -v mandoc >/dev/null; then
  check "the manual is clean" equals \
    "$(mandoc -Tlint "$man" 2>&1 | grep -Ev 'referenced manual not found|outdated mandoc.db' || :)" ""
else
  echo "ok - the manual is clean # SKIP mandoc is not installed"
fi
tests_done
