#ifndef NOTES_AUTOLINK_H
#define NOTES_AUTOLINK_H

/*
 * Bare URLs and mail addresses that become links, as on GitHub (GFM, "Autolinks (extension)"), in
 * text that cmark has parsed. Three differences: a Korean particle behind a URL is not part of it;
 * quotation marks and closing brackets of the text end it; ftp and xmpp are not linked.
 */

#include <stdbool.h>

#include "base/bytes.h"

/* The size of the URL that begins at `at`; 0 when none begins there. */
size_t autolink_url_size(struct bytes text, size_t at);

/* Finds the mail address around the '@' at `at`, which may begin no earlier than `from`. */
bool autolink_mail(struct bytes text, size_t from, size_t at, struct bytes *ret_mail);

/*
 * Whether `word` is a Korean particle, which is written without a space before it: "에서", "으로".
 */
bool autolink_is_particle(struct bytes word);

#endif
