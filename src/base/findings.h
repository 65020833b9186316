#ifndef BASE_FINDINGS_H
#define BASE_FINDINGS_H

/*
 * The mistakes of a talk, collected while it is read, so that one mistake does not hide the next.
 * Each has its place and one sentence, worded as in base/error.h. A zeroed value is empty and
 * valid; it owns all of its strings. A failure that stops the whole work is a `struct error`
 * instead.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum severity {
	FINDING_ERROR, /* something is missing on a slide: `build` shows it there and fails */
	FINDING_WARNING, /* `build` prints it, too */
	FINDING_REMARK, /* only `check` prints it */
};

struct finding {
	const char *path;
	unsigned line; /* 0: the whole file */
	enum severity severity;
	const char *sentence; /* does not contain the place */
	const char *kind; /* of findings_add_once(), else NULL */
	bool is_shown; /* the slide shows the mistake already */
};

/* The limit of kept findings; later ones are only counted. */
enum { FINDINGS_MAX = 10000 };

struct findings {
	struct arena arena;
	struct finding *items;
	size_t count, capacity;
	size_t error_count; /* among those kept */
	size_t lost; /* findings beyond the limit */
};

/* Adds a finding. Returns false, so that a caller that found a mistake can return the call. */
bool findings_add(struct findings *findings, enum severity severity, const char *path,
	unsigned line, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds the message of `error`, which names no place, as a finding, and empties `error`. */
bool findings_add_error(
	struct findings *findings, const char *path, unsigned line, struct error *error);

/*
 * Adds the message of `error`, which may begin with its place in the file `path`, as error_at()
 * writes it.
 */
bool findings_add_placed(struct findings *findings, const char *path, struct error *error);

/*
 * Adds a finding that is reported once for each file: a second one of the same `kind` (a literal)
 * is dropped.
 */
bool findings_add_once(struct findings *findings, const char *kind, enum severity severity,
	const char *path, unsigned line, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/*
 * Sorts by file and line and removes duplicates. A remark at the end counts the findings beyond the
 * limit.
 */
void findings_sort(struct findings *findings);

/* Appends "talk.md:41: sentence", without a line end. */
void finding_append(struct text *out, const struct finding *finding);

void findings_finish(struct findings *findings);
DEFINE_AUTOFINISH(findings);

#endif
