#ifndef CLI_OPTION_H
#define CLI_OPTION_H

/*
 * Argument parsing for all commands: --name VALUE, --name=VALUE, -n VALUE, -- ends options, operands
 * may stand anywhere. Unknown options get a suggestion.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "cli/command.h"

struct option_spec {
	char letter; /* 0: none */
	const char *name; /* without the dashes */
	bool *flag; /* for an option without a value; else NULL */
	const char **value; /* for an option with a value: the last one wins */
	const char **optional; /* --name or --name=VALUE: gets "" or VALUE */
	const char ***values; /* for one that may repeat: malloc()ed array, with *count */
	size_t *count;
};

/*
 * Fills the places that `specs` (ended by a NULL name) point to, and moves operands to the front of
 * argv (from argv[1]); *ret_operands is their count. False when the command ends here, with
 * *ret_status: a usage message was printed, or the help that --help asked for.
 */
bool options_parse(const struct command *command, int argc, char **argv,
	const struct option_spec *specs, int *ret_operands, int *ret_status);

/* The operands from argv[first] to argv[last] with a space between them, as a filter is written. */
void operands_join(struct text *out, char **argv, int first, int last);

/* An operand as one types it into a shell: "my talk.md" → my\ talk.md. */
void operand_append(struct text *out, const char *operand);

/* "ko" or "en", as the locale has it; and `lang` of --lang, which must be one of them: else a usage message. */
const char *lang_of_locale(void);
bool option_lang(const struct command *command, const char *lang);

/* A decimal number within [least, most], of the option `name` ("--port"); else a usage message that says what is allowed. */
bool option_number(const struct command *command, const char *name, const char *text,
	uint64_t least, uint64_t most, uint64_t *ret_number);

#endif
