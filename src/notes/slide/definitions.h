#ifndef NOTES_DEFINITIONS_H
#define NOTES_DEFINITIONS_H

/*
 * The lines `[label]: address` of a talk. They hold on every slide, and each slide, cell and note is
 * parsed alone: with the definitions that it may use, since with all of them a talk of many would take
 * time that grows with the product.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/text.h"

struct definitions;

/* Empty, in the arena. */
struct definitions *definitions_new(struct arena *arena);

/*
 * Adds a line (borrowed), of which markdown_is_definition(). False, and nothing is added, when too many
 * are there that cannot be told apart.
 */
bool definitions_add(struct definitions *definitions, struct bytes line);

/* Appends the lines whose labels may stand in `text`, each with a newline. NULL is none. */
void definitions_append_used(struct text *out, struct definitions *definitions, struct bytes text);

#endif
