#include "notes/block/code-steps.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "notes/text/lines.h"

enum { LINE_MAX_NUMBER = 99999 };

/*
 * Reads the number at *at and moves *at behind its digits. Returns a number beyond LINE_MAX_NUMBER
 * for any that is too large.
 */
static unsigned take_number(struct bytes text, size_t *at)
{
	unsigned number = 0;
	for (; *at < text.size && ascii_is_digit(text.data[*at]); ++*at) {
		if (number <= LINE_MAX_NUMBER)
			number = number * 10 + (unsigned)(text.data[*at] - '0');
	}
	return number;
}

/* Parses "3" or "4-6". */
static enum code_steps_mistake parse_lines(struct bytes text, struct code_lines *ret_lines)
{
	size_t at = 0;
	text = bytes_trim(text);
	ret_lines->first = ret_lines->last = take_number(text, &at);
	bool is_number = at > 0;
	if (is_number && at < text.size && text.data[at] == '-') {
		size_t from = ++at;
		ret_lines->last = take_number(text, &at);
		is_number = at > from;
	}
	if (!is_number || at < text.size)
		return CODE_STEPS_UNREADABLE;
	if (ret_lines->first > LINE_MAX_NUMBER || ret_lines->last > LINE_MAX_NUMBER)
		return CODE_STEPS_TOO_FAR;
	if (!ret_lines->first || !ret_lines->last)
		return CODE_STEPS_NO_LINE;
	return ret_lines->last < ret_lines->first ? CODE_STEPS_BACKWARDS : CODE_STEPS_RIGHT;
}

static bool is_word(struct bytes text, const char *one, const char *other)
{
	return bytes_equal(text, one) || bytes_equal(text, other);
}

/* Parses one step: the text between two bars. */
static enum code_steps_mistake parse_step(
	struct bytes text, struct arena *arena, struct code_step *ret_step)
{
	text = bytes_trim(text);
	*ret_step = (struct code_step){ .is_all = !text.size || is_word(text, "all", "*") };
	if (ret_step->is_all || is_word(text, "none", "hide"))
		return CODE_STEPS_RIGHT;
	struct code_lines *lines = arena_alloc_array(arena, CODE_STEP_RANGES_MAX, sizeof(*lines));
	size_t count = 0;
	for (size_t from = 0, comma; from <= text.size; from = comma + 1) {
		comma = bytes_find(text, from, ",");
		struct bytes one = { text.data + from, comma - from };
		if (count == CODE_STEP_RANGES_MAX)
			return CODE_STEPS_TOO_MANY_RANGES;
		enum code_steps_mistake mistake = parse_lines(one, &lines[count++]);
		if (mistake)
			return mistake;
	}
	ret_step->lines = lines;
	ret_step->line_count = count;
	return CODE_STEPS_RIGHT;
}

/* Parses all steps: the text between the brackets. */
static enum code_steps_mistake parse_steps(
	struct bytes text, struct arena *arena, struct code_steps *ret_steps)
{
	struct code_step *steps = arena_alloc_array(arena, CODE_STEPS_MAX, sizeof(*steps));
	size_t count = 0;
	for (size_t from = 0, bar; from <= text.size; from = bar + 1) {
		bar = bytes_find(text, from, "|");
		struct bytes one = { text.data + from, bar - from };
		if (count == CODE_STEPS_MAX)
			return CODE_STEPS_TOO_MANY;
		enum code_steps_mistake mistake = parse_step(one, arena, &steps[count++]);
		if (mistake)
			return mistake;
	}
	ret_steps->steps = steps;
	ret_steps->count = count;
	return CODE_STEPS_RIGHT;
}

/*
 * Whether brackets hold numbers of lines: numbers, what joins them, and the words of steps. Other
 * brackets, such as {maxHeight:'100px'}, have another meaning elsewhere.
 */
static bool is_meant(struct bytes text)
{
	bool has_number = false;
	for (size_t i = 0; i < text.size; i++) {
		struct bytes rest = bytes_from(text, i);
		has_number |= ascii_is_digit(text.data[i]);
		if (ascii_is_digit(text.data[i]) || memchr("-,|* \t", text.data[i], 6))
			continue;
		if (bytes_starts_with(rest, "none") || bytes_starts_with(rest, "hide"))
			i += 3;
		else if (bytes_starts_with(rest, "all"))
			i += 2;
		else
			return false;
	}
	return has_number;
}

struct code_steps code_steps_parse(struct bytes info, struct arena *arena)
{
	static const char *const brackets[][2] = { { "{", "}" }, { "[", "]" } };
	struct code_steps none = { .written = { info.data, 0 } };
	for (size_t i = 0; i < ARRAY_COUNT(brackets); i++) {
		struct code_steps steps = { 0 };
		size_t open = bytes_find(info, 0, brackets[i][0]);
		size_t close = open < info.size ? bytes_find(info, open, brackets[i][1]) : open;
		if (close == info.size)
			continue;
		struct bytes inner = { info.data + open + 1, close - open - 1 };
		if (!is_meant(inner))
			continue;
		struct bytes written = { info.data + open, close + 1 - open };
		enum code_steps_mistake mistake = parse_steps(inner, arena, &steps);
		if (mistake && none.mistake)
			continue;
		steps.written = written;
		if (!mistake)
			return steps;
		none = (struct code_steps){ .mistake = mistake, .written = written };
	}
	return none;
}

bool code_step_has(const struct code_step *step, unsigned line)
{
	for (size_t i = 0; i < step->line_count; i++) {
		if (line >= step->lines[i].first && line <= step->lines[i].last)
			return true;
	}
	return false;
}

unsigned code_steps_last_line(const struct code_steps *steps)
{
	unsigned last = 0;
	for (size_t i = 0; i < steps->count; i++) {
		for (size_t j = 0; j < steps->steps[i].line_count; j++) {
			unsigned line = steps->steps[i].lines[j].last;
			last = line > last ? line : last;
		}
	}
	return last;
}
