#!/usr/bin/env bash
# `pcapdeck serve` as a browser and a hostile page see it. Only loopback is used.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }

here=$(cd "$(dirname "$0")" && pwd)
folder=$work/talks
mkdir -p "$folder/pcaps"
write_talk() { printf -- '---\ntitle: %s\n---\n\n# %s\n\n%s\n' "$2" "$2" "$3" >"$folder/$1"; }
write_talk 01-first.md First "one paragraph"
write_talk "02-둘째.md" "둘째 발표" "문단 하나"
write_talk README.md "not a talk" "x"
echo secret >"$work/secret.txt"
cp "$work/secret.txt" "$folder/private.txt"
ln -s ../secret.txt "$folder/link.pcap"

start() { # start ARGUMENT...: sets $server, $url
  : >"$work/served"
  "$pcapdeck" serve "$@" >"$work/served" 2>"$work/messages" &
  server=$!
  started+=("$server")
  wait_for grep -q '^serving ' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
}
fetch() { curl -s --noproxy '*' --path-as-is --max-time 10 "$@"; }
status_of() { fetch -o /dev/null -w '%{http_code}' "$@"; }

start "$folder" --port 0
check "the address is 127.0.0.1" contains "$url" "http://127.0.0.1:"
port=${url##*:}
port=${port%/}

# confined SERVER: how many of its threads have more filters of system calls than its first thread, which a container
# may have filtered.
filters() { awk '/^Seccomp_filters:/ { print $2 }' "$1"; }
confined() {
  local thread count=0
  for thread in /proc/"$1"/task/*/status; do
    [ "$(filters "$thread")" -le "$(filters "/proc/$1/task/$1/status")" ] || count=$((count + 1))
  done
  echo "$count"
}
without="requests are answered without access to"
if [ "$(uname -s)" = Linux ]; then
  check "the threads that answer are confined, and it says so" contains "$(cat "$work/messages")" "$without"
  check "the thread that builds is not" equals "$(confined $server) of $(ls /proc/$server/task | wc -l)" "2 of 3"
fi

index=$(fetch "$url")
check "the index lists the first talk" contains "$index" 'href="01-first.html"'
check "the index links Korean names, escaped" contains "$index" '%EB%91%98%EC%A7%B8.html"'
check "the index leaves README.md out" lacks "$index" "not a talk"
check "a talk is served" contains "$(fetch "${url}01-first.html")" "one paragraph"
check "a Korean name is served" equals "$(status_of "${url}02-%EB%91%98%EC%A7%B8.html")" 200
check "an unknown page is 404" equals "$(status_of "${url}nothing.html")" 404

fetch -D "$work/headers" -o /dev/null "${url}01-first.html"
headers=$(tr -d '\r' <"$work/headers" | tr 'A-Z' 'a-z')
check "a page has a policy" contains "$headers" "content-security-policy: default-src 'none'"
check "the policy lets the page follow this server" contains "$headers" "connect-src 'self'"
check "the policy trusts no inline script at large" lacks \
  "$(printf '%s' "$headers" | grep -o 'script-src[^;]*' || :)" "unsafe-inline"
for header in 'x-content-type-options: nosniff' 'referrer-policy: same-origin' \
  'cache-control: no-store' 'x-frame-options: sameorigin' \
  'cross-origin-resource-policy: same-origin'; do
  check "a page has $header" contains "$headers" "$header"
done
check "HEAD has no body" equals "$(fetch -I "${url}01-first.html" | wc -c)" "$(wc -c <"$work/headers")"

for host in evil.example "evil.example:$port" localhost "localhost:1" "127.0.0.1.evil.example:$port"; do
  check "Host '$host' is refused" equals "$(status_of -H "Host: $host" "$url")" 421
done
raw() { # raw LINE...: the first line of the answer to a request of these lines
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf '%s\r\n' "$@" '' >&3
  head -1 <&3 | tr -d '\r'
  exec 3>&-
}
check "a request without Host is refused" grep -Eq '^HTTP/1.1 4(00|21) ' \
  <<<"$(raw 'GET / HTTP/1.1' 'Connection: close')"
check "HTTP/1.0 without Host is refused" grep -q ' 421 ' <<<"$(raw 'GET / HTTP/1.0')"
check "two Host headers are refused" grep -Eq '^HTTP/1.1 4(00|21) ' \
  <<<"$(raw 'GET / HTTP/1.1' "Host: localhost:$port" 'Host: evil.example' 'Connection: close')"
check "a foreign absolute target is refused" grep -Eq ' 4[0-9][0-9] ' \
  <<<"$(raw 'GET http://evil.example/ HTTP/1.1' "Host: localhost:$port" 'Connection: close')"
for host in "localhost:$port" "127.0.0.1:$port" "[::1]:$port"; do
  check "Host '$host' is answered" equals "$(status_of -H "Host: $host" "$url")" 200
done
for method in POST PUT DELETE OPTIONS; do
  check "$method is refused" equals "$(status_of -X "$method" "$url")" 405
done

for path in ../secret.txt %2e%2e/secret.txt ..%2fsecret.txt pcaps/../../secret.txt /etc/passwd \
  private.txt 01-first.md link.pcap '01-first.html%00.pcap' '..\secret.txt' %c0%ae%c0%ae/secret.txt \
  . .. '%'; do
  code=$(status_of "$url$path")
  check "'$path' is not served ($code)" grep -qx '40[04]' <<<"$code"
done

# Saving a talk reloads its page: the event stream sends a new version, or the mistake.
fetch -N --max-time 30 "${url}events/01-first.html" >"$work/events" &
started+=($!)
versions() { grep -c '^data: {"version"' "$work/events" || :; }
has_versions() { [ "$(versions)" -ge "$1" ]; }
check "the stream begins with the version of the page" wait_for has_versions 1
check "an unchanged page keeps its version" equals "$(versions)" 1
first=$(sed -n 's/^data: //p' "$work/events" | head -1)
served=$(fetch -D - -o /dev/null "${url}01-first.html" | sed -n 's/.*version;desc="\([0-9a-f]*\)".*/\1/p')
check "the page's header has the same version" contains "$first" "\"$served\""

write_talk 01-first.md First "another paragraph"
check "saving in place is seen" wait_for has_versions 2
check "what was saved is served" contains "$(fetch "${url}01-first.html")" "another paragraph"

write_talk .tmp First "renamed paragraph"
mv "$folder/.tmp" "$folder/01-first.md"
check "saving by renaming is seen" wait_for has_versions 3
check "the renamed file is served" contains "$(fetch "${url}01-first.html")" "renamed paragraph"

printf -- '---\ntitle: First\n---\n\n```packets nothing\n```\n' >"$folder/01-first.md"
check "a mistake is announced" wait_for grep -q '"problem":"[^"]*01-first.md:5' "$work/events"
check "the deck is there, and says what is wrong" contains "$(fetch "${url}01-first.html")" '<code>01-first.md:5</code>'
check "the index says so too" contains "$(fetch "$url")" "01-first.md:5"
check "the terminal says it once" equals "$(grep -c '01-first.md:5' "$work/messages")" 1
check "other talks are still served" equals "$(status_of "${url}02-%EB%91%98%EC%A7%B8.html")" 200

write_talk 01-first.md First "mended paragraph"
mended() { case $(fetch "${url}01-first.html") in *"mended paragraph"*) ;; *) return 1 ;; esac; }
check "a mended talk recovers by itself" wait_for mended

write_talk 03-third.md Third x
third() { [ "$(status_of "${url}03-third.html")" = 200 ]; }
check "a new talk appears" wait_for third
rm "$folder/03-third.md"
no_third() { [ "$(status_of "${url}03-third.html")" = 404 ]; }
check "a removed talk disappears" wait_for no_third
check "the index has a stream too" equals "$(status_of -I "${url}events/")" 200
check "streams of unknown pages are 404" equals "$(status_of "${url}events/none.html")" 404

run serve "$folder" --port "$port"
check "a port in use is an error" equals "$status" 1
check "a port in use says what to do" contains "$err" "port $port is in use"
check "a port in use gets one sentence" one_sentence "$err"

kill -INT "$server"
status=0
wait "$server" || status=$?
check "Ctrl-C stops cleanly, with a stream open" equals "$status" 0
check "nothing listens any more" equals "$(status_of "$url" || :)" 000

start "$folder/01-first.md" --port 0
check "one talk is served at /" equals "$(fetch -L -o /dev/null -w '%{http_code} %{url_effective}' "$url")" \
  "200 ${url}01-first.html"
check "only that talk is served" equals "$(status_of "${url}02-%EB%91%98%EC%A7%B8.html")" 404
kill -TERM "$server"
status=0
wait "$server" || status=$?
check "SIGTERM stops cleanly" equals "$status" 0

# Captures and templates are watched, too, and so is a capture that does not exist yet.
exchange=$(dirname "$0")/../exchange.py
templates=$(dirname "$0")/../../templates
cp "$templates/deck.html" "$work/deck.html"
mkdir "$work/templates"
cat >"$folder/04-packets.md" <<'TALK'
---
title: Packets
captures:
  ping:
    file: pcaps/ping.pcap
---

# Packets

```packets ping
```
TALK
start "$folder" --port 0 --templates "$work/templates"
packets_has() { case $(fetch "${url}04-packets.html") in *"$1"*) ;; *) return 1 ;; esac; }
check "a missing capture is an error of its talk" packets_has 'class="mistake"'
python3 "$exchange" "$folder/pcaps/ping.pcap"
check "a capture that appears mends the talk" wait_for packets_has 'class="packets packets-sequence"'
check "a capture that is shown can be downloaded" equals \
  "$(fetch "${url}pcaps/ping.pcap" | cmp - "$folder/pcaps/ping.pcap" && echo same)" same
check "it is a download" contains "$(fetch -D - -o /dev/null "${url}pcaps/ping.pcap")" \
  "Content-Disposition: attachment"
cp "$folder/pcaps/ping.pcap" "$folder/pcaps/other.pcap"
check "a capture that is not shown cannot" equals "$(status_of "${url}pcaps/other.pcap")" 404
fetch -N --max-time 30 "${url}events/04-packets.html" >"$work/events" &
started+=($!)
check "the talk's stream begins" wait_for has_versions 1
python3 "$exchange" "$work/new.pcap" 'GET /another HTTP/1.1\r\nHost: a\r\n\r\n'
cp "$work/new.pcap" "$folder/pcaps/ping.pcap"
check "a capture that is saved is seen" wait_for has_versions 2
check "and drawn" contains "$(fetch "${url}04-packets.html")" "/another"
sed 's/<body>/<body class="of-our-own">/' "$work/deck.html" >"$work/templates/deck.html"
check "a template that is saved is seen" wait_for has_versions 3
check "and used" contains "$(fetch "${url}04-packets.html")" "of-our-own"
kill -INT "$server"
wait "$server" || :

mkdir "$work/warned"
printf -- '---\ntitle: W\ntheme: gaia\n---\n# W\n\n![](no.png)\n' >"$work/warned/w.md"
start "$work/warned" --port 0
for i in 1 2 3; do
  echo "$i" >"$work/warned/other-$i"
  sleep 0.3
done
check "a warning of a page with a mistake is said once" equals "$(grep -c 'theme .gaia.' "$work/messages")" 1
check "so is the mistake" equals "$(grep -c 'no.png' "$work/messages")" 1
kill -INT "$server"
wait "$server" || :

mkdir -p "$folder/week/deep"
write_talk week/01-below.md Below "a paragraph below"
start "$folder" --port 0
check "a talk of a folder below is served" contains "$(fetch "${url}week/01-below.html")" "a paragraph below"
check "the index leads to it" contains "$(fetch "$url")" 'href="week/01-below.html"'
write_talk week/deep/02-new.md New "a new one"
deep_is_there() { [ "$(status_of "${url}week/deep/02-new.html")" = 200 ]; }
check "one that appears below is seen" wait_for deep_is_there
kill -INT "$server"
wait "$server" || :

if [ "$(uname -s)" = Linux ]; then
  # As on a kernel without Landlock, and on one without seccomp too.
  for denied in --landlock --seccomp; do
    pcapdeck_alone=$pcapdeck
    pcapdeck=denied
    denied() { exec ${python:-python3} "$here/../deny.py" "$denied" "$pcapdeck_alone" "$@"; }
    start "$folder" --port 0
    pcapdeck=$pcapdeck_alone
    check "a kernel that denies $denied serves" equals "$(status_of "${url}01-first.html")" 200
    if [ "$denied" = --landlock ]; then
      check "it says what is given up" contains "$(cat "$work/messages")" "$without programs"
    else
      check "it claims nothing" lacks "$(cat "$work/messages")" "$without"
      check "and nothing is confined" equals "$(confined $server)" 0
    fi
    kill -INT "$server"
    wait "$server" || :
  done
fi

run serve "$work/none"
check "a missing folder is an error" equals "$status" 1
check "a missing folder is named" contains "$err" "'$work/none'"
tests_done
