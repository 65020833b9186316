/*
 * Bytes are counted for each end of a connection and each direction, whichever descriptor or
 * process passed them. Of calls that ran at the same time it is not known which was first.
 */
#include "conversation/calls/recorded-calls-bytes.h"

#include <stdlib.h>
#include <string.h>

enum { DIRECTIONS = 4 }; /* of a connection: each end sends, and receives */

struct direction {
	uint64_t bytes;
	int64_t end_ns; /* of the call that ends last so far */
	size_t last; /* its index */
};

static struct direction *direction_of(struct direction *directions,
	const struct recorded_calls *calls, const struct recorded_call *call)
{
	if (call->stream < 0 || (call->kind != CALL_KIND_SEND && call->kind != CALL_KIND_RECEIVE))
		return NULL;
	size_t of_connection = 2 * (size_t)recorded_call_is_of_server(call, calls) +
		(call->kind == CALL_KIND_SEND);
	return &directions[DIRECTIONS * (size_t)call->stream + of_connection];
}

static bool has_flag(const struct socket_call *call, const char *flag)
{
	return strstr(call->arguments, flag);
}

/*
 * Whether the call moved no bytes of the stream: it failed, looked ahead, or read the queue of
 * errors.
 */
static bool passes_nothing(const struct socket_call *call)
{
	return (!call->is_unfinished && call->result < 0) || has_flag(call, "MSG_PEEK") ||
		has_flag(call, "MSG_ERRQUEUE");
}

/*
 * Whether the result differs from the number of bytes that the call took from the stream or put
 * into it.
 */
static bool passes_unknown(const struct recorded_call *call)
{
	const char *name = call->call->name;
	return strcmp(name, "sendmmsg") == 0 || strcmp(name, "recvmmsg") == 0 ||
		(call->kind == CALL_KIND_RECEIVE && has_flag(call->call, "MSG_OOB"));
}

static void count(struct recorded_calls *calls, size_t index, struct direction *direction)
{
	struct recorded_call *item = &calls->items[index];
	const struct socket_call *call = item->call;
	bool is_alone = call->begin_ns >= direction->end_ns;
	item->bytes_before = is_alone ? direction->bytes : CALL_BYTES_UNKNOWN;
	if (passes_nothing(call))
		return;
	if (!is_alone)
		calls->items[direction->last].bytes_before = CALL_BYTES_UNKNOWN;
	if (passes_unknown(item))
		direction->bytes = item->bytes_before = CALL_BYTES_UNKNOWN;
	if (recorded_call_end_ns(item) >= direction->end_ns) {
		direction->end_ns = recorded_call_end_ns(item);
		direction->last = index;
	}
	if (__builtin_add_overflow(direction->bytes, (uint64_t)call->result, &direction->bytes))
		direction->bytes = CALL_BYTES_UNKNOWN;
}

void recorded_calls_count_bytes(struct recorded_calls *calls, uint32_t connection_count)
{
	struct direction *directions =
		xcalloc((size_t)connection_count * DIRECTIONS + 1, sizeof(*directions));
	for (size_t i = 0; i < calls->count; i++) {
		struct direction *direction = direction_of(directions, calls, &calls->items[i]);
		if (direction)
			count(calls, i, direction);
	}
	free(directions);
}
