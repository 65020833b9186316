#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdbool.h>

#include "base/text.h"
#include "cli/command.h"

/*
 * Appends the completion script of "bash", "zsh" or "fish" for all commands (the array ends with
 * NULL). Returns false for another shell. The script is generated from the commands' own help.
 */
bool completion_append(struct text *out, const char *shell, const struct command *const *commands);

#endif
