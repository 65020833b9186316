#ifndef SERVE_WEB_SERVER_H
#define SERVE_WEB_SERVER_H

/*
 * HTTP for one site, in a thread of libmicrohttpd's. Pages follow their sources
 * through /events/NAME, a stream of server-sent events.
 */

#include <stdint.h>

#include "base/error.h"
#include "serve/listen-address.h"
#include "serve/site.h"

struct web_server;

/*
 * Listens at the address, but answers nothing before web_server_start(). Port 0 takes any free one. `message` (or NULL) is
 * told, in a thread of its own, when the system has no more descriptors for connections.
 */
struct web_server *web_server_new(struct site *site, const struct listen_address *address,
	void (*message)(void *context, const char *line), void *context, struct error *error);
bool web_server_start(struct web_server *server, struct error *error);
/* With the port that was taken. */
const struct listen_address *web_server_address(const struct web_server *server);

/* Lets every event stream look at its page's state. */
void web_server_announce(struct web_server *server);

/* Writes a comment to every stream, which is how a closed tab is found out; true if there are any. */
bool web_server_ping(struct web_server *server);

/* Ends streams and connections, and stops listening. */
void web_server_free(struct web_server *server);
DEFINE_AUTOFREE(web_server);

#endif
