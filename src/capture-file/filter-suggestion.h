#ifndef CAPTURE_FILE_FILTER_SUGGESTION_H
#define CAPTURE_FILE_FILTER_SUGGESTION_H

/* Suggests a filter when libpcap refuses one. */

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

/*
 * Appends a libpcap filter for `expression`, which is one of Wireshark's display filters or has a
 * misspelled keyword. Returns false, and appends nothing, when a part has no counterpart. The
 * result is not compiled here.
 */
bool filter_suggest(const char *expression, struct text *ret_filter);

/*
 * Says why `expression` was refused (`reason` is libpcap's message), with a suggestion if that
 * compiles for this link type (a DLT_ value). Returns false, so that callers can return the call.
 */
bool filter_refuse(int link_type, const char *expression, const char *reason, struct error *error);

#endif
