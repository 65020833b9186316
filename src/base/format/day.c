/*
 * Days by the algorithms of the proleptic Gregorian calendar: a year begins in March, so that a
 * leap day is its last one, and 400 years have 146,097 days.
 */
#include "base/format/day.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH_DAYS = 719468, MINUTE_S = 60 };

const char *const day_names_korean[DAY_WEEK] = { "월요일", "화요일", "수요일", "목요일", "금요일",
	"토요일", "일요일" };
const char *const day_names_english[DAY_WEEK] = { "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday", "Sunday" };

static const int64_t day_s = (int64_t)DAY_MINUTES * MINUTE_S;

static int32_t day_of_any(struct civil_date date)
{
	int32_t year = date.year - (date.month <= 2);
	int32_t era = year / ERA_YEARS, of_era = year - era * ERA_YEARS;
	int32_t month = (int32_t)(date.month + 9) % 12;
	int32_t of_year = (153 * month + 2) / 5 + (int32_t)date.day - 1;
	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_DAYS;
}

struct civil_date day_date(int32_t day)
{
	int32_t days = day + EPOCH_DAYS;
	int32_t era = (days >= 0 ? days : days - ERA_DAYS + 1) / ERA_DAYS;
	int32_t of_era = days - era * ERA_DAYS;
	int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) / 365;
	int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int32_t month = (5 * of_year + 2) / 153;
	return (struct civil_date){
		.year = year + era * ERA_YEARS + (month >= 10),
		.month = (unsigned)(month < 10 ? month + 3 : month - 9),
		.day = (unsigned)(of_year - (153 * month + 2) / 5 + 1),
	};
}

bool day_of_date(struct civil_date date, int32_t *ret_day)
{
	if (date.year < DAY_YEAR_MIN || date.year > DAY_YEAR_MAX || !date.month ||
		date.month > 12 || !date.day || date.day > 31)
		return false;
	int32_t day = day_of_any(date);
	const struct civil_date back = day_date(day);
	if (back.month != date.month || back.day != date.day)
		return false;
	*ret_day = day;
	return true;
}

unsigned day_weekday(int32_t day)
{
	int32_t rest = (day + 3) % DAY_WEEK; /* 1970-01-01 was a Thursday */
	return (unsigned)(rest < 0 ? rest + DAY_WEEK : rest);
}

/* The first week of a year is the one with its January 4. */
static int32_t day_first_monday(int32_t year)
{
	int32_t fourth = day_of_any((struct civil_date){ year, 1, 4 });
	return fourth - (int32_t)day_weekday(fourth);
}

bool day_of_week(int32_t year, unsigned week, int32_t *ret_monday)
{
	if (year < DAY_YEAR_MIN || year > DAY_YEAR_MAX || !week || week > 53)
		return false;
	int32_t monday = day_first_monday(year) + (int32_t)(week - 1) * DAY_WEEK;
	if (monday >= day_first_monday(year + 1))
		return false;
	*ret_monday = monday;
	return true;
}

static bool take_number(const char **text, size_t most, uint32_t *ret_number)
{
	size_t size = 0;
	*ret_number = 0;
	for (; size < most && ascii_is_digit((*text)[size]); size++)
		*ret_number = *ret_number * 10 + (uint32_t)((*text)[size] - '0');
	if (ascii_is_digit((*text)[size]))
		return false;
	*text += size;
	return size > 0;
}

bool day_take_week(const char **text, int32_t *ret_monday)
{
	const char *p = *text;
	uint32_t year, week;
	if (!take_number(&p, 4, &year) || p - *text != 4 || p[0] != '-' || p[1] != 'W')
		return false;
	p += 2;
	const char *digits = p;
	if (!take_number(&p, 2, &week) || p - digits != 2 ||
		!day_of_week((int32_t)year, week, ret_monday))
		return false;
	*text = p;
	return true;
}

/* Moves behind one of the separators, and behind blanks around it. */
static bool take_separator(const char **text, const char *letter)
{
	const char *p = *text + strspn(*text, " ");
	if (strncmp(p, letter, strlen(letter)) == 0)
		p += strlen(letter);
	else if (*p && strchr("-./", *p))
		p++;
	else
		return false;
	*text = p + strspn(p, " ");
	return true;
}

bool day_take(const char **text, int32_t *ret_day)
{
	const char *p = *text;
	uint32_t year, month, day;
	if (!take_number(&p, 4, &year) || p - *text != 4 || !take_separator(&p, "년") ||
		!take_number(&p, 2, &month) || !take_separator(&p, "월") ||
		!take_number(&p, 2, &day) ||
		!day_of_date((struct civil_date){ (int32_t)year, month, day }, ret_day))
		return false;
	if (strncmp(p, "일", strlen("일")) == 0)
		p += strlen("일");
	else if (*p == '.')
		p++;
	*text = p;
	return true;
}

bool day_read(const char *text, int32_t *ret_day)
{
	int32_t day;
	if (!day_take(&text, &day) || *text)
		return false;
	*ret_day = day;
	return true;
}

void day_append(struct text *out, int32_t day)
{
	const struct civil_date date = day_date(day);
	text_append_format(out, "%04d-%02u-%02u", (int)date.year, date.month, date.day);
}

void day_append_words(struct text *out, int32_t day, int32_t today, bool is_korean)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	const struct civil_date date = day_date(day);
	const unsigned weekday = day_weekday(day);
	bool has_year = date.year != day_date(today).year;
	if (is_korean) {
		if (has_year)
			text_append_format(out, "%d년 ", (int)date.year);
		text_append_format(out, "%u월 %u일(%.*s)", date.month, date.day, DAY_SHORT_NAME,
			day_names_korean[weekday]);
		return;
	}
	text_append_format(out, "%.*s, %u %s", DAY_SHORT_NAME, day_names_english[weekday], date.day,
		months[date.month - 1]);
	if (has_year)
		text_append_format(out, " %d", (int)date.year);
}

int32_t day_at(int64_t seconds, int32_t offset_min)
{
	int64_t local = seconds + (int64_t)offset_min * MINUTE_S;
	int64_t day = local / day_s - (local % day_s < 0);
	return (int32_t)day;
}

int64_t day_start_s(int32_t day)
{
	return day * day_s;
}

void day_append_at(struct text *out, int64_t seconds)
{
	int32_t first = day_of_any((struct civil_date){ DAY_YEAR_MIN, 1, 1 });
	int32_t behind = day_of_any((struct civil_date){ DAY_YEAR_MAX + 1, 1, 1 });
	if (seconds >= day_start_s(first) && seconds < day_start_s(behind))
		day_append(out, day_at(seconds, 0));
}
