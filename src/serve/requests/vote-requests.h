#ifndef SERVE_VOTE_REQUESTS_H
#define SERVE_VOTE_REQUESTS_H

/*
 * What pages of shared talks ask of the votes: POST /room/vote/PAGE?ask=ID with "choice=1", of a
 * listener; POST /room/answer/PAGE?ask=ID with "show" or "again", of the window that leads.
 */

#include "base/bytes.h"
#include "serve/feedback/desk.h"
#include "serve/feedback/vote-keeper.h"
#include "serve/share.h"
#include "serve/site.h"

/* Whether a path is one of votes. */
bool votes_is_request(const char *url);
/* Whether a listener may ask for it, too. */
bool votes_is_vote(const char *url);

/* Answers what the speaker's window asks, when room_refuse() did not refuse it. */
enum MHD_Result votes_answer_speaker(struct share *share, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body);

/* A vote that is counted, and is answered when it is kept. */
struct counted_vote {
	struct waiting_vote waiting; /* the first member, by which the keeper gives it back */
	struct MHD_Connection *connection;
	struct arena arena;
	char *page, *ask; /* in the arena, like all texts of it */
};

void counted_vote_free(struct counted_vote *counted);

/*
 * Counts a vote that room_refuse() did not refuse. Returns what has to be kept before it is
 * answered; or NULL, when it is answered at once: *ret_result is the answer then.
 */
struct counted_vote *votes_count(struct share *share, struct site *site, struct desk *desk,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body, enum MHD_Result *ret_result);

/* Answers it, when it is kept or cannot be. */
enum MHD_Result votes_answer_counted(const struct counted_vote *counted,
	const struct microhttpd *http, struct MHD_Connection *connection);

#endif
