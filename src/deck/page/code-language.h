#ifndef DECK_CODE_LANGUAGE_H
#define DECK_CODE_LANGUAGE_H

/*
 * The languages of code that a deck colors with highlight.js. The program contains its core and a
 * grammar for each language; a deck gets only those that it uses.
 */

#include <stdint.h>

/* A set of languages, one bit for each. */
struct code_languages {
	uint64_t bits;
};

/*
 * Adds the language named after a fence ("c", "C++", "sh"), and the languages that its grammar
 * needs. An unknown name adds nothing; such code has no colors.
 */
void code_languages_add(struct code_languages *languages, const char *name);

/*
 * Returns the asset of the next language of the set from *index on ("highlight/c.js"), or NULL.
 * Moves *index; the first call needs 0.
 */
const char *code_languages_next(struct code_languages languages, unsigned *index);

#endif
