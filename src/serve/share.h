#ifndef SERVE_SHARE_H
#define SERVE_SHARE_H

/*
 * Talks that are shared: who a request is from, the links that let people in, and what is refused.
 * A link's key becomes a cookie, which no script and no other site can use. The speaker's key has
 * a cookie beside the listeners', so that a listeners' link takes nothing from the speaker.
 */

#include <pthread.h>

#include "microhttpd/functions.h"
#include "serve/public-url.h"
#include "serve/room/keys.h"
#include "serve/room/room.h"
#include "serve/room/votes.h"

enum { COOKIE_NAME_SIZE = 24 };

struct share {
	pthread_mutex_t lock; /* guards the keys */
	struct keys keys;
	struct room *room;
	struct votes *votes;
	/* A random name of this start of the server; votes are kept under it. */
	char opening[VISITOR_ID_SIZE + 1];
	const char *base; /* of links for others, "http://192.0.2.7:8000/"; set before the start */
	struct public_url public_url;
	/*
	 * Names of the cookies. They have the port, since a browser has one set of cookies for all
	 * ports of a host.
	 */
	char cookies[VISITOR_PRESENTER + 1][COOKIE_NAME_SIZE];
};

struct visitor {
	enum visitor_role role;
	char id[VISITOR_ID_SIZE + 1]; /* of the browser, for its share of what is limited */
	const char *key; /* KEY_SIZE digits, in the request; NULL without a role */
};

/*
 * Makes the keys and the room. `public_url` (or NULL) need not outlive the call. A zeroed share is
 * valid for share_finish() only.
 */
bool share_init(
	struct share *share, const char *public_url, bool may_go_ahead, struct error *error);
void share_finish(struct share *share);
DEFINE_AUTOFINISH(share);

/* Sets the port, which the names of the cookies have. */
void share_set_port(struct share *share, unsigned port);

/* Appends a link: "https://talks.example/join/0123…". `base` ends with "/". */
void share_append_link(
	struct text *out, struct share *share, const char *base, enum link_kind kind);

/* Makes a new key for the next speaker, see keys_renew_next(). `from` hands over. */
bool share_renew_next(struct share *share, const struct visitor *from, struct error *error);

/* The visitor whose cookies the request has: the speaker, if one of them is the speaker's. */
struct visitor share_visitor(
	struct share *share, const struct microhttpd *http, struct MHD_Connection *connection);

/*
 * Whether a page of this server sent the request, by its Origin header, which a browser adds to
 * each change and no script can set. `share` NULL: the talks are not shared.
 */
bool share_is_own_origin(const struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection);

/*
 * Answers /join/KEY: sets the cookie and leads to the talk that is presented, or to the list, so
 * that the address loses the key.
 */
enum MHD_Result share_answer_join(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *key);

/*
 * Answers a visitor without a key. `url` is the path that was asked for, still escaped, as are the
 * arguments of the request.
 */
enum MHD_Result share_answer_stranger(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url);

#endif
