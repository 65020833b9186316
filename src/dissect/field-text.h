#ifndef DISSECT_FIELD_TEXT_H
#define DISSECT_FIELD_TEXT_H

/* Writes fields as text in English or Korean. No other file does. */

#include "base/text.h"
#include "dissect/field.h"

/*
 * Appends the value: "8080", "Set", "192.0.2.1". Captured text is the same in both languages.
 * Digits are as in Wireshark, for JSON and for what stands beside words of Wireshark.
 */
void field_text_append(struct text *out, const struct field *field, bool is_korean);

/* The same for what pcapdeck says itself: the digits of what is counted have groups of three. */
void field_text_append_grouped(struct text *out, const struct field *field, bool is_korean);

/* Appends the name alone of a number that has one: "IPv4". */
void field_name_append(struct text *out, const struct field *field, bool is_korean);

/* Appends the label: "Source Port", or the captured name of an HTTP header. */
void field_label_append(struct text *out, const struct field *field);

/* Returns the label, static or in `arena`. */
const char *field_label(const struct field *field, struct arena *arena);

#endif
