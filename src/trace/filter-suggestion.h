#ifndef TRACE_FILTER_SUGGESTION_H
#define TRACE_FILTER_SUGGESTION_H

/* What somebody could have meant whose filter libpcap does not take. */

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/*
 * Appends a filter in libpcap's language that says what `expression` says in Wireshark's display
 * filter language, or with a keyword misspelled. False (and nothing appended) when a part of it has
 * no counterpart. The result is not compiled here.
 */
bool filter_suggest(const char *expression, struct text *ret_filter);

/*
 * Says why `expression` was refused (`reason` is libpcap's message), and what could have been meant
 * if that compiles for this link type (a DLT_ value). Returns false, so that callers can return it.
 */
bool filter_refuse(int link_type, const char *expression, const char *reason, struct error *error);

#endif
