#ifndef SERVE_FEEDBACK_REQUESTS_H
#define SERVE_FEEDBACK_REQUESTS_H

/*
 * What listeners say of a shared talk: GET and POST of /feedback/TALK.html?slide=ID. GET with
 * "&json=1" has what was said of the whole talk. A POST with "Accept: application/json" is answered
 * with a status and a sentence, any other with a page.
 */

#include "base/bytes.h"
#include "serve/feedback/desk.h"
#include "serve/share.h"
#include "serve/site.h"

/* The most bytes of a body: a letter of Hangul takes nine in a form. */
enum { FEEDBACK_BODY_MAX = 32 << 10 };

struct feedback_service {
	const struct microhttpd *http;
	struct site *site;
	struct share *share; /* NULL: the talks are not shared, and nobody may say anything */
	struct desk *desk;
	/* Called (or NULL) when feedback cannot be kept: the speaker's terminal says why. */
	void (*message)(void *context, const char *line);
	void *context;
	struct text told; /* the last message */
};

/* Whether a path is one of these. */
bool feedback_is_request(const char *url);

/*
 * Refuses a change by its headers alone: of a foreign page, of somebody without a link, or with a
 * body that is too large. Returns whether it did; *ret_result is then the answer.
 */
bool feedback_refuse(const struct feedback_service *service, struct MHD_Connection *connection,
	const char *url, enum MHD_Result *ret_result);

/* Answers a change that was not refused. */
enum MHD_Result feedback_answer_change(struct feedback_service *service,
	struct MHD_Connection *connection, const char *url, struct bytes body);

/* Answers a GET of a visitor who may see the talks. */
enum MHD_Result feedback_answer_get(
	struct feedback_service *service, struct MHD_Connection *connection, const char *url);

#endif
