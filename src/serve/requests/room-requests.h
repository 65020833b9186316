#ifndef SERVE_ROOM_REQUESTS_H
#define SERVE_ROOM_REQUESTS_H

/*
 * What pages of shared talks ask of the room: GET /clicker and /room/invitation, and POST of
 * changes below /room/.
 */

#include "base/bytes.h"
#include "serve/room/room.h"
#include "serve/share.h"

/* The most bytes of a body. */
enum { ROOM_BODY_MAX = ROOM_STATE_MAX };

/* Whether a path belongs to the room. */
bool room_is_request(const char *url);

/*
 * Refuses a change by its headers alone, before its body is read: of a foreign page, of somebody
 * who may not make it, or with a body that is too large. Returns whether it did; *ret_result is
 * then the answer.
 */
bool room_refuse(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, enum MHD_Result *ret_result);

/* Answers a change that was not refused. */
enum MHD_Result room_answer_change(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, struct bytes body);

/* Answers a GET. */
enum MHD_Result room_answer_get(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url);

#endif
