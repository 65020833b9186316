#ifndef SERVE_ROOM_VOTES_H
#define SERVE_ROOM_VOTES_H

/*
 * Votes of an audience that are counted now: one of each visitor for each question, which may
 * change until the answer is shown. Every function may be called from any thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/text.h"

enum {
	VOTE_CHOICES_MAX = 16,
	VOTE_ASKS_MAX = 1024, /* questions that were voted for or shown, of all pages */
	VOTE_VISITORS_MAX = 4096, /* of a question */
	VOTE_CHANGES_MAX = 64, /* of a visitor, for a question */
};

struct votes;
struct votes *votes_new(void);
void votes_free(struct votes *votes);
DEFINE_AUTOFREE(votes);

/* A question: its page, its id in the page, and how many choices it has. */
struct vote_ask {
	const char *page, *id;
	size_t choice_count;
};

enum vote_reply {
	VOTE_COUNTED,
	VOTE_WRONG, /* there is no such choice */
	VOTE_CLOSED, /* the answer was shown */
	VOTE_TOO_MANY, /* a limit is reached */
};

/* Counts the vote of a visitor, in place of an earlier one. `visitor` is that of a cookie. */
enum vote_reply votes_cast(
	struct votes *votes, const struct vote_ask *ask, const char *visitor, size_t choice);

/* The answer is shown: votes are closed, and everybody may see the counts. */
bool votes_show(struct votes *votes, const struct vote_ask *ask);
/* Begins another round: forgets the votes, and lets the room vote again. */
bool votes_forget(struct votes *votes, const struct vote_ask *ask);

/* The number of the round, which grows with each one; 0: nobody voted there. */
unsigned votes_round(struct votes *votes, const struct vote_ask *ask);

/*
 * Grows with what a member may see of a page: with each vote for the speaker, for others when an
 * answer is shown. 0: nobody voted there.
 */
uint64_t votes_number(struct votes *votes, const char *page, bool is_speaker);

/*
 * Appends JSON for votes.js, [{"ask":"who-Ask1","shown":true,"counts":[1,2],"mine":1}], and returns
 * votes_number(). Only the speaker gets the counts before the answer is shown. "mine" is the choice
 * of this visitor, if there is one.
 */
uint64_t votes_append(struct votes *votes, const char *page, bool is_speaker, const char *visitor,
	struct text *out);

#endif
