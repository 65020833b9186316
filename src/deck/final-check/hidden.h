#ifndef DECK_HIDDEN_H
#define DECK_HIDDEN_H

/* What `build --scrub` took out of a deck, in words. */

#include "base/text.h"
#include "conversation/redact/scrub.h"

/* "Authorization 1, Cookie 2, IP and MAC addresses 4, speaker notes"; never empty. */
void hidden_append(struct text *out, const struct scrub_report *report, bool is_korean);

/* The same as a line of the first slide, as HTML. */
void hidden_html(struct text *out, const struct scrub_report *report, bool is_korean);

#endif
