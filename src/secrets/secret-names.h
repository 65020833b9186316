#ifndef SECRETS_SECRET_NAMES_H
#define SECRETS_SECRET_NAMES_H

/*
 * Decides which names announce a secret. Names are compared in a plain form: without case and
 * punctuation, and decoded. So "user[Access-Token]" and "user%5BaccessToken%5D" are both
 * "useraccesstoken", which ends with "token".
 */

#include "secrets/secret-list.h"

/* The place of a table's word in a secret's name. */
enum secret_word_group {
	SECRET_WORD_PART, /* anywhere in the name */
	SECRET_WORD_ENDING, /* at its end, or before final digits: "token2" */
	SECRET_WORD_WHOLE, /* the whole name */
	SECRET_WORD_PARAMETER, /* the whole name in a query or form, where names are short */
	SECRET_WORD_HARMLESS, /* the end of a harmless name, despite the words above */
	SECRET_WORD_GROUP_COUNT,
};

/* The table's words, in their plain form. */
const struct bytes *secret_words(enum secret_word_group group, size_t *ret_count);

/* Whether the plain form of `name` is `word`, which is in plain form. */
bool secret_name_is(struct bytes name, const char *word);

/* The kind of secret in a header of this name; SECRET_NONE when it is harmless. */
enum secret secret_of_header(struct bytes name);

/* Whether this name of a query or form parameter announces a secret. */
bool secret_is_parameter(struct bytes name);

/* Whether this name in JSON, XML or a settings file announces a secret. */
bool secret_is_member(struct bytes name);

/*
 * Whether this name, as the value of "name", announces a secret: {"name": "Cookie", "value": ...}.
 */
bool secret_is_field(struct bytes name);

/* Whether the name is certainly a password's, even in a sentence. */
bool secret_is_password(struct bytes name);

/*
 * Whether `tail` may be the end of a secret's name whose beginning is missing. A single letter is
 * too little.
 */
bool secret_may_end(struct bytes tail);

#endif
