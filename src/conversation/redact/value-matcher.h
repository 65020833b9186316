#ifndef CONVERSATION_VALUE_MATCHER_H
#define CONVERSATION_VALUE_MATCHER_H

/*
 * Finds copies of known secrets in a packet. The same bytes elsewhere are the same secret, whatever
 * is around them. Short values would match by chance, so only the rules that know their place find
 * them. Of a longer value any eight bytes count, since a copy may be cut. Each value is also
 * searched in the forms of secrets/secret-forms.
 */

#include "conversation/redact/redacted-values.h"

enum { MATCHED_SIZE_MIN = 6 };

struct value_matcher;
struct value_matcher *value_matcher_new(const struct redacted_value *values, size_t count);
void value_matcher_free(struct value_matcher *matcher);
DEFINE_AUTOFREE(value_matcher);

/*
 * Calls `add` for each copy of a value in the text, plain or encoded (secrets/encoded-texts): its
 * place, its size, and the value of which it is a copy or may be a part.
 */
typedef void value_copy_function(void *context, size_t offset, size_t size, size_t value);
void value_matcher_walk(const struct value_matcher *matcher, struct bytes text,
	value_copy_function *add, void *context);

#endif
