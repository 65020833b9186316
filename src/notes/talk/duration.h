#ifndef NOTES_DURATION_H
#define NOTES_DURATION_H

#include "base/error.h"

/* The meaning of a number without a unit. */
enum bare_number { BARE_NUMBER_REFUSED, BARE_NUMBER_IS_MINUTES, BARE_NUMBER_IS_SECONDS };

/*
 * Parses "12m", "90s", "1h2m", "35min", "10 minutes", "15분 30초", "12:00" (minutes and seconds),
 * "1:02:03", "PT12M" (ISO 8601) or "1.5h". The result is positive and at most a day. Errors have no
 * file and line.
 */
bool duration_parse(
	const char *string, enum bare_number bare, unsigned *ret_seconds, struct error *error);

#endif
