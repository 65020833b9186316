#ifndef TESTS_UNIT_TALK_CHECKS_H
#define TESTS_UNIT_TALK_CHECKS_H

/* A talk from a string, for the tests of notes/: what it means, or the error that it gives. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/markup.h"
#include "notes/talk.h"

struct parsed {
	struct arena arena;
	struct talk talk;
	struct text warnings;
	struct error error;
	bool ok;
};

static inline struct parsed parse_bytes(const char *path, struct bytes source)
{
	struct parsed parsed = { 0 };
	parsed.ok = talk_parse(
		path, source, &parsed.arena, &parsed.talk, &parsed.warnings, &parsed.error);
	return parsed;
}

static inline struct parsed parse(const char *source)
{
	return parse_bytes("talk.md", markup_bytes_of(source));
}

static inline void parsed_finish(struct parsed *parsed)
{
	arena_finish(&parsed->arena);
	text_finish(&parsed->warnings);
	error_finish(&parsed->error);
}

/* `{{anything}}` is its own name in angle brackets; names that begin with "bad" are unknown. */
static inline bool name_as_value(
	void *context, const char *expression, struct text *out, struct error *error)
{
	(void)context;
	if (strncmp(expression, "bad", 3) == 0)
		return error_set(error, "no value '%s'", expression);
	text_append_format(out, "<%s>", expression);
	return true;
}

struct error_case {
	const char *source;
	const char *message; /* a part of it */
};

static inline void check_errors(const struct error_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parsed parsed = parse(cases[i].source);
		if (parsed.ok || !strstr(error_message(&parsed.error), cases[i].message))
			fail_msg("case %zu\n%s\ngave: %s\nwanted: %s", i, cases[i].source,
				parsed.ok ? "no error" : error_message(&parsed.error),
				cases[i].message);
		parsed_finish(&parsed);
	}
}

#define CHECK_ERRORS(cases) check_errors((cases), sizeof(cases) / sizeof((cases)[0]))

#endif
