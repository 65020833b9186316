#ifndef RECIPE_CLIENT_STEP_H
#define RECIPE_CLIENT_STEP_H

/*
 * What pcapdeck's own client does in one step of a recording. A talk describes steps (notes/), and
 * a recording carries them out (lab/).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum client_step_kind {
	CLIENT_REQUEST, /* HTTP */
	CLIENT_CONNECT, /* a connection without data; refused where nothing listens */
	CLIENT_UDP_PING, /* a datagram, and its answer */
	CLIENT_DNS_QUERY, /* over UDP, and over TCP when the answer was truncated (RFC 1035) */
	CLIENT_STEP_KINDS
};

enum {
	CLIENT_BODY_MAX = 1000000,
	CLIENT_PARALLEL_MAX = 16,
	CLIENT_PAUSE_MS_MAX = 10000,
	CLIENT_BUFFER_MIN = 1024,
	CLIENT_BUFFER_MAX = 4 << 20,
	CLIENT_SEGMENT_MIN = 88, /* Linux takes no TCP_MAXSEG below it */
	CLIENT_SEGMENT_MAX = 32767,
	CLIENT_KEEPALIVE_MAX_S = 10,
};

struct client_step {
	enum client_step_kind kind;
	/* the method of a request, "GET"; the type of a query, "A", "AAAA" or "TXT" */
	const char *method;
	/* the target of a request, "/long?bytes=16000"; the name of a query */
	const char *target;
	struct bytes body; /* of a request */
	uint16_t port; /* to connect to or to ping; 0: the server's */
	uint32_t parallel; /* connections of a request at the same time; 0 and 1: one */
	uint32_t read_after_ms; /* how long nothing is read after the request */
	uint32_t idle_ms; /* how long the connection stays open after the reply */
	bool half_close; /* send FIN after the request, before the reply */
	bool abort; /* reset the connection, and read no reply */
	bool same_port; /* use the port of the previous connection again */
	bool is_ipv6;
	bool leaves_nagle; /* without TCP_NODELAY */
	/* socket options; 0: as the system has them */
	uint32_t maximum_segment, receive_buffer, send_buffer, keepalive_s;
};

/* Whether the step is an HTTP request without anything else: connections as curl makes them. */
static inline bool client_step_is_plain(const struct client_step *step)
{
	return step->kind == CLIENT_REQUEST && !step->body.size && step->parallel <= 1 &&
		!step->read_after_ms && !step->idle_ms && !step->half_close && !step->abort &&
		!step->same_port && !step->is_ipv6 && !step->leaves_nagle &&
		!step->maximum_segment && !step->receive_buffer && !step->send_buffer &&
		!step->keepalive_s;
}

#endif
