#ifndef SERVE_SHARE_H
#define SERVE_SHARE_H

/*
 * Talks that are shared: who a request is from, the links that let people in, and what is refused.
 * A link's key becomes a cookie, which no script and no other site can use.
 */

#include "microhttpd/functions.h"
#include "serve/public-url.h"
#include "serve/room/keys.h"

enum { VISITOR_ID_SIZE = 16, COOKIE_NAME_SIZE = 24 };

struct share {
	struct keys keys;
	struct public_url public_url;
	/* Its name has the port, since a browser has one set of cookies for all ports of a host. */
	char cookie[COOKIE_NAME_SIZE];
};

struct visitor {
	enum visitor_role role;
	char id[VISITOR_ID_SIZE + 1]; /* of the browser, for its share of what is limited */
};

/* Makes the keys. `public_url` (or NULL) must outlive the call only. */
bool share_init(struct share *share, const char *public_url, struct error *error);
void share_finish(struct share *share);
DEFINE_AUTOFINISH(share);

/* Sets the port, which the name of the cookie has. */
void share_set_port(struct share *share, unsigned port);

/* Appends the link of a role: "https://talks.example/join/0123…". `base` ends with "/". */
void share_append_link(
	struct text *out, const struct share *share, const char *base, enum visitor_role role);

/* The visitor whose cookie the request has. */
struct visitor share_visitor(const struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection);

/*
 * Whether a page of this server sent the request, by its Origin header, which a browser adds to
 * each change and no script can set.
 */
bool share_is_own_origin(const struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection);

/* Answers /join/KEY: sets the cookie and leads to `place`, so that the address loses the key. */
enum MHD_Result share_answer_join(const struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *key, const char *place);

/* Answers a visitor without a key. `url` is the path that was asked for, still escaped. */
enum MHD_Result share_answer_stranger(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *url);

#endif
