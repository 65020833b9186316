#ifndef SERVE_LIVE_REQUESTS_H
#define SERVE_LIVE_REQUESTS_H

/*
 * What pages ask of slides that are recorded anew: POST /room/live/TALK.html?slide=ID records, and
 * GET has the slide with its new packets.
 */

#include "serve/live/live.h"
#include "serve/share.h"
#include "serve/site.h"

/* Whether a path is one of these. */
bool live_is_request(const char *url);

/*
 * Refuses a recording by the headers of its request alone. Without `share` every page of this
 * server may ask for one; with it, only the speaker. Returns whether it was refused; *ret_result is
 * then the answer.
 */
bool live_refuse(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, enum MHD_Result *ret_result);

/* Answers a request for a recording that was not refused. */
enum MHD_Result live_answer_ask(struct live *live, struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url);

/* Answers a GET. */
enum MHD_Result live_answer_get(struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url);

#endif
