/*
 * A number is that of a week when the words around it say so, or when the text is nothing else.
 * "9월 2주차", the second week of September, is a week of no meeting: nobody agrees on which days
 * it has.
 */
#include "season/weeks.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/day.h"

enum { DIGITS_MAX = 3 };

struct numbers {
	unsigned items[WEEKS_MAX];
	size_t count;
};

static size_t digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

/* Moves *text behind a separator of a list, if a number is behind it. */
static bool take_separator(const char **text)
{
	static const char *const separators[] = { ",", "&", "+", "·", ";" };
	const char *p = *text + strspn(*text, " ");
	for (size_t i = 0; i < ARRAY_COUNT(separators); i++) {
		size_t size = strlen(separators[i]);
		if (strncmp(p, separators[i], size) != 0)
			continue;
		p += size + strspn(p + size, " ");
		*text = ascii_is_digit(*p) ? p : *text;
		return ascii_is_digit(*p);
	}
	return false;
}

/* Reads "1, 2" at *text, and moves it behind; false when a number is none of a week. */
static bool take_numbers(const char **text, struct numbers *ret_numbers)
{
	bool is_list = true;
	*ret_numbers = (struct numbers){ 0 };
	do {
		size_t size = digits_at(*text);
		unsigned number = 0;
		for (size_t i = 0; i < size && i < DIGITS_MAX; i++)
			number = number * 10 + (unsigned)((*text)[i] - '0');
		is_list = is_list && size <= DIGITS_MAX && number;
		if (ret_numbers->count < WEEKS_MAX)
			ret_numbers->items[ret_numbers->count++] = number;
		*text += size;
	} while (take_separator(text));
	return is_list;
}

/* Whether the text from `start` to `end` ends with one of the words, in any case. */
static bool ends_with(const char *start, const char *end, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(words[i]);
		if ((size_t)(end - start) >= size && strncasecmp(end - size, words[i], size) == 0)
			return true;
	}
	return false;
}

static bool starts_with(const char *text, const char *const *words, size_t count, size_t *ret_size)
{
	for (size_t i = 0; i < count; i++) {
		*ret_size = strlen(words[i]);
		if (strncasecmp(text, words[i], *ret_size) == 0)
			return true;
	}
	*ret_size = 0;
	return false;
}

/* Whether the numbers from `first` to `behind`, somewhere in `text`, are of weeks. */
static bool are_weeks(const char *text, const char *first, const char *behind)
{
	static const char *const of_date[] = { "월", "년", "-", "/", ".", "~", ":", "–" };
	static const char *const before[] = { "week", "weeks", "wk", "#" };
	static const char *const ordinals[] = { "st", "nd", "rd", "th", "번째" };
	static const char *const after[] = { "주", "회", "차", "week" };
	size_t size;
	const char *end = first;
	while (end > text && end[-1] == ' ')
		end--;
	if (ends_with(text, end, of_date, ARRAY_COUNT(of_date)))
		return false;
	if (ends_with(text, end, before, ARRAY_COUNT(before)))
		return true;
	bool is_w = end > text && (end[-1] | 0x20) == 'w' &&
		(end - 1 == text || end[-2] == ' ' || end[-2] == '(');
	(void)starts_with(behind, ordinals, ARRAY_COUNT(ordinals), &size);
	behind += size;
	behind += strspn(behind, " ");
	bool is_all = end == text && (!*behind || *behind == '(');
	return is_w || is_all || starts_with(behind, after, ARRAY_COUNT(after), &size);
}

size_t weeks_read(const char *text, struct week ret_weeks[WEEKS_MAX])
{
	size_t count = 0;
	for (const char *p = text; *p && count < WEEKS_MAX;) {
		const char *first = p;
		struct numbers numbers;
		if (!ascii_is_digit(*p)) {
			p++;
		} else if (day_take_week(&p, &ret_weeks[count].monday)) {
			ret_weeks[count++].number = 0;
		} else if (take_numbers(&p, &numbers) && are_weeks(text, first, p)) {
			for (size_t i = 0; i < numbers.count && count < WEEKS_MAX; i++)
				ret_weeks[count++] = (struct week){ .number = numbers.items[i] };
		}
	}
	return count;
}
