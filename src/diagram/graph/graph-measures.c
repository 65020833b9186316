/*
 * Three occasions tell of the sockets of a graph's connection: a call ends, a call waits, and the
 * recording has read a packet.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/format/timestamp.h"
#include "diagram/graph/graph-layout.h"

static size_t count_most(const struct recorded_calls *calls)
{
	size_t count = calls->sample_count;
	for (size_t i = 0; i < calls->count; i++)
		count += calls->items[i].call->during_count + 1;
	return count;
}

static void add_of_call(const struct grapher *grapher, const struct recorded_call *call,
	struct graph_measure *measures, size_t *count)
{
	struct graph_measure measure = {
		.call = call,
		.occasion = GRAPH_DURING_CALL,
		.is_of_sender = grapher_is_call_of_sender(grapher, call),
	};
	for (size_t i = 0; i < call->call->during_count; i++) {
		measure.sample = &call->call->during[i].sample;
		measure.time_ns = grapher_since(grapher, call->call->during[i].time_ns);
		measures[(*count)++] = measure;
	}
	if (!call->call->sample.is_taken)
		return;
	measure.occasion = GRAPH_AT_CALL;
	measure.sample = &call->call->sample;
	/* The kernel was asked when the call ended, of close() when it began. */
	measure.time_ns = grapher_since(grapher,
		call->kind == CALL_KIND_CLOSE ? call->call->begin_ns : recorded_call_end_ns(call));
	measures[(*count)++] = measure;
}

static int compare_measures(const void *a, const void *b)
{
	const struct graph_measure *first = a, *second = b;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	return first->sample < second->sample ? -1 : first->sample > second->sample;
}

/* ---- the packets that samples are behind ---- */

static int compare_packets(const void *a, const void *b)
{
	const struct frame *first = &(*(const struct shown_packet *const *)a)->frame;
	const struct frame *second = &(*(const struct shown_packet *const *)b)->frame;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	return first->number < second->number ? -1 : first->number > second->number;
}

/* The shown packets of the connection by their timestamps, which may go back in a capture. */
static const struct shown_packet **packets_by_time(const struct grapher *grapher, size_t *ret_count)
{
	const struct selection *selection = grapher->selection;
	const struct shown_packet **packets =
		arena_alloc_array(grapher->arena, selection->count + 1, sizeof(*packets));
	size_t count = 0;
	for (size_t i = 0; i < selection->count; i++)
		if (grapher_has(grapher, selection->packets[i]))
			packets[count++] = selection->packets[i];
	if (count)
		qsort(packets, count, sizeof(*packets), compare_packets);
	*ret_count = count;
	return packets;
}

/* The last packet with this timestamp; NULL: there is none. */
static const struct shown_packet *packet_at(
	const struct shown_packet *const *packets, size_t count, int64_t time_ns)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (packets[middle]->frame.time_ns <= time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low && packets[low - 1]->frame.time_ns == time_ns ? packets[low - 1] : NULL;
}

static void add_of_packets(
	const struct grapher *grapher, struct graph_measure *measures, size_t *count)
{
	const struct recorded_calls *calls = grapher->summary->calls;
	size_t packet_count;
	const struct shown_packet **packets = packets_by_time(grapher, &packet_count);
	for (size_t i = 0; i < calls->sample_count; i++) {
		const struct recorded_sample *item = &calls->samples[i];
		if (item->stream != grapher->stream)
			continue;
		measures[(*count)++] = (struct graph_measure){
			.sample = &item->sample->sample,
			.behind = item->sample,
			.packet = packet_at(packets, packet_count, item->sample->after_ns),
			.occasion = GRAPH_BEHIND_PACKET,
			.is_of_sender = item->is_of_server != grapher->graph->is_from_client,
			.time_ns = grapher_since(grapher, item->sample->time_ns),
		};
	}
}

/* ---- all of it ---- */

const struct graph_measure *graph_measures_find(const struct grapher *grapher, size_t *ret_count)
{
	const struct recorded_calls *calls = grapher->summary->calls;
	size_t count = 0;
	struct graph_measure *measures = arena_alloc_array(
		grapher->arena, calls ? count_most(calls) + 1 : 1, sizeof(*measures));
	for (size_t i = 0; calls && i < calls->count; i++)
		if (calls->items[i].stream == (int64_t)grapher->stream &&
			calls->items[i].kind != CALL_KIND_ACCEPT)
			add_of_call(grapher, &calls->items[i], measures, &count);
	if (calls && calls->sample_count)
		add_of_packets(grapher, measures, &count);
	if (count)
		qsort(measures, count, sizeof(*measures), compare_measures);
	*ret_count = count;
	return measures;
}

/* ---- words ---- */

static const char *words_of_packet(
	const struct call_context *context, const struct graph_measure *measure)
{
	const struct packet_sample *behind = measure->behind;
	bool is_korean = context->is_korean;
	autofinish(text) struct text late = { 0 };
	timestamp_append_duration(
		&late, behind->time_ns - behind->after_ns, text_digit_gap(is_korean));
	if (!measure->packet)
		return arena_printf(context->arena,
			is_korean ? "표시하지 않은 패킷보다 %s 뒤"
				  : "%s after a packet that is not shown",
			text_string(&late));
	uint64_t number = measure->packet->frame.number;
	return is_korean ? arena_printf(context->arena, "패킷 #%" PRIu64 "보다 %s 뒤", number,
				   text_string(&late))
			 : arena_printf(context->arena, "%s after packet #%" PRIu64,
				   text_string(&late), number);
}

const char *graph_measure_words(
	const struct call_context *context, const struct graph_measure *measure)
{
	if (measure->occasion == GRAPH_BEHIND_PACKET)
		return words_of_packet(context, measure);
	const char *words = call_words_full(context, measure->call);
	if (measure->occasion == GRAPH_AT_CALL)
		return words;
	return arena_printf(context->arena,
		context->is_korean ? "%s · 호출 중" : "%s · during the call", words);
}
