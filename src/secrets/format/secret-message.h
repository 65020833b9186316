#ifndef SECRETS_SECRET_MESSAGE_H
#define SECRETS_SECRET_MESSAGE_H

/* HTTP messages in a text. Known only to secret*.c. */

#include "secrets/secret-decode.h"
#include "secrets/secret-scan.h"

/*
 * Searches the text: what stands in front of the first message, which goes on with what the text
 * before broke off in, and then message after message.
 */
void secret_messages(const struct secret_scan *scan, const struct secret_state *before);

/* ---- the parts of a message ---- */

/* Where the next message begins, at `at` or behind it; or the text's end. */
size_t secret_next_message(const struct secret_scan *scan, size_t at);

/* Whether a message begins there: a request line or a status line. */
bool secret_is_start_line(const struct secret_scan *scan, size_t at);

/* Whether one begins there and breaks off in the text's last line. */
bool secret_is_cut_start_line(const struct secret_scan *scan, size_t at);

/* Searches the body at `at`; returns where it ends. */
size_t secret_body(const struct secret_scan *scan, size_t at, const struct secret_message *message);

/* ---- texts that begin in the middle ---- */

/*
 * What a text begins with whose beginning is missing: hides the rest of a value. Where to go on;
 * whether that is in a header.
 */
size_t secret_fragment(
	const struct secret_scan *scan, const struct secret_state *before, bool *ret_is_header);

/* The rest of the value that the text before broke off in; where it ends. */
size_t secret_resume(const struct secret_scan *scan, const struct secret_state *before);

/* The body's text without the lines between its chunks, as far as they can be told from text. */
void secret_dechunk_rest(struct secret_view *view, const struct secret_scan *scan);

#endif
