#ifndef DISSECT_FIELD_TEXT_H
#define DISSECT_FIELD_TEXT_H

/* Fields in words, in English or Korean: the only place that makes them. */

#include "base/text.h"
#include "dissect/field.h"

/* "8080", "Set", "192.0.2.1". What was captured is the same in both languages. */
void field_text_append(struct text *out, const struct field *field, bool is_korean);

/* Of a number that has a name, the name alone: "IPv4". */
void field_name_append(struct text *out, const struct field *field, bool is_korean);

/* "Source Port", or the name of a header as it was sent. */
void field_label_append(struct text *out, const struct field *field);

/* The same, static or in `arena`. */
const char *field_label(const struct field *field, struct arena *arena);

#endif
