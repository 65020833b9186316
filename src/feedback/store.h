#ifndef FEEDBACK_STORE_H
#define FEEDBACK_STORE_H

/*
 * Feedback on the talks of one folder, in SQLite: FOLDER/.pcapdeck/feedback.db. What was stored is
 * on the disk when a function returns true. There is no file before something is stored, and no
 * address of a listener in it. Functions may be called from any thread; several processes may use
 * one file.
 */

#include "base/arena.h"
#include "base/error.h"
#include "feedback/item.h"

struct feedback;

/* Opens nothing yet, so it cannot fail. */
struct feedback *feedback_new(const char *folder);
void feedback_free(struct feedback *feedback);
DEFINE_AUTOFREE(feedback);

/*
 * Appends the name by which a talk is known in its folder's feedback: that of its file, composed
 * (NFC), so that it is the same on every system.
 */
void feedback_talk_name(struct text *out, const char *talk_path);

/* The feedback of a talk's folder, which opens nothing yet. Appends the name of the talk. */
struct feedback *feedback_of_talk(const char *talk_path, struct text *ret_name);

/*
 * Appends what a listener wrote, as it is stored: valid UTF-8 without control characters, without
 * characters that are invisible or change the direction of writing, without space at its ends, at
 * most `most` bytes. A text of several lines keeps them if `is_long`.
 */
void feedback_clean(struct text *out, struct bytes written, size_t most, bool is_long);

/*
 * Functions that store return false, with a sentence, when nothing was stored: the disk is full,
 * the folder may not be written to, a newer pcapdeck wrote the file. `visitor` is a random name of
 * a browser, at most FEEDBACK_VISITOR_MAX bytes.
 */

/*
 * Stores an item. Its id, upvotes, is_done, is_own and is_upvoted are ignored. The same words of
 * the same visitor at the same place are stored once. *ret_is_new may be NULL.
 */
bool feedback_add(struct feedback *feedback, const struct feedback_item *item, const char *visitor,
	bool *ret_is_new, struct error *error);

/* Stores the visitor's mark of a slide in place of an earlier one; MARK_NONE takes it back. */
bool feedback_set_mark(struct feedback *feedback, const struct feedback_place *place,
	enum feedback_mark mark, const char *visitor, int64_t at_s, struct error *error);

/*
 * Gives the visitor's upvote to an item of the talk, or takes it back. An item that is gone gets
 * none.
 */
bool feedback_set_upvote(struct feedback *feedback, const char *talk, int64_t id, bool is_up,
	const char *visitor, struct error *error);

/*
 * Says that an item of the talk is worked in, or that it is not. *ret_is_found is whether there is
 * such an item.
 */
bool feedback_set_done(struct feedback *feedback, const char *talk, int64_t id, bool is_done,
	int64_t at_s, bool *ret_is_found, struct error *error);

/*
 * Deletes what a person said: all items with this name, and what their browsers said without a
 * name, marked and voted for. Nothing of it is left in the files. *ret_count is the number of
 * items. Returns false when a program that reads the file keeps an older copy of it alive.
 */
bool feedback_forget(
	struct feedback *feedback, const char *name, uint64_t *ret_count, struct error *error);

/* What there is of a talk, in an arena. */
struct feedback_list {
	struct arena arena;
	struct feedback_item *items; /* in the order in which they were said */
	size_t count;
	struct feedback_counts *slides; /* those that have marks, by id */
	size_t slide_count;
	struct feedback_lost *lost; /* by marks that say at which packet; by slide and packet */
	size_t lost_count;
};

void feedback_list_finish(struct feedback_list *list);
DEFINE_AUTOFINISH(feedback_list);

/* The marks of a slide; NULL: there are none. */
const struct feedback_counts *feedback_counts_of(
	const struct feedback_list *list, const char *slide);

/*
 * Compares two pointers to items, for qsort(): what most listeners want is first, then what was
 * said first.
 */
int feedback_compare_wanted(const void *a, const void *b);

/*
 * Reads what was said of a talk at `since_s` or later. `visitor` may be NULL. Without a file, the
 * list is empty. Never makes a file; an older one gets the tables of today, where it may be
 * written to.
 */
bool feedback_read(struct feedback *feedback, const char *talk, int64_t since_s,
	const char *visitor, struct feedback_list *ret_list, struct error *error);

/* How much is stored for a talk, in all and of one visitor: items, marks and upvotes. */
bool feedback_count(struct feedback *feedback, const char *talk, const char *visitor,
	uint64_t *ret_all, uint64_t *ret_own, struct error *error);

/* The name with which the visitor signed last; "" when there is none. */
bool feedback_last_name(
	struct feedback *feedback, const char *visitor, struct text *out, struct error *error);

const char *feedback_sqlite_version(void);

#endif
