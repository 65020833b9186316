/* A sample names both sockets of its connection; which of them is the client's, packets tell. */
#include "conversation/calls/recorded-calls-samples.h"

#include <stdlib.h>

static int compare_times(const void *a, const void *b)
{
	const struct packet_sample *first = ((const struct recorded_sample *)a)->sample;
	const struct packet_sample *second = ((const struct recorded_sample *)b)->sample;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	return first < second ? -1 : first > second;
}

static bool find_connection(const struct call_connections *connections,
	const struct packet_sample *sample, struct recorded_sample *ret_sample)
{
	struct endpoint local, peer;
	if (!call_connections_read(connections, sample->local, &local) ||
		!call_connections_read(connections, sample->peer, &peer))
		return false;
	int64_t stream = call_connections_between(connections, &local, &peer, sample->time_ns);
	bool is_of_server = stream == CALL_NO_STREAM;
	if (is_of_server)
		stream = call_connections_between(connections, &peer, &local, sample->time_ns);
	if (stream == CALL_NO_STREAM)
		return false;
	*ret_sample = (struct recorded_sample){ sample, (uint32_t)stream, is_of_server };
	return true;
}

void recorded_calls_find_samples(struct recorded_calls *ret_calls, const struct socket_calls *calls,
	const struct call_connections *connections, struct arena *arena)
{
	ret_calls->samples =
		arena_alloc_array(arena, calls->sample_count + 1, sizeof(*ret_calls->samples));
	for (size_t i = 0; i < calls->sample_count; i++)
		ret_calls->sample_count += find_connection(connections, &calls->samples[i],
			&ret_calls->samples[ret_calls->sample_count]);
	if (ret_calls->sample_count)
		qsort(ret_calls->samples, ret_calls->sample_count, sizeof(*ret_calls->samples),
			compare_times);
}
