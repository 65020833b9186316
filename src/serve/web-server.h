#ifndef SERVE_WEB_SERVER_H
#define SERVE_WEB_SERVER_H

/*
 * An HTTP server for one site, in a thread of libmicrohttpd. Browsers follow changes of a page
 * through /events/NAME, a stream of server-sent events.
 */

#include <stdint.h>

#include "base/error.h"
#include "serve/listen-address.h"
#include "serve/share.h"
#include "serve/site.h"

struct web_server;

struct web_server_options {
	struct site *site;
	const struct listen_address *address;
	struct share *share; /* NULL: whoever reaches the server sees the talks */
	bool is_rehearsed; /* pages send how long their steps are shown; not with `share` */
	struct live *live; /* what records slides anew; NULL: nothing does */
	/*
	 * Called (or NULL), from the server's thread, when the system has no more file descriptors
	 * for connections.
	 */
	void (*message)(void *context, const char *line);
	void *context;
};

/*
 * Listens at the address, but answers nothing before web_server_start(). Port 0 takes any free
 * port. Site, share and live must outlive the server.
 */
struct web_server *web_server_new(const struct web_server_options *options, struct error *error);
bool web_server_start(struct web_server *server, struct error *error);
/* The address, with the port that the kernel chose. */
const struct listen_address *web_server_address(const struct web_server *server);

/* Makes every event stream check the state of its page. */
void web_server_announce(struct web_server *server);

/*
 * Writes a comment to every stream, which detects closed tabs. Returns whether there are any
 * streams.
 */
bool web_server_ping(struct web_server *server);

/* Ends all streams and connections, and stops listening. */
void web_server_free(struct web_server *server);
DEFINE_AUTOFREE(web_server);

#endif
