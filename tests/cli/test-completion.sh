#!/usr/bin/env bash
# The completion scripts in real shells: they complete commands, the options in each command's help, words of options
# that take one of several, files, and interfaces.
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

# complete_bash WORD...: prints the completions of the last word, one a line.
complete_bash() {
  (cd "$work/files" && bash --norc --noprofile -c '
    . "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _pcapdeck
    printf "%s\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}' bash "$work/completion.bash" "$@")
}
complete_fish() { (cd "$work/files" && HOME=$work fish --no-config -c "source $work/completion.fish; complete -C '$*'" | cut -f1); }
# zsh completes only in its line editor, which needs a terminal; a pseudo terminal is enough. Nothing is typed there,
# since the terminal's driver would take Ctrl-D and Ctrl-U that come before the editor reads. When it starts, the
# editor completes every line by itself, and writes "LINE<tab>MATCH" into a file.
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
# ask_zsh: prints the completions of each line of standard input.
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
    echo 'pcapdeck --'
    echo 'pcapdeck --completion '
    echo 'pcapdeck record --get /a --'
    echo 'pcapdeck record --output a --'
    echo 'pcapdeck packets --lang='
    echo 'pcapdeck packets --interface '
    echo 'pcapdeck build --pdf='
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
# When COMP_WORDBREAKS has '=', readline makes three words of --name=VALUE, else one.
for show in '--show = p' --show=p; do
  check "bash: a value behind the sign, $show" contains "$(complete_bash pcapdeck packets $show)" packet
done
check "bash: all values behind the sign" equals "$(complete_bash pcapdeck packets --lang =)" "ko
en"
check "bash: one word keeps its option" equals "$(complete_bash pcapdeck packets --lang=k)" --lang=ko
check "bash: an optional value, behind the sign" equals "$(complete_bash pcapdeck build --pdf =)" "steps
notes"
check "bash: and only there" lacks "$(complete_bash pcapdeck build --pdf '')" steps
check "bash: an interface of a file is none of this machine's" equals "$(complete_bash pcapdeck packets --interface '')" ""
check "bash: before a command" equals "$(complete_bash pcapdeck --comp)" --completion
check "bash: the shells" contains "$(complete_bash pcapdeck --completion '')" fish
# typed_bash LINE: types a line with a tab into a bash on a terminal, and prints the words that it becomes.
typed_bash() {
  (cd "$work/files" && python3 - "$1" "$work/completion.bash" <<'PYTHON'
import os, pty, sys, time, select
line, script = sys.argv[1], sys.argv[2]
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM='dumb', PS1='ready> ', INPUTRC='/dev/null', HISTFILE='')
    os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])
def read_until(mark, seconds=10):
    said, end = '', time.time() + seconds
    while mark not in said and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 4096).decode('utf-8', 'replace')
            except OSError:
                break
    return said
read_until('ready> ')
os.write(terminal, f". '{script}'; words() {{ printf '<%s>' \"$@\"; printf '\\nend%s\\n' ed; }}\n".encode())
read_until('ready> ')
# Control-A, and the command's name becomes an argument.
os.write(terminal, line.replace('TAB', '\t').encode())
read_until('never', 1.0)
os.write(terminal, b'\x01words \n')
said = read_until('ended')
print(next((row.strip() for row in said.splitlines() if row.strip().startswith('<')), said))
os.write(terminal, b'exit\n')
PYTHON
  )
}
check "bash, typed: behind the sign" equals "$(typed_bash 'pcapdeck new --lang=kTAB')" '<pcapdeck><new><--lang=ko>'
check "bash, typed: a view" equals "$(typed_bash 'pcapdeck packets --show=segTAB')" '<pcapdeck><packets><--show=segments>'
check "bash, typed: a file behind the sign" equals "$(typed_bash 'pcapdeck record --output=oTAB')" '<pcapdeck><record><--output=one.pcap>'
check "bash, typed: a file" equals "$(typed_bash 'pcapdeck packets oTAB')" '<pcapdeck><packets><one.pcap>'
check "bash: the languages" equals "$(complete_bash pcapdeck new --lang '')" "ko
en"
check "bash: the views" contains "$(complete_bash pcapdeck packets x.pcap --show '')" segments
check "bash: an operand is a file, as readline has it" equals "$(complete_bash pcapdeck packets on)" ""
check "bash: interfaces" contains "$(complete_bash pcapdeck capture -i '')" lo
if command -v zsh >/dev/null; then
  check "zsh: the languages" equals "$(complete_zsh 'pcapdeck new --lang ' | tr '\n' ' ')" "en ko "
  found=$(complete_zsh 'pcapdeck --')
  for option in --help --version --completion; do
    check "zsh: $option" contains "$found" "$option"
  done
  check "zsh: the shells" contains "$(complete_zsh 'pcapdeck --completion ')" zsh
  check "zsh: what may repeat is offered again" contains "$(complete_zsh 'pcapdeck record --get /a --')" --get
  check "zsh: what may not is not" lacks "$(complete_zsh 'pcapdeck record --output a --')" --output
  check "zsh: the languages of packets" equals "$(complete_zsh 'pcapdeck packets --lang=' | tr '\n' ' ')" "en ko "
  check "zsh: an optional value" equals "$(complete_zsh 'pcapdeck build --pdf=' | tr '\n' ' ')" "notes steps "
  check "zsh: an interface of a file is none of this machine's" equals "$(complete_zsh 'pcapdeck packets --interface ')" ""
  check "zsh: files" equals "$(complete_zsh 'pcapdeck packets on')" one.pcap
  check "zsh: interfaces" contains "$(complete_zsh 'pcapdeck capture -i ')" lo
fi
if command -v fish >/dev/null; then
  check "fish: the languages" equals "$(complete_fish 'pcapdeck new --lang ' | sort | tr '\n' ' ')" "en ko "
  for command in $commands; do
    check "fish: $command --help" contains "$(complete_fish "pcapdeck $command --h")" --help
  done
  for option in --help --version --completion; do
    check "fish: $option" contains "$(complete_fish 'pcapdeck --')" "$option"
  done
  check "fish: the shells" contains "$(complete_fish 'pcapdeck --completion ')" zsh
  check "fish: an option once" equals "$(complete_fish 'pcapdeck packets --sh' | grep -c -e --show)" 1
  check "fish: a value behind the sign" contains "$(complete_fish 'pcapdeck packets --show=p')" packet
  check "fish: an optional value" contains "$(complete_fish 'pcapdeck build --pdf=')" steps
  check "fish: each of them" contains "$(complete_fish 'pcapdeck build --pdf=')" notes
  check "fish: and only behind the sign" lacks "$(complete_fish 'pcapdeck build --pdf s')" steps
  check "fish: the languages of packets" equals "$(complete_fish 'pcapdeck packets --lang ' | sort | tr '\n' ' ')" "en ko "
  check "fish: an interface of a file is none of this machine's" lacks "$(complete_fish 'pcapdeck packets --interface ')" lo
  check "fish: files" contains "$(complete_fish 'pcapdeck packets on')" one.pcap
  check "fish: interfaces" contains "$(complete_fish 'pcapdeck capture -i ')" lo
fi
# A description is the whole first clause of an option's help, which may have several lines.
check "descriptions go on behind the line" contains "$(cat "$work/completion.fish")" \
  "use the templates in it (deck.html, deck.css, deck.js, ...) instead of the program\\'s own, file by file'"
check "and end with their clause" contains "$(cat "$work/completion.fish")" "-d 'write the decks there'"
check "none ends in the middle" equals "$(sed -n "s/.* -d '\(.*\)'$/\1/p" "$work/completion.fish" | grep -E ' (the|a|of|and|or|for|with|says|no|page)$|[,:(]$' || :)" ""
tests_done
