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
options_of() { "$pcapdeck" "$1" --help | sed -n 's/^ *\(-., \)\{0,1\}--\([a-z-]*\).*/--\2/p' | sort -u; }

# complete_bash WORD...: what the last word becomes, a line each.
complete_bash() {
  (cd "$work/files" && bash --norc --noprofile -c '
    . "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _pcapdeck
    printf "%s\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}' bash "$work/completion.bash" "$@")
}
complete_fish() { (cd "$work/files" && HOME=$work fish --no-config -c "source $work/completion.fish; complete -C '$*'" | cut -f1); }
# zsh completes only in its line editor, which needs a terminal: a pseudo terminal is one. Nothing is
# typed there. What is typed before the editor reads is the terminal driver's, which takes Ctrl-D and Ctrl-U for
# itself. The editor asks for every line when it starts, and writes "LINE<tab>MATCH" into a file.
mkdir "$work/zsh"
cat >"$work/zsh/.zshrc" <<'ZSH'
COLUMNS=200 LINES=100
autoload -Uz compinit && compinit -u -D
source $ASKED/../completion.zsh
compdef _pcapdeck pcapdeck
compadd() {
  local -a _matches
  builtin compadd -O _matches "$@"
  print -rl -- $asked$'\t'${^_matches} >>$ASKED/found
  builtin compadd "$@"
}
zle-line-init() {
  for asked in ${(f)"$(<$ASKED/lines)"}; do
    BUFFER=$asked CURSOR=$#asked
    zle list-matches
  done
  exit
}
zle -N zle-line-init
zle -C list-matches list-choices _main_complete
ZSH
# ask_zsh: what may come behind each line of standard input.
ask_zsh() {
  cat >"$work/zsh/lines"
  (cd "$work/files" && ASKED=$work/zsh ZDOTDIR=$work/zsh TERM=dumb zsh -f -c '
    zmodload zsh/zpty && zpty editor zsh -d -i
    while zpty -r editor line; do :; done') </dev/null
}
complete_zsh() { awk -F '\t' -v line="$*" '$1 == line { print $2 }' "$work/zsh/found" | sort -u; }
if command -v zsh >/dev/null; then
  {
    for command in '' $commands; do
      echo "pcapdeck $command${command:+ --}"
    done
    echo 'pcapdeck new --lang '
    echo 'pcapdeck packets on'
    echo 'pcapdeck capture -i '
  } | ask_zsh
fi

for shell in bash zsh fish; do
  if ! command -v $shell >/dev/null; then
    echo "ok - completion in $shell # SKIP $shell is not installed"
    continue
  fi
  found=$(complete_$shell pcapdeck '')
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
if command -v zsh >/dev/null; then
  check "zsh: the languages" equals "$(complete_zsh 'pcapdeck new --lang ' | tr '\n' ' ')" "en ko "
  check "zsh: files" equals "$(complete_zsh 'pcapdeck packets on')" one.pcap
  check "zsh: interfaces" contains "$(complete_zsh 'pcapdeck capture -i ')" lo
fi
if command -v fish >/dev/null; then
  check "fish: the languages" equals "$(complete_fish 'pcapdeck new --lang ' | sort | tr '\n' ' ')" "en ko "
  check "fish: files" contains "$(complete_fish 'pcapdeck packets on')" one.pcap
  check "fish: interfaces" contains "$(complete_fish 'pcapdeck capture -i ')" lo
fi
tests_done
