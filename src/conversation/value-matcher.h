#ifndef CONVERSATION_VALUE_MATCHER_H
#define CONVERSATION_VALUE_MATCHER_H

/*
 * Finds copies of known secrets in a packet: where the same bytes stand elsewhere, they are the same
 * secret, whatever stands around them. Short values are left to the rules that know their place, for
 * they would be found by chance, but any eight bytes of a longer one tell a copy that was cut. Each also
 * counts in the other forms that secrets/secret-forms has.
 */

#include "conversation/hidden-values.h"

enum { MATCHED_SIZE_MIN = 6 };

struct value_matcher;
struct value_matcher *value_matcher_new(const struct hidden_value *values, size_t count);
void value_matcher_free(struct value_matcher *matcher);
DEFINE_AUTOFREE(value_matcher);

/*
 * The first copy of a value at or behind `from`: its place in *ret_offset, its size, and which value in
 * *ret_value (an index into `values`). 0: there is none. The time grows with the text's size, times the
 * logarithm of the number of values.
 */
size_t value_matcher_find(const struct value_matcher *matcher, struct bytes text, size_t from,
	size_t *ret_offset, size_t *ret_value);

#endif
