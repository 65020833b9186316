#ifndef SERVE_VOTE_REQUESTS_H
#define SERVE_VOTE_REQUESTS_H

/*
 * What pages of shared talks ask of the votes: POST /room/vote/PAGE?ask=ID with "choice=1", of a
 * listener; POST /room/answer/PAGE?ask=ID with "show" or "again", of the window that leads.
 */

#include "base/bytes.h"
#include "serve/share.h"
#include "serve/site.h"

/* Whether a path is one of votes. */
bool votes_is_request(const char *url);
/* Whether a listener may ask for it, too. */
bool votes_is_vote(const char *url);

/* Answers a request that room_refuse() did not refuse. */
enum MHD_Result votes_answer(struct share *share, struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, struct bytes body);

#endif
