/*
 * Cleans an SVG: it must accept any bytes, never return more bytes than it got, and leave a clean
 * SVG unchanged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notes/html/svg-clean.h"
#include "notes/html/svg-words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition, const char *what)
{
	if (condition)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(text) struct text once = { 0 };
	autofinish(text) struct text twice = { 0 };
	autofinish(error) struct error error = { 0 };
	bool has_outside = false, still_has_outside = false;
	if (!svg_clean(&once, (struct bytes){ data, size }, "x.svg", &has_outside, &error)) {
		check(error_is_set(&error), "no sentence for a picture that is refused");
		return 0;
	}
	check(once.size <= size, "a cleaned picture is longer");
	struct bytes cleaned = { (const uint8_t *)text_string(&once), once.size };
	struct svg_words words;
	bool has_words = svg_words_find(cleaned, &words);
	check(!has_words || (words.smallest > 0 && words.width > 0 && words.height > 0),
		"words without a size");
	check(svg_clean(&twice, cleaned, "x.svg", &still_has_outside, &error),
		"a cleaned picture is refused");
	check(twice.size == once.size &&
			memcmp(text_string(&twice), text_string(&once), once.size) == 0,
		"a cleaned picture is not clean");
	return 0;
}
