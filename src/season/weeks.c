/*
 * Dates and times are passed over. What is left are lists of numbers, "1, 2주차" or "1~3". Those
 * count that a word says to be of weeks, not the 3 of "2주차 3강"; when there is none, those that a
 * word says to be numbered, "3강"; else the first list.
 */
#include "season/weeks.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/day.h"
#include "season/week-of-month.h"

enum { DIGITS_MAX = 3, YEAR_DIGITS = 4 };

struct list {
	struct week items[WEEKS_MAX];
	size_t count;
	enum saying saying;
};

/* The longest of what begins alike is first. */
static const char *const week_before[] = { "weeks", "week", "wk.", "wk", "w" };
static const char *const number_before[] = { "session", "no.", "#", "제" };
static const char *const week_after[] = { "주 차", "주차", "주", "week" };
static const char *const number_after[] = { "회차", "회", "차시", "차", "강", "번째", "째", "st",
	"nd", "rd", "th" };
static const char *const other_before[] = { "season", "시즌", "semester", "part" };

static size_t digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

static const char *behind_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* Any character that is not ASCII counts as a letter. */
static bool is_letter(char character)
{
	return ascii_is_letter(character) || (unsigned char)character >= 0x80;
}

/* Moves *text behind one of the words, in any case. */
static bool take_word(const char **text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(words[i]);
		if (strncasecmp(*text, words[i], size) == 0) {
			*text += size;
			return true;
		}
	}
	return false;
}

static enum saying take_word_after(const char **text)
{
	if (take_word(text, week_after, ARRAY_COUNT(week_after)))
		return SAID_WEEK;
	if (!take_word(text, number_after, ARRAY_COUNT(number_after)))
		return UNSAID;
	const char *next = behind_blanks(*text); /* "3rd week" */
	return take_word(&next, week_after, ARRAY_COUNT(week_after)) ? SAID_WEEK : SAID_NUMBER;
}

/* ---- dates and times ---- */

/*
 * Whether a number from `first` to `behind` is a day: "Sept. 14", "14 Sep", "14th of September". In
 * "September 2nd week" it is none.
 */
static bool is_beside_month(const char *text, const char *first, const char *behind)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" }, *const of[] = { "of " };
	const char *end = first, *next = behind;
	bool is_ordinal = take_word(&next, ordinals, ARRAY_COUNT(ordinals));
	next = behind_blanks(next);
	if (is_ordinal && take_word(&next, week_after, ARRAY_COUNT(week_after)))
		return false;
	if (is_ordinal)
		(void)take_word(&next, of, ARRAY_COUNT(of));
	while (end > text && (end[-1] == ' ' || end[-1] == '.'))
		end--;
	const char *word = end, *next_end = next;
	while (word > text && ascii_is_letter(word[-1]))
		word--;
	while (ascii_is_letter(*next_end))
		next_end++;
	return month_is_named(word, (size_t)(end - word)) ||
		month_is_named(next, (size_t)(next_end - next));
}

/* Moves *text behind a part of a date and the sign before it: "-38", ". 9", "-W54". */
static bool take_part(const char **text)
{
	const char *p = behind_blanks(*text);
	if (!*p || !strchr("-./", *p))
		return false;
	p = behind_blanks(p + 1);
	p += *p == 'W' || *p == 'w';
	size_t size = digits_at(p);
	*text = size ? p + size : *text;
	return size > 0;
}

/* Whether one of the words ends before `first`, somewhere in `text`. */
static bool is_behind_word(
	const char *text, const char *first, const char *const *words, size_t count)
{
	const char *end = first;
	while (end > text && end[-1] == ' ')
		end--;
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(words[i]);
		const char *word = end - size;
		if ((size_t)(end - text) >= size && strncasecmp(word, words[i], size) == 0 &&
			(word == text || !is_letter(word[-1])))
			return true;
	}
	return false;
}

/* What a word before the number at `first` says of it. */
static enum saying saying_before(const char *text, const char *first)
{
	if (is_behind_word(text, first, week_before, ARRAY_COUNT(week_before)))
		return SAID_WEEK;
	return is_behind_word(text, first, number_before, ARRAY_COUNT(number_before)) ? SAID_NUMBER
										      : UNSAID;
}

/*
 * Moves *text from behind the number at `first` to behind "9/14", "9.14", "9. 14.", "09-14" or
 * "19:30", but not behind the "2/3" of "2/3주차" and "week 2/3" (`is_week`).
 */
static bool take_pair(const char *first, bool is_week, const char **text)
{
	const char *sign = *text;
	if (!*sign || !strchr("/.:-", *sign))
		return false;
	const char *second = *sign == '.' ? behind_blanks(sign + 1) : sign + 1;
	const char *end = second + digits_at(second), *behind = behind_blanks(end);
	if (end == second || (second > sign + 1 && *end != '.') ||
		(*sign == '-' && *first != '0' && *second != '0') ||
		(*sign == '/' && (is_week || take_word_after(&behind))))
		return false;
	*text = end;
	return true;
}

/*
 * Moves *text, in `all`, behind a date, a month, a year or a time. *ret_lacks_day: a number right
 * behind it belongs to it, "2026년 38주차".
 */
static bool take_date(const char *all, const char **text, bool *ret_lacks_day)
{
	static const char *const month[] = { "월" }, *const year[] = { "년" };
	const char *p = *text + digits_at(*text);
	bool is_year = p - *text == YEAR_DIGITS, lacks_day = false;
	int32_t day;
	const char *behind = *text;
	bool is_day = day_take(&behind, &day);
	const char *next = behind_blanks(behind);
	if (is_day && !take_word(&next, week_after, ARRAY_COUNT(week_after))) {
		p = behind;
	} else if (is_year) {
		lacks_day = !take_part(&p) || !take_part(&p);
		(void)take_word(&p, year, ARRAY_COUNT(year));
	} else if (take_word(&p, month, ARRAY_COUNT(month))) {
		lacks_day = true;
	} else if (!is_beside_month(all, *text, p) &&
		!take_pair(*text, saying_before(all, *text) == SAID_WEEK, &p)) {
		return false;
	}
	*text = p;
	*ret_lacks_day = lacks_day;
	return true;
}

/* ---- lists ---- */

/* Moves *text behind a separator and a word, "~ week", if a number is behind them. */
static bool take_separator(const char **text, bool *ret_is_range)
{
	static const char *const ranges[] = { "-", "~", "–", "—", "～", "부터", "to" };
	static const char *const others[] = { ",", "&", "+", "·", ";", "/", "와", "과", "및",
		"and" };
	const char *p = behind_blanks(*text);
	*ret_is_range = take_word(&p, ranges, ARRAY_COUNT(ranges));
	if (!*ret_is_range && !take_word(&p, others, ARRAY_COUNT(others)))
		return false;
	p = behind_blanks(p);
	if (!take_word(&p, week_before, ARRAY_COUNT(week_before)))
		(void)take_word(&p, number_before, ARRAY_COUNT(number_before));
	p = behind_blanks(p);
	if (!ascii_is_digit(*p))
		return false;
	*text = p;
	return true;
}

/* Whether what is right behind a number makes it one of something else: "2부", "3-way". */
static bool has_unit(const char *behind)
{
	const char *p = behind;
	bool is_range;
	return (is_letter(*p) && !take_separator(&p, &is_range)) ||
		(*behind == '-' && ascii_is_letter(behind[1]));
}

/* Reads "3", "3rd", "3주차" or "2026-W38" at *text, in `all`, and moves *text behind it. */
static bool take_week(
	const char *all, const char **text, struct week *ret_week, enum saying *saying)
{
	const char *p = *text;
	bool lacks_day;
	*ret_week = (struct week){ 0 };
	if (day_take_week(&p, &ret_week->monday)) {
		*saying = SAID_WEEK;
		*text = *p == '-' && digits_at(p + 1) == 1 ? p + 2 : p; /* a day of it */
		return true;
	}
	size_t size = digits_at(p);
	if (size > DIGITS_MAX || take_date(all, &p, &lacks_day))
		return false;
	for (; size; size--)
		ret_week->number = ret_week->number * 10 + (unsigned)(*p++ - '0');
	const char *behind = behind_blanks(p);
	enum saying after = take_word_after(&behind);
	if (!ret_week->number || (!after && has_unit(p)))
		return false;
	*saying = after > *saying ? after : *saying;
	*text = after ? behind : p;
	return true;
}

/* Adds a week, and those between the last one and it when they are the ends of a range. */
static void add_week(struct list *list, struct week week, bool is_range)
{
	unsigned last = is_range && list->count ? list->items[list->count - 1].number : 0;
	while (last && last + 1 < week.number && list->count < WEEKS_MAX)
		list->items[list->count++].number = ++last;
	if (list->count < WEEKS_MAX)
		list->items[list->count++] = week;
}

/* Reads the list at *text, in `all`, and moves *text behind it. */
static void take_list(const char *all, const char **text, struct list *ret_list)
{
	const char *p = *text;
	bool is_range = false;
	struct week week;
	*ret_list = (struct list){ .saying = saying_before(all, p) };
	while (take_week(all, &p, &week, &ret_list->saying)) {
		add_week(ret_list, week, is_range);
		*text = p;
		if (!take_separator(&p, &is_range))
			return;
	}
	*text += ret_list->count ? 0 : digits_at(*text);
}

/* Whether a list may begin here: not in "IPv4", "HTTP/2", "시즌 2". */
static bool may_begin(const char *text, const char *first)
{
	if (is_behind_word(text, first, other_before, ARRAY_COUNT(other_before)))
		return false;
	return first == text || !(ascii_is_letter(first[-1]) || first[-1] == '/') ||
		saying_before(text, first);
}

/* Reads the list at *text, in `all`. One of a month is left out, as one right behind a year is. */
static void take_own_list(const char *all, const char **text, bool is_behind_year,
	struct list *ret_list, bool *ret_is_of_month)
{
	const char *first = *text;
	take_list(all, text, ret_list);
	bool has_numbers = ret_list->count && ret_list->items[0].number;
	bool is_of_month =
		has_numbers && week_is_of_month(all, first, *text, ret_list->saying);
	*ret_is_of_month = *ret_is_of_month || is_of_month;
	if (is_of_month || (has_numbers && is_behind_year))
		*ret_list = (struct list){ 0 };
}

size_t weeks_read(const char *text, struct week ret_weeks[WEEKS_MAX], bool *ret_is_of_month)
{
	struct list found[SAYINGS] = { 0 };
	bool lacks_day = false;
	*ret_is_of_month = false;
	for (const char *p = text; *p;) {
		struct list list = { 0 };
		int32_t monday;
		const char *week = p;
		if (!ascii_is_digit(*p)) {
			const char *behind = week_of_month_in_words(text, p);
			*ret_is_of_month = *ret_is_of_month || behind;
			lacks_day = lacks_day && *p == ' ';
			p = behind ? behind : p + 1;
		} else if (!day_take_week(&week, &monday) && take_date(text, &p, &lacks_day)) {
			continue;
		} else if (!may_begin(text, p)) {
			lacks_day = false;
			p += digits_at(p);
		} else {
			take_own_list(text, &p, lacks_day, &list, ret_is_of_month);
			lacks_day = false;
		}
		struct list *to = &found[list.saying];
		if (to->count && list.saying == UNSAID)
			continue;
		for (size_t i = 0; i < list.count; i++)
			add_week(to, list.items[i], false);
	}
	enum saying best = SAID_WEEK;
	while (best > UNSAID && !found[best].count)
		best--;
	memcpy(ret_weeks, found[best].items, sizeof(found[best].items));
	return found[best].count;
}
