#ifndef NOTES_DEFINITIONS_H
#define NOTES_DEFINITIONS_H

/*
 * The link reference definitions (`[label]: address`) of a talk. They hold on every slide, but each
 * slide, table cell and footnote is parsed on its own. Each of these texts is parsed together with
 * only the definitions that it may use. With all of them, the time would grow with the product of
 * texts and definitions.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/text.h"

struct definitions;

/* Creates an empty set in the arena. */
struct definitions *definitions_new(struct arena *arena);

/*
 * Adds a line (borrowed) for which markdown_is_definition() is true. Returns false and adds nothing
 * when SAME_KEY_MAX definitions have the same key already.
 */
bool definitions_add(struct definitions *definitions, struct bytes line);

/*
 * Appends the definitions whose labels may occur in `text`, one a line. `definitions` may be NULL.
 */
void definitions_append_used(struct text *out, struct definitions *definitions, struct bytes text);

#endif
