#ifndef SECRETS_SECRETS_H
#define SECRETS_SECRETS_H

/*
 * Finds what nobody else should see in a text: the rules of `build --scrub`, which slides/README.md
 * lists for users. Nothing is changed here.
 */

#include "secrets/secret-list.h"

/*
 * Adds the secrets of `text` to the list, sorted and without overlaps; sets state->open and
 * state->message. The time is proportional to the text.
 */
void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list);

/*
 * Whether the rules for texts read all of it, in any protocol: a message with headers, JSON, XML, a
 * form, or lines that each have a name and a value. In other texts the position alone may mark a
 * secret.
 */
bool secrets_read_whole(struct bytes text);

/*
 * Whether a text begins like TLS records or SSH, on any port. A proxy usually forwards such bytes
 * after CONNECT.
 */
bool secrets_are_encrypted(struct bytes text);

#endif
