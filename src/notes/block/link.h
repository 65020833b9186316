#ifndef NOTES_LINK_H
#define NOTES_LINK_H

/* Which addresses a talk may link to. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

/* "http:" and such, in any case. */
bool link_has_scheme(struct bytes url, const char *scheme);

/* On another machine: http, https, or "//host". */
bool link_is_remote(struct bytes url);

/* http, https, mailto, a place in this deck, or a file by its relative path: anything else is no link. */
bool link_is_allowed(struct bytes url);

/* "my%20image.png" → "my image.png", in the arena. */
char *link_decode(struct arena *arena, const char *string);

#endif
