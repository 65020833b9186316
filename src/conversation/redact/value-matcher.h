#ifndef CONVERSATION_VALUE_MATCHER_H
#define CONVERSATION_VALUE_MATCHER_H

/*
 * Finds copies of known secrets in a packet: where the same bytes stand elsewhere, they are the same
 * secret, whatever stands around them. Short values are left to the rules that know their place, for
 * they would be found by chance, but any eight bytes of a longer one tell a copy that was cut. Each also
 * counts in the other forms that secrets/secret-forms has.
 */

#include "conversation/redact/hidden-values.h"

enum { MATCHED_SIZE_MIN = 6 };

struct value_matcher;
struct value_matcher *value_matcher_new(const struct hidden_value *values, size_t count);
void value_matcher_free(struct value_matcher *matcher);
DEFINE_AUTOFREE(value_matcher);

/*
 * Calls `add` for each copy of a value in the text, as it is or encoded (secrets/encoded-texts): its place,
 * its size, and which value it is a copy of, or of which it may be a part.
 */
typedef void value_copy_function(void *context, size_t offset, size_t size, size_t value);
void value_matcher_walk(const struct value_matcher *matcher, struct bytes text,
	value_copy_function *add, void *context);

#endif
