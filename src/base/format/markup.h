#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

/*
 * Escaping, one function per context. Captured bytes, notes and requests are hostile: everything
 * that goes into a page passes through exactly one of these functions. Invalid UTF-8 and control
 * characters (except tab and newline) become U+FFFD, so the output is always valid UTF-8.
 */

#include "base/bytes.h"
#include "base/text.h"

/* Character data between tags: & < >. */
void markup_text(struct text *out, const char *string);
void markup_text_bytes(struct text *out, struct bytes bytes);

/* The value of a double-quoted attribute: & < > " '. */
void markup_attribute(struct text *out, const char *string);
void markup_attribute_bytes(struct text *out, struct bytes bytes);

/*
 * A path within a URL (RFC 3986): everything except '/' and unreserved characters is
 * percent-encoded.
 */
void markup_url_path(struct text *out, const char *path);

/* A JSON string literal with its quotes, plain (RFC 8259). */
void markup_json(struct text *out, struct bytes bytes);

/* A JSON string for use inside a <script> element: <, >, &, U+2028 and U+2029 become \u escapes. */
void markup_script_json(struct text *out, struct bytes bytes);

/* Appends bytes as valid UTF-8 and escapes nothing else. */
void markup_utf8(struct text *out, struct bytes bytes);

/*
 * Decodes one character. Returns its code point and sets *ret_size to its bytes; an invalid
 * sequence yields U+FFFD and size 1. `bytes` must not be empty.
 */
uint32_t markup_decode_utf8(struct bytes bytes, size_t *ret_size);

struct bytes markup_bytes_of(const char *string);

#endif
