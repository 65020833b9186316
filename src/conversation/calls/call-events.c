/* A call belongs to a picture by its connection, and by the time of the packets that are shown. */
#include "conversation/calls/call-events.h"

#include <stdlib.h>

#include "conversation/segment-records.h"

/* What is shown of a connection. */
struct shown_time {
	bool is_shown;
	/* calls that end before the first or begin after the last are left out */
	int64_t first_ns, last_ns;
};

struct thread {
	int process, thread;
};

struct gatherer {
	const struct selection *selection;
	const struct recorded_calls *calls;
	const struct segment_records *segments; /* or NULL */
	struct shown_time *streams; /* by number */
	uint32_t stream_count;
	bool *is_listener; /* by descriptor: it accepted a connection that is shown */
	bool has_setup;
	bool *is_chosen; /* by call */
	struct thread *threads; /* those of the chosen calls; sorted */
	size_t thread_count, thread_capacity;
	struct call_events *events;
	size_t capacity;
	int64_t first_ns, last_ns; /* of the calls of connections */
};

static void find_times(struct gatherer *gatherer, const struct capture_summary *summary)
{
	const struct selection *selection = gatherer->selection;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		uint32_t stream = packet->facts.tcp.stream;
		if (!packet->facts.has_tcp || stream >= gatherer->stream_count)
			continue;
		struct shown_time *shown = &gatherer->streams[stream];
		const struct tcp_connection *connection = &summary->connections[stream];
		int64_t time_ns = packet->frame.time_ns;
		if (!shown->is_shown)
			shown->first_ns = packet->frame.number <= connection->first_frame
				? INT64_MIN
				: time_ns;
		shown->is_shown = true;
		shown->last_ns =
			packet->frame.number >= connection->last_frame ? INT64_MAX : time_ns;
	}
}

static bool is_in_time(const struct gatherer *gatherer, const struct recorded_call *call)
{
	if (call->stream < 0 || call->stream >= (int64_t)gatherer->stream_count)
		return false;
	const struct shown_time *shown = &gatherer->streams[call->stream];
	return shown->is_shown && call->call->begin_ns <= shown->last_ns &&
		recorded_call_end_ns(call) >= shown->first_ns;
}

static bool is_setup(const struct recorded_call *call)
{
	return call->kind == CALL_KIND_SOCKET || call->kind == CALL_KIND_BIND ||
		call->kind == CALL_KIND_LISTEN || call->kind == CALL_KIND_OPTION;
}

static void find_listeners(struct gatherer *gatherer)
{
	const struct recorded_calls *calls = gatherer->calls;
	for (size_t i = 0; i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		if (call->kind == CALL_KIND_ACCEPT && call->descriptor >= 0 &&
			is_in_time(gatherer, call))
			gatherer->is_listener[call->descriptor] = true;
	}
}

/* Whether it prepared the socket that listens, before the first packet that is shown. */
static bool prepares(const struct gatherer *gatherer, const struct recorded_call *call)
{
	const struct selection *selection = gatherer->selection;
	return is_setup(call) && call->descriptor >= 0 && gatherer->is_listener[call->descriptor] &&
		selection->count && call->call->begin_ns <= selection->packets[0]->frame.time_ns;
}

static bool lasts_over_packet(const struct gatherer *gatherer, const struct recorded_call *call)
{
	const struct selection *selection = gatherer->selection;
	size_t low = 0, high = selection->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (selection->packets[middle]->frame.time_ns < call->call->begin_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low < selection->count &&
		selection->packets[low]->frame.time_ns < recorded_call_end_ns(call);
}

/* ---- threads ---- */

static int compare_threads(const void *a, const void *b)
{
	const struct thread *first = a, *second = b;
	if (first->process != second->process)
		return first->process < second->process ? -1 : 1;
	return first->thread < second->thread ? -1 : first->thread > second->thread;
}

static struct thread thread_of(const struct recorded_call *call)
{
	return (struct thread){ call->call->process, call->call->thread };
}

static void add_thread(struct gatherer *gatherer, const struct recorded_call *call)
{
	const struct thread thread = thread_of(call);
	size_t count = gatherer->thread_count;
	if (count && compare_threads(&thread, &gatherer->threads[count - 1]) == 0)
		return;
	grow_array(
		&gatherer->threads, count, &gatherer->thread_capacity, sizeof(*gatherer->threads));
	gatherer->threads[gatherer->thread_count++] = thread;
}

/* Whether the thread of a wait makes a call on a connection that is shown. */
static bool waits(const struct gatherer *gatherer, const struct recorded_call *call)
{
	const struct thread thread = thread_of(call);
	return call->kind == CALL_KIND_WAIT && call->call->begin_ns <= gatherer->last_ns &&
		recorded_call_end_ns(call) >= gatherer->first_ns &&
		lasts_over_packet(gatherer, call) && gatherer->thread_count &&
		bsearch(&thread, gatherer->threads, gatherer->thread_count, sizeof(thread),
			compare_threads);
}

/* ---- choosing ---- */

static void choose_of_connections(struct gatherer *gatherer)
{
	const struct recorded_calls *calls = gatherer->calls;
	gatherer->first_ns = INT64_MAX;
	gatherer->last_ns = INT64_MIN;
	for (size_t i = 0; i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		bool belongs = is_in_time(gatherer, call) || prepares(gatherer, call);
		if (!belongs || (is_setup(call) && !gatherer->has_setup))
			continue;
		int64_t begin_ns = call->call->begin_ns, end_ns = recorded_call_end_ns(call);
		gatherer->first_ns = begin_ns < gatherer->first_ns ? begin_ns : gatherer->first_ns;
		gatherer->last_ns = end_ns > gatherer->last_ns ? end_ns : gatherer->last_ns;
		gatherer->is_chosen[i] = true;
		add_thread(gatherer, call);
	}
	if (gatherer->thread_count)
		qsort(gatherer->threads, gatherer->thread_count, sizeof(*gatherer->threads),
			compare_threads);
}

static void add_event(struct gatherer *gatherer, const struct recorded_call *call,
	enum call_moment moment, int64_t time_ns)
{
	struct call_events *events = gatherer->events;
	grow_array(&events->items, events->count, &gatherer->capacity, sizeof(*events->items));
	events->items[events->count++] = (struct call_event){
		.call = call,
		.moment = moment,
		.is_of_server = recorded_call_is_of_server(call, gatherer->calls),
		.time_ns = time_ns,
	};
}

static void gather(struct gatherer *gatherer, size_t most)
{
	const struct recorded_calls *calls = gatherer->calls;
	struct call_events *events = gatherer->events;
	choose_of_connections(gatherer);
	for (size_t i = 0, taken = 0; i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		events->is_recorded[recorded_call_is_of_server(call, calls)] = true;
		if (!gatherer->is_chosen[i] && !waits(gatherer, call))
			continue;
		if (taken == most) {
			events->hidden_count++;
			continue;
		}
		taken++;
		add_event(gatherer, call, CALL_BEGINS, call->call->begin_ns);
		if (!call->call->is_unfinished)
			add_event(gatherer, call, CALL_ENDS, call->call->end_ns);
	}
}

/* ---- events ---- */

static int compare_events(const void *a, const void *b)
{
	const struct call_event *first = a, *second = b;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	if (first->call != second->call)
		return first->call < second->call ? -1 : 1;
	return (int)first->moment - (int)second->moment;
}

/* The gap before a packet that the event stands in, or on which side of it. */
static enum call_gap gap_of(const struct gatherer *gatherer, const struct call_event *event)
{
	const struct left_out *all = gatherer->selection->left_out;
	const struct left_out *gap = all ? &all[event->before] : NULL;
	if (!gap || !gap->count || !gatherer->segments)
		return CALL_BEHIND_GAP;
	size_t first = segment_records_find(gatherer->segments, gap->first);
	size_t behind = segment_records_find(gatherer->segments, gap->last + 1);
	if (first == behind || event->time_ns > gatherer->segments->items[behind - 1].time_ns)
		return CALL_BEHIND_GAP;
	return event->time_ns < gatherer->segments->items[first].time_ns ? CALL_BEFORE_GAP
									 : CALL_IN_GAP;
}

static void place(const struct gatherer *gatherer)
{
	const struct selection *selection = gatherer->selection;
	const struct call_events *events = gatherer->events;
	size_t packet = 0;
	for (size_t i = 0; i < events->count; i++) {
		while (packet < selection->count &&
			selection->packets[packet]->frame.time_ns <= events->items[i].time_ns)
			packet++;
		events->items[i].before = packet;
		events->items[i].gap = gap_of(gatherer, &events->items[i]);
	}
}

/* Makes one event of a begin and the end right behind it. */
static void join(struct call_events *events)
{
	size_t count = 0;
	for (size_t i = 0; i < events->count; i++) {
		struct call_event event = events->items[i];
		const struct call_event *next = &events->items[i + 1];
		bool is_whole = i + 1 < events->count && event.moment == CALL_BEGINS &&
			next->call == event.call && next->before == event.before &&
			next->gap == event.gap;
		if (is_whole) {
			event.moment = CALL_WHOLE;
			i++;
		}
		events->items[count++] = event;
	}
	events->count = count;
}

/* The end of a call stands behind its begin. */
static void pair(struct call_events *events, const struct recorded_calls *calls)
{
	size_t *begin_of = xcalloc(calls->count + 1, sizeof(*begin_of));
	for (size_t i = 0; i < events->count; i++) {
		struct call_event *event = &events->items[i];
		size_t *begin = &begin_of[event->call - calls->items];
		if (event->moment != CALL_ENDS)
			*begin = i;
		event->other = *begin;
		events->items[*begin].other = i;
	}
	free(begin_of);
}

void call_events_find(struct call_events *ret_events, const struct selection *selection,
	const struct capture_summary *summary, bool has_setup, size_t most, struct arena *arena)
{
	*ret_events = (struct call_events){ 0 };
	if (!summary->calls || !selection->count)
		return;
	struct gatherer gatherer = {
		.selection = selection,
		.calls = summary->calls,
		.segments = summary->segments,
		.streams =
			xcalloc((size_t)summary->connection_count + 1, sizeof(struct shown_time)),
		.stream_count = summary->connection_count,
		.is_listener = xcalloc(summary->calls->descriptor_count + 1, sizeof(bool)),
		.is_chosen = xcalloc(summary->calls->count + 1, sizeof(bool)),
		.has_setup = has_setup,
		.events = ret_events,
	};
	find_times(&gatherer, summary);
	find_listeners(&gatherer);
	gather(&gatherer, most);
	if (ret_events->count)
		qsort(ret_events->items, ret_events->count, sizeof(*ret_events->items),
			compare_events);
	place(&gatherer);
	join(ret_events);
	pair(ret_events, summary->calls);
	struct call_event *grown = ret_events->items;
	ret_events->items = arena_copy(arena, grown, ret_events->count, sizeof(*grown));
	free(grown);
	free(gatherer.streams);
	free(gatherer.is_listener);
	free(gatherer.is_chosen);
	free(gatherer.threads);
}
