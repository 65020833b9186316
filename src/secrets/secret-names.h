#ifndef SECRETS_SECRET_NAMES_H
#define SECRETS_SECRET_NAMES_H

/* Which names say that a value is a secret. Case, and all but letters and digits, do not count. */

#include "secrets/secrets.h"

/* Whether `name` is `word` (letters in lower case). */
bool secret_name_is(struct bytes name, const char *word);

/* Of a header's name: SECRET_NONE when it is harmless. */
enum secret secret_of_header(struct bytes name);

/* Of a query or a form, where short names are usual: "key", "code". */
bool secret_is_parameter(struct bytes name);

/* Of JSON or XML. */
bool secret_is_member(struct bytes name);

/* Whether a token begins here that its vendor made recognizable, how long its prefix is, and it at least. */
bool secret_token_prefix(struct bytes text, size_t *ret_prefix_size, size_t *ret_size_min);

#endif
