#ifndef NOTES_MEDIA_H
#define NOTES_MEDIA_H

/* What a note plays, opens or draws by another program, and a deck does not carry. */

#include <cmark.h>
#include <stdbool.h>

#include "base/text.h"

/* Whether a file of this name is a film, a sound, a document or a drawing of a plugin. */
bool media_is_name(const char *name);

/*
 * What to call an address: the name of its file, or the address without "https://www."; of a file on this
 * machine never more than its name.
 */
void media_append_words(struct text *out, const char *address);

/* The same for what is a file whatever its name: "a1b2" of "https://a.example/images/a1b2". */
void media_append_image_words(struct text *out, const char *address);

/* A link to what is on another machine; else its name. The caller owns it. */
cmark_node *media_new_node(const char *address);

#endif
