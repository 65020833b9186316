#!/usr/bin/env bash
# The completion scripts in real shells: each command, each option of each command's help, words of
# options that take one of several, files, and interfaces.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
mkdir "$work/bin" "$work/files"
ln -s "$(cd "$(dirname "$pcapdeck")" && pwd)/$(basename "$pcapdeck")" "$work/bin/pcapdeck"
export PATH=$work/bin:$PATH
: >"$work/files/one.pcap"
for shell in bash zsh fish; do
  "$pcapdeck" --completion $shell >"$work/completion.$shell"
  check "$shell: there is a script" test -s "$work/completion.$shell"
done
run --completion csh
check "another shell: usage" equals "$status" 2
check "another shell: one sentence" one_sentence "$err"

commands=$("$pcapdeck" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
check "commands are known" test "$(wc -w <<<"$commands")" -ge 9
# options_of COMMAND: the long options that its help explains.
options_of() { "$pcapdeck" "$1" --help | sed -n 's/^ *\(-., \)\{0,1\}--\([a-z-]*\).*/--\2/p' | grep '^  *\|^--' | sort -u; }

# complete_bash WORD...: what the last word becomes, a line each.
complete_bash() {
  (cd "$work/files" && bash --norc --noprofile -c '
    . "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _pcapdeck
    printf "%s\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}' bash "$work/completion.bash" "$@")
}
complete_fish() { (cd "$work/files" && HOME=$work fish --no-config -c "source $work/completion.fish; complete -C '$*'" | cut -f1); }
# zsh completes only at its own prompt, which a pseudo terminal gives it. Ctrl-D lists what may come;
# the echo behind it is read when that is done.
cat >"$work/zsh-completes" <<'ZSH'
zmodload zsh/zpty
zpty shell zsh -f -i
until_word() { local line; while zpty -r shell line; do print -r -- "$line"; [[ $line == *$1* ]] && return; done }
zpty -w shell "PS1=; stty -echo; autoload -Uz compinit; compinit -u -D; source $1; compdef _pcapdeck pcapdeck; LISTMAX=9999; echo rea\"\"dy"
until_word ready >/dev/null
zpty -w -n shell "$2"$'\004\025'
zpty -w shell 'echo do""ne'
until_word done
zpty -d shell
ZSH
limited() { if command -v timeout >/dev/null; then timeout -k 1 15 "$@" || :; else "$@"; fi; }
complete_zsh() { (cd "$work/files" && limited zsh -f "$work/zsh-completes" "$work/completion.zsh" "$*"); }

for shell in bash zsh fish; do
  if ! command -v $shell >/dev/null; then
    echo "ok - completion in $shell # SKIP $shell is not installed"
    continue
  fi
  found=$(complete_$shell pcapdeck '')
  if [ $shell = zsh ] && [ -z "$found" ]; then
    echo "ok - completion in zsh # SKIP its pseudo terminal did not answer within 15 seconds"
    continue
  fi
  for command in $commands; do
    check "$shell: $command" contains "$found" "$command"
  done
  for command in $commands; do
    found=$(complete_$shell pcapdeck "$command" --)
    for option in $(options_of "$command"); do
      check "$shell: $command $option" contains "$found" "$option"
    done
  done
done
check "bash: what is begun" equals "$(complete_bash pcapdeck rec)" record
check "bash: the languages" equals "$(complete_bash pcapdeck new --lang '')" "ko
en"
check "bash: the views" contains "$(complete_bash pcapdeck packets x.pcap --show '')" segments
check "bash: an operand is a file, as readline has it" equals "$(complete_bash pcapdeck packets on)" ""
check "bash: interfaces" contains "$(complete_bash pcapdeck capture -i '')" lo
if command -v fish >/dev/null; then
  check "fish: the languages" equals "$(complete_fish 'pcapdeck new --lang ' | sort | tr '\n' ' ')" "en ko "
  check "fish: files" contains "$(complete_fish 'pcapdeck packets on')" one.pcap
  check "fish: interfaces" contains "$(complete_fish 'pcapdeck capture -i ')" lo
fi
tests_done
