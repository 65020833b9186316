#ifndef SERVE_REHEARSAL_REQUESTS_H
#define SERVE_REHEARSAL_REQUESTS_H

/*
 * Rehearsals (`serve --rehearse`): POST /rehearsal/TALK.html?run=NAME keeps how long steps were
 * shown, a line "STEP MILLISECONDS SLIDE" for each; GET has the page of the newest run.
 */

#include "base/bytes.h"
#include "microhttpd/functions.h"
#include "serve/feedback/desk.h"
#include "serve/site.h"

/* Whether a path is one of these. */
bool rehearsal_is_request(const char *url);

enum MHD_Result rehearsal_answer_get(struct desk *desk, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url);

/* Answers a change of a page of this server. */
enum MHD_Result rehearsal_answer_change(struct desk *desk, struct site *site,
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url,
	struct bytes body);

#endif
