#ifndef SERVE_FEEDBACK_DESK_H
#define SERVE_FEEDBACK_DESK_H

/*
 * Where a server keeps feedback: a store for each folder of talks, how often each browser may say
 * something, and the number of the last change of each page. Functions may be called from any
 * thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "feedback/store.h"

enum {
	DESK_ENTRIES_MAX = 20000, /* stored for one talk */
	DESK_ENTRIES_OF_VISITOR = 400,
};

struct desk;

struct desk *desk_new(void);
void desk_free(struct desk *desk);
DEFINE_AUTOFREE(desk);

/* The store of a talk's folder; it belongs to the desk. */
struct feedback *desk_store(struct desk *desk, const char *talk_path);

/*
 * Whether a browser may say something now: ten things at once, then one a second; and all browsers
 * together hundreds a second.
 */
bool desk_has_time(struct desk *desk, const char *visitor);

/*
 * Says that feedback on a page changed: `is_words` when listeners see the change, which is not so
 * of marks.
 */
void desk_changed(struct desk *desk, const char *page, bool is_words);

/* Grows with each change that a speaker, or a listener, sees; 0 before the first. */
uint64_t desk_number(struct desk *desk, const char *page, bool is_speaker);

#endif
