#ifndef NOTES_DURATION_H
#define NOTES_DURATION_H

#include "base/error.h"

/* "12m", "90s", "12m30s", "1h" → seconds, at least 1 and at most a day. */
bool duration_parse(const char *string, unsigned *ret_seconds, struct error *error);

#endif
