/* Error messages that travel up the stack, and the "did you mean" suggestion for all of them. */
#include "base/error.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"

bool error_set(struct error *error, const char *format, ...)
{
	struct text message = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&message, format, arguments);
	va_end(arguments);
	text_finish(&error->message);
	error->message = message;
	error->is_reported = false;
	return false;
}

static bool prepend(struct error *error, struct text *prefix)
{
	text_append(prefix, error_message(error));
	text_finish(&error->message);
	error->message = *prefix;
	return false;
}

bool error_at(struct error *error, const char *file, unsigned line)
{
	struct text prefix = { 0 };
	if (line)
		text_append_format(&prefix, "%s:%u: ", file, line);
	else
		text_append_format(&prefix, "%s: ", file);
	return prepend(error, &prefix);
}

bool error_prefix(struct error *error, const char *format, ...)
{
	struct text prefix = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&prefix, format, arguments);
	va_end(arguments);
	return prepend(error, &prefix);
}

void error_finish(struct error *error)
{
	if (error)
		text_finish(&error->message);
}

/*
 * The Levenshtein distance, with two rows. Words longer than LONGEST_WORD are not compared: a
 * typing mistake in them is unlikely.
 */
enum { LONGEST_WORD = 64 };

static size_t edit_distance(const char *a, const char *b)
{
	size_t size_a = strlen(a), size_b = strlen(b);
	if (size_a > LONGEST_WORD || size_b > LONGEST_WORD)
		return SIZE_MAX;
	size_t row[LONGEST_WORD + 1];
	for (size_t j = 0; j <= size_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= size_a; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= size_b; j++) {
			int same = tolower((unsigned char)a[i - 1]) ==
				tolower((unsigned char)b[j - 1]);
			size_t best = diagonal + (same ? 0 : 1);
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[size_b];
}

const char *error_nearest(const char *word, const char *const *candidates, size_t count)
{
	const char *nearest = NULL;
	size_t word_size = strlen(word);
	size_t limit = word_size / 3 + 1;
	for (size_t i = 0; i < count; i++) {
		size_t distance = edit_distance(word, candidates[i]);
		if (distance <= limit && distance < strlen(candidates[i])) {
			nearest = candidates[i];
			limit = distance ? distance - 1 : 0;
			if (!distance)
				break;
		}
	}
	return nearest;
}
