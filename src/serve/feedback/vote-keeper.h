#ifndef SERVE_FEEDBACK_VOTE_KEEPER_H
#define SERVE_FEEDBACK_VOTE_KEEPER_H

/*
 * Keeps votes on the disk, in a thread of its own: those that come while the disk is busy are
 * written together, so a room that votes at once waits for a few writes. Functions may be called
 * from any thread.
 */

#include "base/error.h"
#include "feedback/vote.h"

struct vote_keeper;

/* A vote that waits. It belongs to the caller, and must live until `done` was called for it. */
struct waiting_vote {
	struct waiting_vote *next; /* of the keeper */
	struct feedback *store;
	struct kept_vote vote;
	bool is_kept; /* the result; when false: */
	struct error error;
};

/* `done` is called from the keeper's thread, once for each vote. */
struct vote_keeper *vote_keeper_new(
	void (*done)(void *context, struct waiting_vote *waiting), void *context);

/* Takes a vote. Returns false when the keeper was stopped, or has no thread. */
bool vote_keeper_add(struct vote_keeper *keeper, struct waiting_vote *waiting);

/* Keeps the votes that wait, and takes no more. */
void vote_keeper_stop(struct vote_keeper *keeper);
void vote_keeper_free(struct vote_keeper *keeper);
DEFINE_AUTOFREE(vote_keeper);

#endif
