/*
 * Parses how long a talk, a slide or a program lasts, in the notations that people and other
 * programs use. A number without a unit is minutes for a talk, and whole seconds for a program. On
 * a slide it is refused, since some programs mean seconds and others minutes. Numbers are stored in
 * thousandths, for "1.5h".
 */
#include "notes/talk/duration.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"

enum { LONGEST_S = 24 * 60 * 60, BARE_MINUTES_MAX = 180, THOUSAND = 1000 };

struct unit {
	const char *name;
	unsigned seconds;
};

/* A longer name must precede its own prefix. */
static const struct unit units[] = {
	{ "hours", 3600 },
	{ "hour", 3600 },
	{ "hrs", 3600 },
	{ "hr", 3600 },
	{ "h", 3600 },
	{ "시간", 3600 },
	{ "時間", 3600 },
	{ "minutes", 60 },
	{ "minute", 60 },
	{ "mins", 60 },
	{ "min", 60 },
	{ "m", 60 },
	{ "분", 60 },
	{ "分", 60 },
	{ "seconds", 1 },
	{ "second", 1 },
	{ "secs", 1 },
	{ "sec", 1 },
	{ "s", 1 },
	{ "초", 1 },
	{ "秒", 1 },
};

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/*
 * Reads digits, and up to three more behind a decimal point. Returns false when there are none or
 * too many.
 */
static bool read_number(const char **at, unsigned long *ret_thousandths)
{
	const char *p = *at;
	unsigned long number = 0;
	if (*p < '0' || *p > '9')
		return false;
	for (; ascii_is_digit(*p); p++) {
		number = number * 10 + (unsigned long)(*p - '0');
		if (number > LONGEST_S)
			return false;
	}
	number *= THOUSAND;
	if (*p == '.' && ascii_is_digit(p[1])) {
		unsigned long place = THOUSAND;
		for (p++; ascii_is_digit(*p); p++) {
			place /= 10;
			number += place * (unsigned long)(*p - '0');
		}
	}
	*at = p;
	*ret_thousandths = number;
	return true;
}

static const struct unit *read_unit(const char **at)
{
	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		size_t size = strlen(units[i].name);
		if (strncasecmp(*at, units[i].name, size) != 0)
			continue;
		*at += size;
		/* an abbreviation's period, as in "12 min." */
		*at += units[i].seconds < 3600 && **at == '.';
		return &units[i];
	}
	return NULL;
}

/* Reads "1h 2m". Each unit must be smaller than the one before. */
static bool read_units(const char *p, unsigned long *ret_seconds)
{
	unsigned long total = 0, number;
	unsigned last = 0;
	for (p = skip_blanks(p); *p; p = skip_blanks(p)) {
		if (!read_number(&p, &number))
			return false;
		p = skip_blanks(p);
		const struct unit *unit = read_unit(&p);
		if (!unit || (last && unit->seconds >= last))
			return false;
		last = unit->seconds;
		total += number * unit->seconds / THOUSAND;
	}
	*ret_seconds = total;
	return last > 0;
}

/* Reads "12:00" or "1:02:03". */
static bool read_clock(const char *p, unsigned long *ret_seconds)
{
	unsigned long total = 0, number;
	unsigned parts = 0;
	for (;; p++) {
		if (!read_number(&p, &number) || number % THOUSAND)
			return false;
		number /= THOUSAND;
		if (parts && number >= 60)
			return false;
		total = total * 60 + number;
		if (++parts > 3 || (*p && *p != ':'))
			return false;
		if (!*p)
			break;
	}
	*ret_seconds = total;
	return parts > 1;
}

static bool read_bare(const char *p, enum bare_number bare, unsigned long *ret_seconds)
{
	bool is_minutes = bare == BARE_NUMBER_IS_MINUTES;
	unsigned long number, most = is_minutes ? BARE_MINUTES_MAX : LONGEST_S;
	if (bare == BARE_NUMBER_REFUSED || !read_number(&p, &number) || *p ||
		number > most * THOUSAND || (!is_minutes && number % THOUSAND))
		return false;
	*ret_seconds = number * (is_minutes ? 60 : 1) / THOUSAND;
	return true;
}

bool duration_parse(
	const char *string, enum bare_number bare, unsigned *ret_seconds, struct error *error)
{
	const char *p = skip_blanks(string);
	unsigned long seconds = 0;
	bool is_iso = strncasecmp(p, "PT", 2) == 0;
	bool ok = read_units(is_iso ? p + 2 : p, &seconds) || read_clock(p, &seconds) ||
		read_bare(p, bare, &seconds);
	if (!ok || seconds == 0 || seconds > LONGEST_S)
		return error_set(error,
			"'%s' is not a duration: write minutes and seconds, such as 12m, 90s or 12m30s",
			string);
	*ret_seconds = (unsigned)seconds;
	return true;
}
