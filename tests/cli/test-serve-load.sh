#!/usr/bin/env bash
# `pcapdeck serve --share` under load: killed at random moments, and with all that an audience does at once.
# PCAPDECK_KILLS=N: kills (3). PCAPDECK_LOAD_SECONDS=N: seconds of mixed load (3); from 60 on memory is compared.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

mkdir "$work/talks"
cp "$here/../../pcaps/pingpong.pcap" "$work/talks/"
printf -- '---\ntitle: A talk\nlang: en\ncaptures: {p: pingpong.pcap}\n---\n\n# A talk\n\n---\n\n## Two\n\n```ask p\nquestion: Which side?\nchoices: [client, server]\nanswer: client\nframe: 8\n```\n' \
  >"$work/talks/talk.md"
# The allocator of AddressSanitizer keeps what was freed, up to so much; growth beyond it is the server's own.
export ASAN_OPTIONS=quarantine_size_mb=8${ASAN_OPTIONS:+:$ASAN_OPTIONS}
load() { # prints its checks, which count here
  python3 "$here/../room-load.py" "$1" "$pcapdeck" "$work/talks" "$2" || tests_failed=$((tests_failed + 1))
}
load kill "${PCAPDECK_KILLS:-3}"
if [ "$(uname -s)" = Linux ]; then
  load mixed "${PCAPDECK_LOAD_SECONDS:-3}"
else
  echo "ok - mixed load # SKIP memory is read from /proc"
fi
tests_done
