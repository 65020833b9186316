#ifndef FEEDBACK_VOTE_H
#define FEEDBACK_VOTE_H

/* Votes of an audience, in the store of what listeners say. */

#include "feedback/store.h"

/*
 * A round: one question, asked once. `room` is a random name of a start of the server; `number`
 * grows when the speaker asks again.
 */
struct vote_round {
	const char *talk, *ask; /* the name of the talk, the id of the question */
	const char *room;
	unsigned number;
};

struct kept_vote {
	struct vote_round round;
	const char *visitor;
	unsigned choice; /* from 0 */
	int64_t at_s;
};

/*
 * Keeps all votes or none, each in place of an earlier one of its visitor in its round. They are on
 * the disk when it returns true; else there is a sentence. One transaction costs as much as one
 * vote does.
 */
bool feedback_keep_votes(struct feedback *feedback, const struct kept_vote *votes, size_t count,
	struct error *error);

enum { VOTE_CHOICES_KEPT = 16 };

/* What was voted in a round. */
struct vote_result {
	const char *ask;
	int64_t at_s; /* of the first vote */
	uint64_t counts[VOTE_CHOICES_KEPT];
	size_t choice_count; /* up to the last one that has a vote */
};

struct vote_results {
	struct arena arena;
	struct vote_result *items; /* in the order in which they were asked */
	size_t count;
};

/* Reads the rounds of a talk. Without a file there are none, and none is made. */
bool feedback_read_votes(struct feedback *feedback, const char *talk, int64_t since_s,
	struct vote_results *ret_results, struct error *error);
void vote_results_finish(struct vote_results *results);
DEFINE_AUTOFINISH(vote_results);

#endif
