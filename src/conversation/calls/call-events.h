#ifndef CONVERSATION_CALL_EVENTS_H
#define CONVERSATION_CALL_EVENTS_H

/* The calls around the packets of a selection, in the order of time: where each begins and ends. */

#include "conversation/calls/recorded-calls.h"
#include "conversation/selection.h"

enum call_moment {
	CALL_BEGINS,
	CALL_ENDS,
	CALL_WHOLE, /* both: no packet and no other event stands between, nor the edge of a gap */
};

/* Where an event stands among packets that are left out right before the next one. */
enum call_gap {
	CALL_BEHIND_GAP, /* or none are left out there */
	CALL_IN_GAP,
	CALL_BEFORE_GAP,
};

struct call_event {
	const struct recorded_call *call;
	enum call_moment moment;
	bool is_of_server; /* of the side that accepted, or listens */
	int64_t time_ns;
	size_t before; /* the index of the next packet; the number of packets when none follows */
	enum call_gap gap;
	/* the index of the event at the other end of the call; its own index when there is none */
	size_t other;
};

struct call_events {
	struct call_event *items;
	size_t count;
	size_t hidden_count; /* further calls of the packets, which are not among the items */
	bool is_recorded[2]; /* calls of the client, of the server: some, here or elsewhere */
};

/* The most calls that a picture has. */
enum { CALLS_DRAWN_MAX = 200 };

/*
 * Finds the calls of the connections of the packets: those on their sockets, and waits (poll and
 * the like) of the same threads that last over a packet. Of a connection whose first packet is not
 * shown, calls that ended before are left out, and likewise at its end. `has_setup`: socket(),
 * bind(), listen() and setsockopt() are among them. Of more calls than `most` the first ones are
 * taken, by their begin. Without recorded calls, nothing is found.
 */
void call_events_find(struct call_events *ret_events, const struct selection *selection,
	const struct capture_summary *summary, bool has_setup, size_t most, struct arena *arena);

#endif
