#ifndef NOTES_CODE_STEPS_H
#define NOTES_CODE_STEPS_H

/*
 * The lines of a code block that are highlighted step by step: `{2|4-6}` behind the language as in
 * Slidev, or `[2|4-6]` as in reveal.js. The first step shows together with the slide. Each further
 * step is a fragment of the slide.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"

enum { CODE_STEPS_MAX = 64, CODE_STEP_RANGES_MAX = 64 };

struct code_lines {
	unsigned first, last; /* from 1; last >= first */
};

struct code_step {
	bool is_all; /* `all`, `*` or an empty step: no line is highlighted */
	const struct code_lines *lines;
	size_t line_count; /* 0 without is_all: the step is `none`, all lines are dimmed */
};

/* What is wrong with steps that are none. */
enum code_steps_mistake {
	CODE_STEPS_RIGHT,
	CODE_STEPS_NO_LINE, /* line 0 */
	CODE_STEPS_BACKWARDS, /* 5-2 */
	CODE_STEPS_TOO_FAR, /* a number that no line has */
	CODE_STEPS_TOO_MANY,
	CODE_STEPS_TOO_MANY_RANGES, /* in one step */
	CODE_STEPS_UNREADABLE, /* "1-", "1,,2" */
};

struct code_steps {
	const struct code_step *steps;
	size_t count; /* 0: the block has no steps */
	enum code_steps_mistake mistake; /* when count is 0 */
	struct bytes written; /* the source with its brackets, borrowed from the info string */
};

/*
 * Finds the steps in the info string of a code fence. Brackets that hold something else, such as
 * `{maxHeight:'100px'}` or `[!NOTE]`, are ignored.
 */
struct code_steps code_steps_parse(struct bytes info, struct arena *arena);

/* Whether the step highlights the line (counted from 1). */
bool code_step_has(const struct code_step *step, unsigned line);

/* The highest line number in any step; 0 when the steps name no line. */
unsigned code_steps_last_line(const struct code_steps *steps);

#endif
