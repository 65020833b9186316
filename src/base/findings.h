#ifndef BASE_FINDINGS_H
#define BASE_FINDINGS_H

/*
 * What is wrong with a talk, gathered while it is read, so that one mistake does not hide the next.
 * Each has its place and one sentence, worded as in base/error.h. A zeroed value is empty and valid;
 * it owns all of its strings. What stops the whole work is still a `struct error`.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum severity {
	FINDING_ERROR, /* something on a slide is missing: `build` fails, and says so there */
	FINDING_WARNING, /* `build` says it, too */
	FINDING_REMARK, /* only `check` does */
};

struct finding {
	const char *path;
	unsigned line; /* 0: the whole file */
	enum severity severity;
	const char *sentence; /* without its place */
	const char *kind; /* of findings_add_once(), else NULL */
	bool is_shown; /* where listeners see it: by whoever writes slides */
};

/* More than anybody reads: what follows is counted, and not kept. */
enum { FINDINGS_MAX = 10000 };

struct findings {
	struct arena arena;
	struct finding *items;
	size_t count, capacity;
	size_t error_count; /* of those kept */
	size_t lost; /* of those not kept */
};

/* Returns false, so that whoever finds something can return it. */
bool findings_add(struct findings *findings, enum severity severity, const char *path,
	unsigned line, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same with the message of `error`, which has no place and is empty afterwards. */
bool findings_add_error(
	struct findings *findings, const char *path, unsigned line, struct error *error);

/* The same for a message that may begin with its place in the file `path`, as error_at() writes it. */
bool findings_add_placed(struct findings *findings, const char *path, struct error *error);

/* The same for what is said once for a file: a second one of `kind` (a literal) is dropped. */
bool findings_add_once(struct findings *findings, const char *kind, enum severity severity,
	const char *path, unsigned line, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* Sorted by file and line, each once; those that were not kept become one remark at the end. */
void findings_sort(struct findings *findings);

/* "talk.md:41: sentence", without a line end. */
void finding_append(struct text *out, const struct finding *finding);

void findings_finish(struct findings *findings);
DEFINE_AUTOFINISH(findings);

#endif
