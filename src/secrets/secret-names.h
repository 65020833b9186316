#ifndef SECRETS_SECRET_NAMES_H
#define SECRETS_SECRET_NAMES_H

/*
 * Which names say that a value is a secret. Names are compared in a plain form: without case,
 * without punctuation, and decoded, so that "user[Access-Token]" and "user%5BaccessToken%5D" are
 * both "useraccesstoken", which ends with "token".
 */

#include "secrets/secrets.h"

/* How a word of the table makes a secret of a name. */
enum secret_word_group {
	SECRET_WORD_PART, /* wherever it stands in the name */
	SECRET_WORD_ENDING, /* at its end, and before digits: "token2" */
	SECRET_WORD_WHOLE, /* the name is no more than that */
	SECRET_WORD_PARAMETER, /* the same, of a query or a form, where names are short */
	SECRET_WORD_HARMLESS, /* the end of names that are none, though a word above says so */
	SECRET_WORD_GROUP_COUNT,
};

/* The table's words, in their plain form. */
const struct bytes *secret_words(enum secret_word_group group, size_t *ret_count);

/* Whether `name` is `word` (in its plain form). */
bool secret_name_is(struct bytes name, const char *word);

/* Of a header's name: SECRET_NONE when it is harmless. */
enum secret secret_of_header(struct bytes name);

/* Of a query or a form. */
bool secret_is_parameter(struct bytes name);

/* Of JSON, XML or a settings file. */
bool secret_is_member(struct bytes name);

/* Of a field that another one names: {"name": "Cookie", "value": ...}. */
bool secret_is_field(struct bytes name);

/* Of something that only is a password: also in the middle of a sentence. */
bool secret_is_password(struct bytes name);

/*
 * Whether `tail` may be the end of a secret's name, whose beginning is missing: all of it may be, one
 * letter says too little.
 */
bool secret_may_end(struct bytes tail);

#endif
