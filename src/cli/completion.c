/*
 * Completion for bash, zsh and fish, generated from what --help prints: the commands, and the lines
 * of their help that begin with an option. "-o, --output FILE   text" is an option with a value;
 * "--json[=full]   text" is one whose value is optional. The word for the value selects what
 * completes it. An option whose text contains "may repeat" is offered again.
 */
#include "cli/completion.h"

#include <string.h>

#include "base/text.h"
#include "cli/command.h"
#include "diagram/views.h"

struct completed_option {
	char letter; /* 0: none */
	struct bytes name, value;
	/* the option's text, with its continuation lines and their indentation */
	struct bytes text;
	bool is_optional; /* the value is optional, and written as --name=VALUE */
};

/* Continuation lines of an option's text are indented by at least so much. */
enum { TEXT_COLUMN = 10 };

enum value_kind { VALUE_FILE, VALUE_FOLDER, VALUE_WORDS, VALUE_INTERFACE, VALUE_OTHER };

static bool is_name_character(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || c == '-';
}

static size_t skip_spaces(struct bytes line, size_t at)
{
	while (at < line.size && line.data[at] == ' ')
		at++;
	return at;
}

/* The word from `at` to the next blank. */
static struct bytes word_at(struct bytes line, size_t at)
{
	size_t end = at;
	while (end < line.size && line.data[end] != ' ')
		end++;
	return (struct bytes){ line.data + at, end - at };
}

/* Returns the size of "[=steps]" at `at`. */
static size_t option_read_optional(struct bytes line, size_t at, struct completed_option *option)
{
	const uint8_t *end = memchr(line.data + at, ']', line.size - at);
	if (!end)
		return at;
	option->is_optional = true;
	option->value = (struct bytes){ line.data + at + 2, (size_t)(end - line.data) - at - 2 };
	return (size_t)(end - line.data) + 1;
}

/* Returns false when the line is not about an option. */
static bool option_read(struct bytes line, struct completed_option *ret_option)
{
	struct completed_option option = { 0 };
	size_t at = skip_spaces(line, 0);
	if (at == 0 || at + 2 >= line.size || line.data[at] != '-')
		return false;
	if (line.data[at + 1] != '-') {
		option.letter = (char)line.data[at + 1];
		if (line.data[at + 2] != ',')
			return false;
		at = skip_spaces(line, at + 3);
	}
	if (at + 2 >= line.size || memcmp(line.data + at, "--", 2) != 0)
		return false;
	size_t start = at += 2;
	while (at < line.size && is_name_character(line.data[at]))
		at++;
	option.name = (struct bytes){ line.data + start, at - start };
	if (at + 1 < line.size && line.data[at] == '[' && line.data[at + 1] == '=')
		at = option_read_optional(line, at, &option);
	else if (at + 1 < line.size && line.data[at] == ' ' && line.data[at + 1] != ' ') {
		option.value = word_at(line, at + 1);
		at += 1 + option.value.size;
	}
	at = skip_spaces(line, at);
	option.text = (struct bytes){ line.data + at, line.size - at };
	*ret_option = option;
	return option.name.size > 0;
}

static struct bytes next_line(const char **at)
{
	size_t size = strcspn(*at, "\n");
	struct bytes line = { (const uint8_t *)*at, size };
	*at += size + ((*at)[size] == '\n');
	return line;
}

static void option_read_rest(const char **at, struct completed_option *option)
{
	struct completed_option other;
	const char *next = *at;
	while (*next) {
		struct bytes line = next_line(&next);
		if (skip_spaces(line, 0) < TEXT_COLUMN || option_read(line, &other))
			return;
		option->text.size = (size_t)(line.data + line.size - option->text.data);
		*at = next;
	}
}

/* Finds the next option of the help, from *at on. */
static bool option_next(const char **at, struct completed_option *ret_option)
{
	while (*at && **at) {
		if (option_read(next_line(at), ret_option)) {
			option_read_rest(at, ret_option);
			return true;
		}
	}
	return false;
}

/* Appends the description as one line, up to a semicolon or the end of the sentence. */
static void append_description(struct text *out, const struct completed_option *option)
{
	const struct bytes text = option->text;
	for (size_t i = 0; i < text.size; i++) {
		char c = (char)text.data[i],
		     next = i + 1 < text.size ? (char)text.data[i + 1] : ' ';
		bool is_blank = c == ' ' || c == '\n', is_last = next == ' ' || next == '\n';
		if (c == ';' || (c == '.' && is_last && i && text.data[i - 1] != '.'))
			return;
		if (!is_blank)
			text_append_char(out, c);
		else if (!is_last)
			text_append_char(out, ' ');
	}
}

static bool option_may_repeat(const struct completed_option *option)
{
	static const char words[] = "may repeat";
	return memmem(option->text.data, option->text.size, words, sizeof(words) - 1) != NULL;
}

static bool bytes_are(struct bytes bytes, const char *word)
{
	return bytes.size == strlen(word) && memcmp(bytes.data, word, bytes.size) == 0;
}

static enum value_kind value_kind_of(const struct completed_option *option)
{
	if (bytes_are(option->value, "INTERFACE"))
		return VALUE_INTERFACE;
	if (bytes_are(option->value, "FOLDER") || bytes_are(option->value, "DIR"))
		return VALUE_FOLDER;
	if (bytes_are(option->value, "FILE") || bytes_are(option->value, "OUT"))
		return VALUE_FILE;
	if (bytes_are(option->value, "VIEW") ||
		(option->value.size && memchr(option->value.data, '|', option->value.size)))
		return VALUE_WORDS;
	return VALUE_OTHER;
}

/*
 * Appends the words that complete the value: "ko en" for "ko|en", the names of all views for VIEW.
 */
static void append_words(struct text *out, const struct completed_option *option)
{
	struct text names = { 0 };
	if (bytes_are(option->value, "VIEW"))
		picture_view_names_append(&names);
	else
		text_append_size(&names, (const char *)option->value.data, option->value.size);
	for (const char *p = text_string(&names); *p; p++) {
		if (*p == '|')
			text_append_char(out, ' ');
		else if (*p != ',')
			text_append_char(out, *p);
	}
	text_finish(&names);
}

/*
 * Appends the text in single quotes. `escaped` are the characters that the shell's list syntax
 * reads.
 */
static void append_quoted(
	struct text *out, struct bytes words, const char *quote, const char *escaped)
{
	for (size_t i = 0; i < words.size; i++) {
		char c = (char)words.data[i];
		if (c == '\'')
			text_append(out, quote);
		else if (strchr(escaped, c)) {
			text_append_char(out, '\\');
			text_append_char(out, c);
		} else
			text_append_char(out, c);
	}
}

static struct bytes bytes_of(const char *string)
{
	return (struct bytes){ (const uint8_t *)string, strlen(string) };
}

/* ---- bash, from 3.2 on ---- */

/* " --pdf=steps --pdf=notes" */
static void bash_append_forms(struct text *out, const struct completed_option *option)
{
	autofinish(text) struct text words = { 0 };
	append_words(&words, option);
	for (const char *word = text_string(&words); *word; word += strspn(word, " ")) {
		size_t size = strcspn(word, " ");
		text_append_format(out, " --%.*s=%.*s", (int)option->name.size, option->name.data,
			(int)size, word);
		word += size;
	}
}

static void bash_append_options(struct text *out, const struct command *command)
{
	const char *at = command->help;
	struct completed_option option;
	text_append(out, "--help");
	while (option_next(&at, &option)) {
		text_append_format(out, " --%.*s", (int)option.name.size, option.name.data);
		if (option.is_optional)
			bash_append_forms(out, &option);
	}
}

static void bash_append_value(struct text *out, const struct completed_option *option)
{
	static const char end[] = " -- \"$current\"))";
	switch (value_kind_of(option)) {
	case VALUE_FOLDER:
		text_append_format(out, " COMPREPLY=($(compgen -P \"$prefix\" -d%s", end);
		break;
	case VALUE_WORDS:
		text_append(out, " COMPREPLY=($(compgen -P \"$prefix\" -W '");
		append_words(out, option);
		text_append_format(out, "'%s", end);
		break;
	case VALUE_INTERFACE:
		text_append_format(out,
			" COMPREPLY=($(compgen -P \"$prefix\" -W \"$(_pcapdeck_interfaces)\"%s",
			end);
		break;
	case VALUE_OTHER:
		if (option->is_optional)
			text_append_format(out, " COMPREPLY=($(compgen -P \"$prefix\" -W '%.*s'%s",
				(int)option->value.size, option->value.data, end);
		break;
	case VALUE_FILE: /* readline completes file names by itself */
		break;
	}
}

static void bash_append_values(struct text *out, const struct command *command)
{
	const char *at = command->help;
	struct completed_option option;
	while (option_next(&at, &option)) {
		if (!option.value.size)
			continue;
		int size = (int)option.name.size;
		text_append_format(out, "  %s:--%.*s=", command->name, size, option.name.data);
		if (!option.is_optional)
			text_append_format(
				out, " | %s:--%.*s", command->name, size, option.name.data);
		if (option.letter)
			text_append_format(out, " | %s:-%c", command->name, option.letter);
		text_append(out, ")");
		bash_append_value(out, &option);
		text_append(out, " ;;\n");
	}
}

static const char interfaces_function[] =
	"_pcapdeck_interfaces() {\n"
	"  pcapdeck interfaces --json 2>/dev/null | sed -n 's/.*\"name\":\"\\([^\"]*\\)\".*/\\1/p'\n"
	"}\n\n";

static void append_bash(struct text *out, const struct command *const *commands)
{
	text_append(out, "# bash completion of pcapdeck, made from its --help.\n\n");
	text_append(out, interfaces_function);
	text_append(out,
		"_pcapdeck() {\n"
		"  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
		"  local command=${COMP_WORDS[1]} options= prefix=\n"
		"  COMPREPLY=()\n"
		"  # --name=VALUE is three words where COMP_WORDBREAKS has the sign, else one.\n"
		"  if [ \"$current\" = = ]; then\n"
		"    current= previous=$previous=\n"
		"  elif [ \"$previous\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then\n"
		"    previous=${COMP_WORDS[COMP_CWORD-2]}=\n"
		"  elif [ \"${current#--*=}\" != \"$current\" ]; then\n"
		"    prefix=${current%%=*}= previous=${current%%=*}= current=${current#*=}\n"
		"  fi\n"
		"  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
		"    COMPREPLY=($(compgen -W '");
	for (const struct command *const *row = commands; *row; row++)
		text_append_format(out, "%s ", (*row)->name);
	text_append(out,
		"help --help --version --completion' -- \"$current\"))\n"
		"    return\n"
		"  fi\n"
		"  case $command in\n");
	for (const struct command *const *row = commands; *row; row++) {
		text_append_format(out, "  %s) options='", (*row)->name);
		bash_append_options(out, *row);
		text_append(out, "' ;;\n");
	}
	text_append(out, "  help) options='");
	for (const struct command *const *row = commands; *row; row++)
		text_append_format(out, "%s%s", row == commands ? "" : " ", (*row)->name);
	text_append(out,
		"' ;;\n"
		"  esac\n"
		"  case $command:$previous in\n"
		"  --completion:--completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "
		"\"$current\")) ;;\n");
	for (const struct command *const *row = commands; *row; row++)
		bash_append_values(out, *row);
	text_append(out,
		"  *)\n"
		"    case $command:$current in\n"
		"    *:-* | help:*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
		"    esac\n"
		"    ;;\n"
		"  esac\n"
		"}\n"
		"complete -o bashdefault -o default -F _pcapdeck pcapdeck\n");
}

/* ---- zsh ---- */

static void zsh_append_value(struct text *out, const struct completed_option *option)
{
	if (!option->value.size)
		return;
	text_append(out, option->is_optional ? "::" : ":");
	append_quoted(out, option->value, "'\\''", ":[]\\");
	text_append_char(out, ':');
	switch (value_kind_of(option)) {
	case VALUE_FOLDER:
		text_append(out, "_files -/");
		break;
	case VALUE_WORDS:
		text_append_char(out, '(');
		append_words(out, option);
		text_append_char(out, ')');
		break;
	case VALUE_INTERFACE:
		text_append(out, "($(_pcapdeck_interfaces))");
		break;
	case VALUE_FILE:
		text_append(out, "_files");
		break;
	case VALUE_OTHER:
		if (option->is_optional)
			text_append_format(
				out, "(%.*s)", (int)option->value.size, option->value.data);
		break;
	}
}

static void zsh_append_option(struct text *out, const struct completed_option *option)
{
	int size = (int)option->name.size;
	const uint8_t *name = option->name.data;
	const char *sign = option->is_optional ? "=-" : option->value.size ? "=" : "";
	bool may_repeat = option_may_repeat(option);
	autofinish(text) struct text description = { 0 };
	append_description(&description, option);
	text_append(out, " \\\n      ");
	if (option->letter && may_repeat)
		text_append(out, "'*'");
	else if (option->letter)
		text_append_format(out, "'(-%c --%.*s)'", option->letter, size, name);
	if (option->letter)
		text_append_format(out, "{-%c,--%.*s%s}", option->letter, size, name, sign);
	else
		text_append_format(out, "%s--%.*s%s", may_repeat ? "'*'" : "", size, name, sign);
	text_append(out, "'[");
	append_quoted(out, bytes_of(text_string(&description)), "'\\''", ":[]\\");
	text_append_char(out, ']');
	zsh_append_value(out, option);
	text_append_char(out, '\'');
}

static void append_zsh(struct text *out, const struct command *const *commands)
{
	text_append(
		out, "#compdef pcapdeck\n# zsh completion of pcapdeck, made from its --help.\n\n");
	text_append(out, interfaces_function);
	text_append(out, "_pcapdeck() {\n  local -a commands\n  commands=(\n");
	for (const struct command *const *row = commands; *row; row++) {
		text_append_format(out, "    '%s:", (*row)->name);
		append_quoted(out, bytes_of((*row)->summary), "'\\''", ":\\");
		text_append(out, "'\n");
	}
	text_append(out,
		"    'help:options and examples of a command'\n"
		"  )\n"
		"  if [[ $words[2] == -* ]]; then\n"
		"    _arguments '(- *)--help[all commands]' '(- *)--version[versions of the program and its libraries]' \\\n"
		"      '(- *)--completion[a script that completes commands]:shell:(bash zsh fish)'\n"
		"    return\n"
		"  fi\n"
		"  if (( CURRENT == 2 )); then\n"
		"    _describe -t commands command commands\n"
		"    return\n"
		"  fi\n"
		"  local command=$words[2]\n"
		"  shift words\n"
		"  (( CURRENT-- ))\n"
		"  case $command in\n"
		"  help) _describe -t commands command commands ;;\n");
	for (const struct command *const *row = commands; *row; row++) {
		text_append_format(out, "  %s)\n    _arguments -s '--help[options and examples]'",
			(*row)->name);
		const char *at = (*row)->help;
		struct completed_option option;
		while (option_next(&at, &option))
			zsh_append_option(out, &option);
		text_append(out, " \\\n      '*:file:_files'\n    ;;\n");
	}
	text_append(out, "  esac\n}\n\n_pcapdeck \"$@\"\n");
}

/* ---- fish ---- */

static void fish_append_option(
	struct text *out, const struct command *command, const struct completed_option *option)
{
	text_append_format(
		out, "complete -c pcapdeck -n '__fish_seen_subcommand_from %s'", command->name);
	if (option->letter)
		text_append_format(out, " -s %c", option->letter);
	text_append_format(out, " -l %.*s", (int)option->name.size, option->name.data);
	if (option->is_optional) {
		text_append(out, " -f -a '");
		append_words(out, option);
		text_append_char(out, '\'');
	} else if (option->value.size) {
		switch (value_kind_of(option)) {
		case VALUE_FOLDER:
			text_append(out, " -x -a '(__fish_complete_directories)'");
			break;
		case VALUE_WORDS:
			text_append(out, " -x -a '");
			append_words(out, option);
			text_append_char(out, '\'');
			break;
		case VALUE_INTERFACE:
			text_append(out,
				" -x -a '(pcapdeck interfaces --json 2>/dev/null | string match -r --groups-only \"\\\"name\\\":\\\"([^\\\"]*)\")'");
			break;
		case VALUE_FILE:
			text_append(out, " -r -F");
			break;
		case VALUE_OTHER:
			text_append(out, " -x");
			break;
		}
	}
	autofinish(text) struct text description = { 0 };
	append_description(&description, option);
	text_append(out, " -d '");
	append_quoted(out, bytes_of(text_string(&description)), "\\'", "\\");
	text_append(out, "'\n");
}

static void append_fish(struct text *out, const struct command *const *commands)
{
	text_append(out, "# fish completion of pcapdeck, made from its --help.\n");
	for (const struct command *const *row = commands; *row; row++) {
		text_append_format(out,
			"complete -c pcapdeck -n __fish_use_subcommand -f -a %s -d '",
			(*row)->name);
		append_quoted(out, bytes_of((*row)->summary), "\\'", "\\");
		text_append(out, "'\n");
	}
	text_append(out,
		"complete -c pcapdeck -n __fish_use_subcommand -f -a help -d 'options and examples of a command'\n"
		"complete -c pcapdeck -n __fish_use_subcommand -f -l version -d 'versions of the program and its libraries'\n"
		"complete -c pcapdeck -n __fish_use_subcommand -x -l completion -a 'bash zsh fish' -d 'a script that completes commands'\n"
		"complete -c pcapdeck -f -s h -l help -d 'options and examples'\n");
	for (const struct command *const *row = commands; *row; row++) {
		text_append_format(out,
			"complete -c pcapdeck -n '__fish_seen_subcommand_from help' -f -a %s\n",
			(*row)->name);
		const char *at = (*row)->help;
		struct completed_option option;
		while (option_next(&at, &option))
			fish_append_option(out, *row, &option);
	}
}

bool completion_append(struct text *out, const char *shell, const struct command *const *commands)
{
	if (strcmp(shell, "bash") == 0)
		append_bash(out, commands);
	else if (strcmp(shell, "zsh") == 0)
		append_zsh(out, commands);
	else if (strcmp(shell, "fish") == 0)
		append_fish(out, commands);
	else
		return false;
	return true;
}
