#ifndef LAB_PINGPONG_SERVER_H
#define LAB_PINGPONG_SERVER_H

/*
 * The server that talks are about: it answers "ping" with "pong", and has an endpoint for each thing
 * that a capture can show. It runs in threads of its own until it is freed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

enum { PINGPONG_PORT = 8080 };

struct pingpong_server_options {
	const char *address; /* numeric, IPv4 or IPv6 */
	uint16_t port; /* 0: one that is free */
	uint16_t maximum_segment; /* MSS to announce; 0: the interface's */
	/* Called from a thread of the server for each request, or NULL: "127.0.0.1:40000 GET /ping 200". */
	void (*log)(void *context, const char *line);
	void *log_context;
};

struct pingpong_server;

/* Accepts connections when it returns. */
struct pingpong_server *pingpong_server_start(
	const struct pingpong_server_options *options, struct error *error);

uint16_t pingpong_server_port(const struct pingpong_server *server);

/* How many requests were answered, and how the last one was. */
struct pingpong_answers {
	uint64_t count;
	unsigned last_status; /* 0: with a reset, as was asked for */
};
struct pingpong_answers pingpong_server_answers(struct pingpong_server *server);

/* What kept the server from answering, in libmicrohttpd's words; "" when it said nothing. */
void pingpong_server_append_trouble(struct pingpong_server *server, struct text *out);

/* Waits for nobody: connections that are open are cut. */
void pingpong_server_free(struct pingpong_server *server);
DEFINE_AUTOFREE(pingpong_server);

/* The endpoints, a line each: "/long?bytes=N  N bytes ...". */
void pingpong_append_endpoints(struct text *out);

#endif
