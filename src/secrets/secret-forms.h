#ifndef SECRETS_SECRET_FORMS_H
#define SECRETS_SECRET_FORMS_H

#include "secrets/secrets.h"

/*
 * Calls `add` with the forms in which a value that was hidden is to be looked for: as it is, without
 * percent-encoding or escapes, the password in a login's base64, the values of a cookie's parts, all of
 * them in UTF-16, too. Texts that hold them encoded are decoded (secrets/encoded-texts). Of those only
 * what is known by its bytes alone; of what was hidden behind a gap, only what looks like a token. A short one, a word that anybody uses and a small number
 * stand everywhere by chance:
 *
 *   - fewer than 6 bytes, or fewer than 3 different ones: no;
 *   - digits only: from 8 on;
 *   - letters only: from 8 on (of a parameter, which may be no secret, from 10 on), unless it is one of
 *     some words that are common; then `is_word`, and it counts only between other characters;
 *   - anything else: yes.
 */
typedef void secret_form_function(void *context, struct bytes form, bool is_word);
void secret_forms_walk(
	enum secret kind, struct bytes value, secret_form_function *add, void *context);

#endif
