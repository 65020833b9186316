#ifndef SECRETS_SECRET_DECODE_H
#define SECRETS_SECRET_DECODE_H

/* Decodes texts that are encoded within another text. Used only by secret*.c. */

#include "base/text.h"
#include "secrets/secret-scan.h"

enum secret_coding {
	SECRET_CODING_NONE,
	SECRET_CODING_PERCENT, /* %41, %u0041 */
	SECRET_CODING_FORM, /* the same, with '+' for a blank */
	SECRET_CODING_ESCAPES, /* of JSON and JavaScript */
	SECRET_CODING_ENTITIES, /* of XML and HTML */
	SECRET_CODING_FOLDS, /* lines continued in the next line (RFC 9112 section 5.2) */
	SECRET_CODING_UTF16,
};

/* A decoded text. A zeroed value is empty. */
struct secret_view {
	struct text text;
	struct secret_piece *pieces;
	size_t count, capacity;
	struct secret_origin origin;
};

void secret_view_finish(struct secret_view *view);
DEFINE_AUTOFINISH(secret_view);

/* Appends unchanged bytes, which are at `from` of the encoded text. */
void secret_view_copy(struct secret_view *view, struct bytes bytes, size_t from);

/* Appends decoded bytes, which stand for `from_size` bytes at `from` of the encoded text. */
void secret_view_put(struct secret_view *view, struct bytes bytes, size_t from, size_t from_size);

/*
 * Returns the decoded text, which came from `scan`, as a text to search. It lives as long as the
 * view.
 */
struct secret_scan secret_view_scan(struct secret_view *view, const struct secret_scan *scan);

/* The decoded bytes of one code. */
struct secret_code {
	uint8_t bytes[4];
	size_t size; /* 0: it decodes to nothing */
	size_t from_size; /* 0: there is no code here */
};
struct secret_code secret_code_at(
	const struct secret_scan *scan, size_t at, enum secret_coding coding);

/* Whether the text has anything to decode. */
bool secret_is_coded(struct bytes text, enum secret_coding coding);

/* Decodes all of `scan`. */
void secret_decode(
	struct secret_view *view, const struct secret_scan *scan, enum secret_coding coding);

#endif
