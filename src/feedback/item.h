#ifndef FEEDBACK_ITEM_H
#define FEEDBACK_ITEM_H

/*
 * What listeners say of a talk: marks, of which each listener has one a slide, and words with their
 * place in the talk. Words and names are those of strangers: whoever writes them somewhere escapes
 * them for that place.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers stand in stored files. */
enum feedback_mark { MARK_NONE = 0, MARK_CLEAR = 1, MARK_LOST_ME = 2, MARK_TOO_FAST = 3 };
enum { FEEDBACK_MARKS = 4 };

enum feedback_kind {
	FEEDBACK_QUESTION = 0, /* a question or remark on a slide */
	FEEDBACK_LEARNED = 1, /* the three prompts at the end */
	FEEDBACK_LOST = 2,
	FEEDBACK_TRY = 3,
};
enum { FEEDBACK_KINDS = 4 };

/* The most bytes of what a listener writes, in UTF-8; longer texts are cut. */
enum {
	FEEDBACK_WORDS_MAX = 3000,
	FEEDBACK_NAME_MAX = 90,
	FEEDBACK_SLIDE_MAX = 300,
	FEEDBACK_VISITOR_MAX = 32,
};

/* Where in a talk. Strings are never NULL. */
struct feedback_place {
	const char *talk; /* see feedback_talk_name() */
	const char *slide; /* its id; "": the talk as a whole */
	int step; /* from 0; -1: before the first, or not known */
	const char *capture; /* the packet's, by its name in the talk; "" without one */
	uint64_t frame; /* the packet's number; 0: none */
};

struct feedback_item {
	int64_t id;
	struct feedback_place place;
	const char *slide_title; /* when it was said: the slide may be gone now */
	enum feedback_kind kind;
	const char *words;
	const char *name; /* "": not said */
	int64_t at_s; /* seconds since the epoch */
	uint64_t upvotes;
	bool is_done; /* the talk was changed for it */
	bool is_own; /* of the visitor who asks */
	bool is_upvoted; /* by the visitor who asks */
};

/* How many listeners marked a slide, by mark; [MARK_NONE] is unused. */
struct feedback_counts {
	const char *slide;
	uint64_t marks[FEEDBACK_MARKS];
	enum feedback_mark own; /* of the visitor who asks */
};

/* How many listeners were lost at a packet of a slide. */
struct feedback_lost {
	const char *slide, *capture;
	uint64_t frame; /* from 1 */
	uint64_t count;
};

#endif
