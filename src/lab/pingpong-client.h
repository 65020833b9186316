#ifndef LAB_PINGPONG_CLIENT_H
#define LAB_PINGPONG_CLIENT_H

/*
 * The client of a recording: HTTP/1.1 over a plain socket, as curl would do it. It closes first, so
 * a capture ends with the client's FIN, the server's FIN and the client's last ACK, and it is the
 * client's port that rests in TIME_WAIT.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

struct pingpong_client_options {
	uint16_t port; /* of the server on 127.0.0.1 */
	uint16_t maximum_segment; /* MSS to announce; 0: the interface's */
	bool keep_alive; /* one connection for all requests */
	/* Called whenever something has arrived, or NULL; false ends the request. */
	bool (*progress)(void *context, struct error *error);
	void *progress_context;
	struct pingpong_connection
		*connections; /* room for one per request, or NULL: filled in turn */
};

struct pingpong_reply {
	unsigned status; /* 0 when the connection was reset before one came */
	uint64_t body_size; /* decoded, when chunked */
	bool is_reset;
};

/* What went over a connection, as the two programs saw it. */
struct pingpong_connection {
	uint16_t client_port;
	bool is_reset; /* by the server */
	uint64_t sent_size, sent_digest; /* of the client's bytes */
	uint64_t received_size, received_digest; /* of the server's */
};

struct pingpong_client;
struct pingpong_client *pingpong_client_new(const struct pingpong_client_options *options);

/*
 * Sends one request and takes its whole reply. A reset is a reply too, any other cut is an error.
 * SIGPIPE must be ignored.
 */
bool pingpong_client_ask(struct pingpong_client *client, const char *method, const char *target,
	struct pingpong_reply *ret_reply, struct error *error);

/* Ends a connection that is open: returns when both sides have closed. */
bool pingpong_client_close(struct pingpong_client *client, struct error *error);

/* How many connections there were. */
uint32_t pingpong_client_connections(const struct pingpong_client *client);

void pingpong_client_free(struct pingpong_client *client);
DEFINE_AUTOFREE(pingpong_client);

/*
 * What cannot stand in a request line: says which, and how to write it. A method is a token, a target
 * begins with '/' (RFC 9112 section 3).
 */
bool pingpong_request_check(const char *method, const char *target, struct error *error);

#endif
