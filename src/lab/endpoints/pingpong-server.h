#ifndef LAB_PINGPONG_SERVER_H
#define LAB_PINGPONG_SERVER_H

/*
 * The server of recordings: it answers "ping" with "pong", and has an endpoint for each thing that
 * a capture can show. Its threads run until it is freed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

enum { PINGPONG_PORT = 8080 };

enum { PINGPONG_TROUBLE_SIZE = 256 };

struct pingpong_account {
	uint64_t answer_count; /* an answer counts before it is sent */
	unsigned last_status; /* of the last answer; 0: reset, as the request asked for */
	char trouble[PINGPONG_TROUBLE_SIZE]; /* why it could not answer; or "" */
};

struct pingpong_server_options {
	const char *address; /* numeric, IPv4 or IPv6 */
	uint16_t port; /* 0: any free port */
	uint16_t maximum_segment; /* MSS to announce; 0: leave the interface's */
	/*
	 * Called for each request from a thread of the server: "127.0.0.1:40000 GET /ping 200". May
	 * be NULL.
	 */
	void (*log)(void *context, const char *line);
	void *log_context;
	/* what it did, in memory that other processes may share; NULL: nobody asks */
	struct pingpong_account *account;
};

struct pingpong_server;

/* Starts the server; it accepts connections when this returns. */
struct pingpong_server *pingpong_server_start(
	const struct pingpong_server_options *options, struct error *error);

uint16_t pingpong_server_port(const struct pingpong_server *server);

/* Stops the server at once: open connections are cut. */
void pingpong_server_free(struct pingpong_server *server);
DEFINE_AUTOFREE(pingpong_server);

/* Appends the endpoints for a terminal, one per line: "/long?bytes=N  N bytes ...". */
void pingpong_append_endpoints(struct text *out);

#endif
