#ifndef CLI_OPTION_H
#define CLI_OPTION_H

/*
 * Argument parsing for all commands: --name VALUE, --name=VALUE, -n VALUE, -- ends options,
 * operands may stand anywhere. Unknown options get a suggestion.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "cli/command.h"

struct option_spec {
	char letter; /* 0: none */
	const char *name; /* without dashes */
	bool *flag; /* the flag that an option without a value sets; else NULL */
	/* where an option with a value stores it: the last one wins; else NULL */
	const char **value;
	const char **optional; /* where --name stores "" and --name=VALUE stores VALUE; else NULL */
	/* for an option that may repeat: a malloc()ed array with *count values; else NULL */
	const char ***values;
	size_t *count;
};

/*
 * Stores the options where `specs` (which ends with a NULL name) point to, and moves the operands
 * to the front of argv, from argv[1] on; *ret_operands is their number. Returns false when the
 * command ends here with *ret_status: a usage message or the help was printed.
 */
bool options_parse(const struct command *command, int argc, char **argv,
	const struct option_spec *specs, int *ret_operands, int *ret_status);

/* Appends the operands from argv[first] to argv[last] with spaces between them: a filter. */
void operands_join(struct text *out, char **argv, int first, int last);

/* Appends an operand as it is typed into a shell: "my talk.md" → my\ talk.md. */
void operand_append(struct text *out, const char *operand);

/*
 * Returns "ko" or "en" by LC_ALL, LC_MESSAGES, LANG and LANGUAGE, in gettext's order. The system
 * need not have that locale.
 */
const char *lang_of_locale(void);

/* Whether `lang`, the value of --lang, is "ko" or "en"; otherwise prints a usage message. */
bool option_lang(const struct command *command, const char *lang);

/*
 * Parses a decimal number between `least` and `most`, the value of the option `name` ("--port").
 * Otherwise prints a usage message that says what is allowed.
 */
bool option_number(const struct command *command, const char *name, const char *text,
	uint64_t least, uint64_t most, uint64_t *ret_number);

#endif
