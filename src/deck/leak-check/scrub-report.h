#ifndef DECK_SCRUB_REPORT_H
#define DECK_SCRUB_REPORT_H

/* Says in words what `build --scrub` took out of a deck. */

#include "base/text.h"
#include "conversation/redact/redact.h"

/*
 * Appends "Authorization 1, Cookie 2, IP and MAC addresses 4, speaker notes". The text is never
 * empty.
 */
void scrub_report_append(struct text *out, const struct redaction_report *report, bool is_korean);

/* Appends the same as HTML, for the first slide. */
void scrub_report_html(struct text *out, const struct redaction_report *report, bool is_korean);

#endif
