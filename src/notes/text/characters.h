#ifndef NOTES_CHARACTERS_H
#define NOTES_CHARACTERS_H

/* Unicode properties that a talk needs: Korean, Chinese and Japanese text, and stable ids. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

bool character_is_hangul(uint32_t point);

/* Whether a text has Hangul, also in the decomposed form that macOS stores. */
bool text_has_hangul(const char *text);

/*
 * Whether the character is a letter, mark or punctuation of Korean, Chinese or Japanese, or a
 * fullwidth form. Spaces are not.
 */
bool character_is_cjk(uint32_t point);

/* The columns that the character takes on a terminal or in a monospaced font: 2 or 1. */
unsigned character_columns(uint32_t point);

/* Unicode white space (Zs, tab, line ends), as CommonMark counts it. */
bool character_is_space(uint32_t point);

/*
 * Appends `bytes` with decomposed Hangul and letters composed. A name stored on macOS, which
 * decomposes, then equals the same name typed elsewhere.
 */
void text_append_composed(struct text *text, struct bytes bytes);

/* Whether two names are equal when composed. */
bool text_is_same_composed(const char *a, const char *b);

/*
 * Appends a slug: ASCII letters in lower case, letters and digits of every script unchanged, any
 * other run of characters as one '-'. Appends nothing when there is no letter or digit.
 */
void text_append_slug(struct text *text, struct bytes bytes);

#endif
