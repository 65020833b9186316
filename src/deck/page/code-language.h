#ifndef DECK_CODE_LANGUAGE_H
#define DECK_CODE_LANGUAGE_H

/*
 * The languages of code that a deck colours, with highlight.js: its core and one grammar a language
 * are inside the program, and only what a talk uses is put into its deck.
 */

#include <stdint.h>

/* A set of languages, one bit each. */
struct code_languages {
	uint64_t bits;
};

/*
 * Adds the language that follows a fence ("c", "C++", "sh"), and those that its grammar builds upon.
 * A name that is not known adds nothing: such code stays as it is.
 */
void code_languages_add(struct code_languages *languages, const char *name);

/* The asset of the next language of the set from *index on ("highlight/c.js"), or NULL; moves *index. */
const char *code_languages_next(struct code_languages languages, unsigned *index);

#endif
