#ifndef NOTES_CHARACTERS_H
#define NOTES_CHARACTERS_H

/* What a talk needs to know about Unicode: Korean, Chinese and Japanese text, and stable ids. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"

bool character_is_hangul(uint32_t point);

/* A letter, mark or punctuation of Korean, Chinese or Japanese, and fullwidth forms; no space is. */
bool character_is_cjk(uint32_t point);

/* Unicode white space (Zs, tab, line ends), as CommonMark counts it. */
bool character_is_space(uint32_t point);

/*
 * Appends `bytes` with Hangul jamo composed to syllables, and letters with their marks, so that a name
 * typed on a Mac (which stores them decomposed) is the name typed elsewhere.
 */
void text_append_composed(struct text *text, struct bytes bytes);

/* Whether two names are one, however they are stored. */
bool text_is_same_composed(const char *a, const char *b);

/*
 * Appends an id: ASCII letters in lower case, letters and digits of every script kept, runs of
 * anything else as one '-'. Appends nothing when there is no letter or digit.
 */
void text_append_slug(struct text *text, struct bytes bytes);

#endif
