#ifndef EXPLAIN_MESSAGE_PURPOSE_H
#define EXPLAIN_MESSAGE_PURPOSE_H

#include "explain/field-sentence.h"

/*
 * Appends what a message is for, by its protocol and the fields that say its kind. Appends
 * nothing when that is not known.
 */
void message_purpose_append(struct text *out, const struct sentence_context *context);

/* Whether the protocol of this name has such sentences. */
bool message_has_purpose(const char *protocol);

#endif
