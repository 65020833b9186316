#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

/*
 * Escaping, one function per context. Captured bytes, notes and requests are hostile: whatever goes
 * into a page goes through exactly one of these. Invalid UTF-8 and control characters (but tab and
 * newline) become U+FFFD, so that the output is always valid UTF-8.
 */

#include "base/bytes.h"
#include "base/text.h"

/* Character data between tags: & < >. */
void markup_text(struct text *out, const char *string);
void markup_text_bytes(struct text *out, struct bytes bytes);

/* Inside a double-quoted attribute: & < > " '. */
void markup_attribute(struct text *out, const char *string);
void markup_attribute_bytes(struct text *out, struct bytes bytes);

/* A path within a URL (RFC 3986): all but '/' and unreserved characters is percent-encoded. */
void markup_url_path(struct text *out, const char *path);

/* A JSON string literal with its quotes, plain (RFC 8259). */
void markup_json(struct text *out, struct bytes bytes);

/* The same, for inside a <script> element: <, >, &, U+2028 and U+2029 are written as \u escapes. */
void markup_script_json(struct text *out, struct bytes bytes);

/* Appends bytes as valid UTF-8 with nothing else escaped. */
void markup_utf8(struct text *out, struct bytes bytes);

/*
 * Decodes one character: its code point, with *ret_size its bytes; an invalid sequence gives U+FFFD
 * and size 1. `bytes` must not be empty.
 */
uint32_t markup_decode_utf8(struct bytes bytes, size_t *ret_size);

struct bytes markup_bytes_of(const char *string);

#endif
