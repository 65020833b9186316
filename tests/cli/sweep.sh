# Functions for the tests of limits, which source this file: recordings under different values of a limit of prlimit.

# sweep NAME OPTION VALUE...: with each value, the program must write a complete recording, or one sentence and no
# file. A value under which the program cannot print its version does not count, since there the loader fails.
sweep() {
  local name=$1 option=$2 value works=0 fails=0 wrong=
  shift 2
  for value; do
    rm -f x.pcap
    status=0
    prlimit "$option=$value" "$pcapdeck" record -g /ping -g '/long?bytes=50000' -g /abort -o x.pcap >out 2>err </dev/null || status=$?
    if [ $status = 0 ]; then
      works=$((works + 1))
      [ "$("$pcapdeck" packets x.pcap 'tcp[tcpflags] & tcp-rst != 0' | wc -l)" -eq 1 ] || wrong+="$value: resets;"
      [ "$("$pcapdeck" packets x.pcap | grep -c 'HTTP/1.1 200 OK')" = 2 ] || wrong+="$value: replies;"
    else
      fails=$((fails + 1))
      [ ! -e x.pcap ] || wrong+="$value: a file;"
      ! grep -q 'within 15 seconds' err || wrong+="$value: a time-out;"
      [ $status = 1 ] && grep -q "cannot record 'x.pcap': \|out of memory" err ||
        ! starts "$option=$value" || wrong+="$value: $status $(cat err);"
    fi
  done
  check "$name: a true recording or none" equals "$wrong" ""
  check "$name: both were seen" [ $works -gt 0 -a $fails -gt 0 ]
}

# starts LIMIT: whether the program can be loaded under LIMIT, an option of prlimit.
starts() { (prlimit "--${1#--}" "$pcapdeck" --version) >/dev/null 2>&1; }

# works_under LIMIT: whether a recording can be made under LIMIT.
works_under() { (prlimit "--${1#--}" "$pcapdeck" record -o probe.pcap) >/dev/null 2>&1 </dev/null; }

# least COMMAND OPTION LOW HIGH: prints about the least value, by bisection, with which COMMAND passes.
least() {
  local command=$1 option=$2 low=$3 high=$4 middle
  while [ $((high - low)) -gt $((low / 32 + 65536)) ]; do
    middle=$(((low + high) / 2))
    if $command "$option=$middle"; then high=$middle; else low=$middle; fi
  done
  echo $high
}
