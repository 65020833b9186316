#ifndef BASE_PRINTABLE_H
#define BASE_PRINTABLE_H

/* Captured bytes as text that cannot steer a terminal. */

#include "base/arena.h"
#include "base/bytes.h"
#include "base/text.h"

/*
 * Whether nothing is seen of a character, or it changes the direction of writing: zero width, line
 * and paragraph separators, direction marks and overrides, the byte order mark, soft hyphens,
 * annotations, tags.
 */
bool printable_is_invisible(uint32_t character);

/*
 * Whether text is read in another order than it is written because of these characters: it has an
 * override of the direction, or an embedding or isolate that does not end in it.
 */
bool printable_is_reordered(struct bytes bytes, uint32_t *ret_character);

/* Whether it is a control character, C0, DEL or C1. */
bool printable_is_control(uint32_t character);

/* Whether it is neither: words that a reader gets keep only such characters. */
bool printable_is_shown(uint32_t character);

/*
 * Appends `bytes` as valid UTF-8 on one line. Control characters, invalid bytes and invisible
 * characters become \xNN or \u{NNNN}.
 */
void printable_append(struct text *out, struct bytes bytes);

/*
 * The same for an author's words, in which the joiners U+200C and U+200D stay: one joins emoji, and
 * both shape letters.
 */
void printable_append_words(struct text *out, struct bytes words);

/*
 * Whether it turns the direction of what is behind it: an embedding, an override, an isolate, or
 * the end of one.
 */
bool printable_is_turn(uint32_t character);

/*
 * The words without such characters: a title that has one would turn what a page, a chat or a
 * window's frame writes behind it, and an end would end an isolation that was meant for the title.
 */
const char *printable_straight(struct arena *arena, struct bytes words);

/* Appends lines for a terminal, as valid UTF-8, in which such characters are written out. */
void printable_append_lines(struct text *out, struct bytes lines);

/* Makes printable what was appended to `out` since it had `start` bytes. */
void printable_from(struct text *out, size_t start);

#endif
