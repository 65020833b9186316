#ifndef SECRETS_SECRET_MESSAGE_H
#define SECRETS_SECRET_MESSAGE_H

/* HTTP messages in a text. Used only by secret*.c. */

#include "secrets/secret-decode.h"
#include "secrets/secret-scan.h"

/*
 * Searches the text: first what comes before the first message, which continues what the previous
 * text broke off in, then each message.
 */
void secret_messages(const struct secret_scan *scan, const struct secret_state *before);

/* ---- the parts of a message ---- */

/* Returns the next message at or after `at`, or the end of the text. */
size_t secret_next_message(const struct secret_scan *scan, size_t at);

/* Whether a message begins at `at`, with a request line or a status line. */
bool secret_is_start_line(const struct secret_scan *scan, size_t at);

/* Whether a message begins there and breaks off in the last line of the text. */
bool secret_is_cut_start_line(const struct secret_scan *scan, size_t at);

/* Searches the body at `at`; returns where it ends. */
size_t secret_body(const struct secret_scan *scan, size_t at, const struct secret_message *message);

/* ---- texts that begin in the middle ---- */

/*
 * Hides the rest of a value at the start of a text whose beginning is missing. Returns where to
 * continue, and whether that is in a header.
 */
size_t secret_fragment(
	const struct secret_scan *scan, const struct secret_state *before, bool *ret_is_header);

/* Hides the rest of the value in which the previous text broke off; returns its end. */
size_t secret_resume(const struct secret_scan *scan, const struct secret_state *before);

/* Removes the lines between chunks from the body's text, as far as they can be recognized. */
void secret_dechunk_rest(struct secret_view *view, const struct secret_scan *scan);

#endif
