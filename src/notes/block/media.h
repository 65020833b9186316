#ifndef NOTES_MEDIA_H
#define NOTES_MEDIA_H

/*
 * Media that a note embeds and that a deck cannot carry: video, audio, documents, plugin drawings.
 */

#include <stdbool.h>

#include "base/text.h"

/* Whether the extension of `name` is one of a video, a sound, a document or a plugin's drawing. */
bool media_is_name(const char *name);

/*
 * Appends a name for an address: the file's name, or the address without "https://www.". For a file
 * on this machine only the file name is shown, never its folders.
 */
void media_append_words(struct text *out, const char *address);

/*
 * Appends a name for the address of an image. Its last part counts as a file's name even without an
 * extension: "a1b2" for "https://a.example/images/a1b2".
 */
void media_append_image_words(struct text *out, const char *address);

#endif
