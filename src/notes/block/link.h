#ifndef NOTES_LINK_H
#define NOTES_LINK_H

/* The URLs that a talk may link to. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

/* Whether `url` begins with `scheme`, "http:" for example, in any case. */
bool link_has_scheme(struct bytes url, const char *scheme);

/* Whether `url` is on another host: http, https or "//host". */
bool link_is_remote(struct bytes url);

/*
 * Whether a deck may link to `url`: http, https, mailto, a fragment of this deck, or a relative
 * file path.
 */
bool link_is_allowed(struct bytes url);

/* Decodes percent escapes: "my%20image.png" becomes "my image.png". The result is in the arena. */
char *link_decode(struct arena *arena, const char *string);

#endif
