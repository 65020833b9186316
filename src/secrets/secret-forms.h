#ifndef SECRETS_SECRET_FORMS_H
#define SECRETS_SECRET_FORMS_H

#include "secrets/secret-list.h"

/*
 * Calls `add` with the forms in which a hidden value is to be searched for: as it is, without
 * percent-encoding or escapes, the password in a login's base64, the values of a cookie's parts,
 * and all of these in UTF-16, too. (Texts that contain them encoded are decoded by
 * secrets/encoded-texts.) A form must be recognizable by its bytes alone. After a gap that means a
 * token; elsewhere short values, common words and small numbers are left out, since they match by
 * chance:
 *
 *   - fewer than 6 bytes, or fewer than 3 different ones: no;
 *   - digits only: from 8 on;
 *   - letters only: from 8 on, unless it is a common word. A parameter, which may be no secret,
 *     counts from 10 on. `is_word` is set: it matches only between other characters;
 *   - anything else: yes.
 */
typedef void secret_form_function(void *context, struct bytes form, bool is_word);
void secret_forms_walk(
	enum secret kind, struct bytes value, secret_form_function *add, void *context);

#endif
