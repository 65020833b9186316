#ifndef TRACE_FILTER_SUGGESTION_H
#define TRACE_FILTER_SUGGESTION_H

/* What somebody could have meant whose filter libpcap does not take. */

#include <stdbool.h>

#include "base/text.h"

/*
 * Appends a filter in libpcap's language that says what `expression` says in Wireshark's display
 * filter language, or with a keyword misspelled. False (and nothing appended) when a part of it has
 * no counterpart. The result is not compiled here.
 */
bool filter_suggest(const char *expression, struct text *ret_filter);

#endif
