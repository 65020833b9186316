#ifndef NOTES_AUTOLINK_H
#define NOTES_AUTOLINK_H

/*
 * Addresses that are links without brackets, as GitHub has them ("Autolinks (extension)" in GFM's
 * specification), in text that cmark has parsed already. Otherwise than there: Korean that is written
 * together with an address is none of it, quotation marks and what closes brackets of the text end it,
 * and ftp and xmpp are none.
 */

#include <stdbool.h>

#include "base/bytes.h"

/* The size of the address of the web that begins at `at`; 0 when none does. */
size_t autolink_url_size(struct bytes text, size_t at);

/* The mail address round the '@' at `at`, that begins at `from` or later. */
bool autolink_mail(struct bytes text, size_t from, size_t at, struct bytes *ret_mail);

/* A word that Korean writes together with what it follows: "에서", "으로". */
bool autolink_is_particle(struct bytes word);

#endif
