#ifndef SECRETS_SECRET_DECODE_H
#define SECRETS_SECRET_DECODE_H

/* Texts that stand in another one in code, as what they mean. Known only to secret*.c. */

#include "base/text.h"
#include "secrets/secret-scan.h"

enum secret_coding {
	SECRET_CODING_NONE,
	SECRET_CODING_PERCENT, /* %41, %u0041 */
	SECRET_CODING_FORM, /* the same, and '+' for a blank */
	SECRET_CODING_ESCAPES, /* of JSON and JavaScript */
	SECRET_CODING_ENTITIES, /* of XML and HTML */
	SECRET_CODING_FOLDS, /* lines that go on in the next one (RFC 9112, 5.2) */
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

/* Bytes that stand for themselves: those at `from` in what is decoded. */
void secret_view_copy(struct secret_view *view, struct bytes bytes, size_t from);

/* Bytes that `from_size` others at `from` stand for. */
void secret_view_put(struct secret_view *view, struct bytes bytes, size_t from, size_t from_size);

/* What was put there, decoded from `scan`, as a text to search. Lives as long as the view. */
struct secret_scan secret_view_scan(struct secret_view *view, const struct secret_scan *scan);

/* What one code stands for. */
struct secret_code {
	uint8_t bytes[4];
	size_t size; /* 0: it stands for nothing */
	size_t from_size; /* 0: here is no code */
};
struct secret_code secret_code_at(
	const struct secret_scan *scan, size_t at, enum secret_coding coding);

/* Whether there is something to decode. */
bool secret_is_coded(struct bytes text, enum secret_coding coding);

/* Decodes all of `scan`. */
void secret_decode(
	struct secret_view *view, const struct secret_scan *scan, enum secret_coding coding);

/* Appends a character in UTF-8. */
size_t secret_utf8(uint32_t character, uint8_t out[4]);

#endif
