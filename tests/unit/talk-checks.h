#ifndef TESTS_UNIT_TALK_CHECKS_H
#define TESTS_UNIT_TALK_CHECKS_H

/* Parses a talk from a string, for the tests of notes/: its contents, or the error. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/findings.h"
#include "base/format/markup.h"
#include "notes/slide/talk-parse.h"
#include "notes/talk/talk.h"

struct parsed {
	struct arena arena;
	struct talk talk;
	struct findings findings;
	struct text said; /* the findings, one per line */
	struct error error;
	bool ok;
};

static inline void append_findings(struct text *out, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		finding_append(out, &findings->items[i]);
		text_append_char(out, '\n');
	}
}

/* Replaces the HTML with the first mistake, for tables that expect either. */
static inline void keep_mistake(struct text *html, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].severity != FINDING_ERROR)
			continue;
		text_clear(html);
		finding_append(html, &findings->items[i]);
		return;
	}
}

static inline struct parsed parse_bytes(const char *path, struct bytes source)
{
	struct parsed parsed = { 0 };
	parsed.ok = talk_parse(
		path, source, &parsed.arena, &parsed.talk, &parsed.findings, &parsed.error);
	append_findings(&parsed.said, &parsed.findings);
	return parsed;
}

static inline struct parsed parse(const char *source)
{
	return parse_bytes("talk.md", markup_bytes_of(source));
}

static inline void parsed_finish(struct parsed *parsed)
{
	arena_finish(&parsed->arena);
	findings_finish(&parsed->findings);
	text_finish(&parsed->said);
	error_finish(&parsed->error);
}

/* Writes `{{anything}}` as its name in angle brackets. Names that begin with "bad" are unknown. */
static inline bool name_as_value(
	void *context, const char *expression, struct text *out, struct error *error)
{
	(void)context;
	if (strncmp(expression, "bad", 3) == 0)
		return error_set(error, "no value '%s'", expression);
	text_append_format(out, "<%s>", expression);
	return true;
}

/* A talk with a mistake: a finding, or an error that ends the parsing. */
struct error_case {
	const char *source;
	const char *message; /* a part of it */
};

static inline void check_errors(const struct error_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parsed parsed = parse(cases[i].source);
		text_append(&parsed.said, error_message(&parsed.error));
		if (!strstr(text_string(&parsed.said), cases[i].message))
			fail_msg("case %zu\n%s\ngave: %s\nwanted: %s", i, cases[i].source,
				text_string(&parsed.said), cases[i].message);
		parsed_finish(&parsed);
	}
}

#define CHECK_ERRORS(cases) check_errors((cases), ARRAY_COUNT(cases))

#endif
