#ifndef LAB_PINGPONG_CLIENT_H
#define LAB_PINGPONG_CLIENT_H

/*
 * The client of a recording: HTTP/1.1 over a plain socket, with requests like curl's. The client
 * closes first. So a capture ends with the client's FIN, the server's FIN and the client's last
 * ACK, and the client's port stays in TIME_WAIT.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "recipe/client-step.h"

struct pingpong_client_options {
	uint16_t port; /* of the server on 127.0.0.1 and, for steps with IPv6, on ::1 */
	uint16_t maximum_segment; /* MSS to announce; 0: leave the interface's */
	bool keep_alive; /* one connection for all requests */
	/* SO_REUSEADDR, without which Linux lends no later socket a port in TIME_WAIT */
	bool lends_port;
	/* Called whenever data has arrived; may be NULL. False ends the request. */
	bool (*progress)(void *context, struct error *error);
	void *progress_context;
	struct pingpong_connection
		*connections; /* filled in turn, room for one per request; or NULL */
};

struct pingpong_reply {
	unsigned status; /* 0: reset before a status arrived */
	uint64_t body_size; /* decoded size of a chunked body */
	bool is_reset;
};

/* What a connection carried, as client and server saw it. */
struct pingpong_connection {
	uint16_t client_port;
	bool is_reset; /* the server reset it */
	uint64_t sent_size, sent_digest; /* bytes that the client sent */
	uint64_t received_size, received_digest; /* bytes that the server sent */
};

struct pingpong_client;
struct pingpong_client *pingpong_client_new(const struct pingpong_client_options *options);

/*
 * Sends the request of a step of kind CLIENT_REQUEST. Connects first when there is no connection,
 * from `own_port` unless that is 0: a port whose last connection is in TIME_WAIT is bound in spite
 * of it (SO_REUSEADDR) when the kernel has refused it once. SIGPIPE must be ignored.
 */
bool pingpong_client_send(struct pingpong_client *client, const struct client_step *step,
	uint16_t own_port, struct error *error);

/*
 * Reads the whole reply. A reset counts as a reply; any other interruption is an error. The
 * connection stays open when both sides and the options say so.
 */
bool pingpong_client_receive(struct pingpong_client *client, const struct client_step *step,
	struct pingpong_reply *ret_reply, struct error *error);

/*
 * Whether the pingpong server gives such a reply: no failure of its own (5xx), and a reset where
 * /abort asks for it only.
 */
bool pingpong_reply_is_expected(const struct client_step *step, const struct pingpong_reply *reply);

/* Sends the request and reads the reply. */
bool pingpong_client_ask(struct pingpong_client *client, const struct client_step *step,
	struct pingpong_reply *ret_reply, struct error *error);

/* Resets the open connection (SO_LINGER with 0, socket(7)). */
void pingpong_client_abort(struct pingpong_client *client);

/* The port of the connection that is open, or was the last one; 0: there was none. */
uint16_t pingpong_client_port(const struct pingpong_client *client);

/* Ends the open connection, if any, and returns when both sides have closed. */
bool pingpong_client_close(struct pingpong_client *client, struct error *error);

/* The number of connections so far. */
uint32_t pingpong_client_connections(const struct pingpong_client *client);

void pingpong_client_free(struct pingpong_client *client);
DEFINE_AUTOFREE(pingpong_client);

/*
 * Checks that method and target can stand in a request line; the message says what cannot, and how
 * to write it. A method is a token, and a target begins with '/' (RFC 9112 section 3).
 */
bool pingpong_request_check(const char *method, const char *target, struct error *error);

#endif
