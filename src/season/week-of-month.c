/*
 * A month that stands beside numbers has no day: with one, it is a date, which says when the
 * meeting is ("2주차 (9월 14일)"). A month with a week of its own is not that of another week
 * ("3주차 (9월 셋째 주)"). Of what is not said to be a week, only "3rd session of September" counts
 * within a month, and what is right behind one.
 */
#include "season/week-of-month.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"

enum { MONTH_LETTERS_MIN = 3, YEAR_DIGITS = 4 };

static const char *const months_in_words[] = { "이번 달", "이번달", "이달", "다음 달", "다음달",
	"내달", "지난 달", "지난달", "매달", "매월", "당월", "일월", "이월", "삼월", "사월", "오월",
	"유월", "칠월", "팔월", "구월", "시월", "십일월", "십이월" };
static const char *const ordinals[] = { "첫 번째", "두 번째", "세 번째", "네 번째", "다섯 번째",
	"첫번째", "두번째", "세번째", "네번째", "다섯번째", "첫째", "둘째", "셋째", "넷째",
	"다섯째", "첫", "마지막", "first", "second", "third", "fourth", "fifth", "last", "final" };
static const char *const weeks[] = { "주차", "주 차", "주", "week" };

static const char *behind_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* Any character that is not ASCII counts as a letter. */
static bool is_letter(char character)
{
	return ascii_is_letter(character) || (unsigned char)character >= 0x80;
}

static bool take(const char **text, const char *const *words, size_t count)
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

/* Moves *end, in `text`, before one of the words that end there. */
static bool take_back(const char *text, const char **end, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(words[i]);
		if ((size_t)(*end - text) >= size &&
			strncasecmp(*end - size, words[i], size) == 0) {
			*end -= size;
			return true;
		}
	}
	return false;
}

bool month_is_named(const char *letters, size_t size)
{
	static const char *const months[] = { "January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December" };
	for (size_t i = 0; size >= MONTH_LETTERS_MIN && i < ARRAY_COUNT(months); i++) {
		if (strncasecmp(letters, months[i], size) == 0)
			return true;
	}
	return false;
}

/* ---- before the numbers ---- */

static bool ends_with_month(const char *text, const char *end)
{
	static const char *const month[] = { "월" };
	const char *before = end, *word = end;
	if (take_back(text, &before, months_in_words, ARRAY_COUNT(months_in_words)) &&
		(before == text || !is_letter(before[-1])))
		return true;
	before = end;
	if (take_back(text, &before, month, ARRAY_COUNT(month))) {
		while (before > text && before[-1] == ' ')
			before--;
		return before > text && ascii_is_digit(before[-1]);
	}
	while (word > text && ascii_is_letter(word[-1]))
		word--;
	return month_is_named(word, (size_t)(end - word));
}

/* Whether a month ends before `first`; *ret_is_near: with nothing but blanks between them. */
static bool is_behind_month(const char *text, const char *first, bool *ret_is_near)
{
	static const char *const particles[] = { "의", "중", "에", "'s", "’s" };
	static const char *const signs[] = { ",", ".", ":", ";", "/", "-", "~", "(", "·", "–", "—",
		"week", "wk", "w", "the", "제" };
	const char *end = first;
	*ret_is_near = true;
	for (;;) {
		while (end > text && end[-1] == ' ')
			end--;
		if (ends_with_month(text, end))
			return true;
		if (take_back(text, &end, particles, ARRAY_COUNT(particles)))
			continue;
		if (!take_back(text, &end, signs, ARRAY_COUNT(signs)))
			return false;
		*ret_is_near = false;
	}
}

/* ---- behind the numbers ---- */

/* Whether a day, a week or the number of one is behind a month: then it is not of other numbers. */
static bool has_own_number(const char *behind)
{
	const char *p = behind_blanks(behind);
	size_t digits = strspn(p, "0123456789");
	return (digits && digits < YEAR_DIGITS) || take(&p, ordinals, ARRAY_COUNT(ordinals));
}

/* Moves *text behind a month. Without `is_said`, "may" is a verb. */
static bool take_month(const char **text, bool is_said)
{
	static const char *const month[] = { "월" };
	static const char *const of_any[] = { "month" };
	const char *p = *text, *end = *text;
	size_t digits = strspn(p, "0123456789");
	if (digits) {
		p = behind_blanks(p + digits);
		if (digits > 2 || !take(&p, month, ARRAY_COUNT(month)))
			return false;
	} else if (!take(&p, months_in_words, ARRAY_COUNT(months_in_words))) {
		while (ascii_is_letter(*end))
			end++;
		bool is_any = is_said && take(&p, of_any, ARRAY_COUNT(of_any));
		if (!is_any &&
			(!month_is_named(p, (size_t)(end - p)) || (!is_said && *p == 'm')))
			return false;
		p = end;
	}
	*text = p;
	return true;
}

/* Moves *text behind "of", also behind what is counted, "week of" and "Monday in". */
static bool take_of(const char **text)
{
	static const char *const of[] = { "of ", "in " };
	const char *p = *text;
	if (!take(&p, of, ARRAY_COUNT(of))) {
		while (ascii_is_letter(*p))
			p++;
		p = behind_blanks(p);
		if (!take(&p, of, ARRAY_COUNT(of)))
			return false;
	}
	*text = p;
	return true;
}

/* Whether a month is behind the numbers, and they are said to be of it. */
static bool is_before_month(const char *behind, enum saying saying)
{
	static const char *const which[] = { "the ", "this ", "next ", "each ", "every ", "last " };
	static const char *const signs[] = { ",", "(", "/", "-", "–", "—" };
	const char *p = behind_blanks(behind);
	bool is_said = take_of(&p);
	if (!is_said && take(&p, weeks, ARRAY_COUNT(weeks)))
		p = behind_blanks(p);
	bool is_apart = !is_said && take(&p, signs, ARRAY_COUNT(signs));
	p = behind_blanks(p);
	(void)take(&p, which, ARRAY_COUNT(which));
	if ((saying != SAID_WEEK && !is_said) || !take_month(&p, is_said) || has_own_number(p))
		return false;
	p = behind_blanks(p);
	return !is_apart || !*p || strchr(")],", *p) || ascii_is_digit(*p);
}

bool week_is_of_month(const char *text, const char *first, const char *behind, enum saying saying)
{
	bool is_near;
	return (is_behind_month(text, first, &is_near) && (is_near || saying == SAID_WEEK)) ||
		is_before_month(behind, saying);
}

const char *week_of_month_in_words(const char *text, const char *at)
{
	const char *p = at;
	if ((at > text && is_letter(at[-1])) || !take(&p, ordinals, ARRAY_COUNT(ordinals)))
		return NULL;
	p = behind_blanks(p);
	if (!take(&p, weeks, ARRAY_COUNT(weeks)))
		return NULL;
	return week_is_of_month(text, at, p, SAID_WEEK) ? p : NULL;
}
