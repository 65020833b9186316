/*
 * Follows the descriptors of each process through the calls in the order of time. accept() tells
 * the client's socket, which names the connection. connect() tells only the server's: its
 * connection is the one whose SYN was sent while it ran, when there is exactly one.
 */
#include "conversation/calls/recorded-calls.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "conversation/calls/recorded-calls-bytes.h"
#include "conversation/calls/recorded-calls-connections.h"
#include "conversation/calls/recorded-calls-names.h"
#include "conversation/calls/recorded-calls-samples.h"

enum { FORK_DEPTH_MAX = 16, CONNECT_ROUNDS = 4 };

bool recorded_call_is_of_server(
	const struct recorded_call *call, const struct recorded_calls *calls)
{
	if (call->descriptor < 0)
		return call->call->role == CALL_OF_SERVER;
	const struct call_descriptor *descriptor = &calls->descriptors[call->descriptor];
	return call->kind == CALL_KIND_ACCEPT || descriptor->is_accepted ||
		descriptor->listening_ns != INT64_MAX;
}

int64_t recorded_call_end_ns(const struct recorded_call *call)
{
	return call->call->is_unfinished ? INT64_MAX : call->call->end_ns;
}

/* ---- which descriptor a number is ---- */

struct slot {
	int process, number;
	bool is_taken;
	size_t value;
};

/*
 * Keys of two more slots of a process, beside those of its descriptors: the call that made the
 * process, and its last execve().
 */
enum { NUMBER_OF_PARENT = -2, NUMBER_OF_EXEC = -3 };

struct finder {
	struct recorded_calls *calls;
	size_t descriptor_capacity;
	struct slot *slots;
	size_t slot_count; /* a power of two, more than there are calls */
	struct call_connections connections;
};

static struct slot *slot_of(const struct finder *finder, int process, int number)
{
	uint64_t key = (uint64_t)(uint32_t)process << 32 | (uint32_t)number;
	size_t mask = finder->slot_count - 1;
	size_t i = (size_t)hash_mix(hash_seed(finder->slots), key) & mask;
	while (finder->slots[i].is_taken &&
		(finder->slots[i].process != process || finder->slots[i].number != number))
		i = (i + 1) & mask;
	return &finder->slots[i];
}

static void set_slot(struct finder *finder, int process, int number, size_t value)
{
	*slot_of(finder, process, number) = (struct slot){ process, number, true, value };
}

static struct call_descriptor *add_descriptor(
	struct finder *finder, const struct socket_call *call, int number)
{
	struct recorded_calls *calls = finder->calls;
	grow_array(&calls->descriptors, calls->descriptor_count, &finder->descriptor_capacity,
		sizeof(*calls->descriptors));
	struct call_descriptor *descriptor = &calls->descriptors[calls->descriptor_count];
	*descriptor = (struct call_descriptor){
		.role = call->role,
		.process = call->process,
		.number = number,
		.original = CALL_NO_INDEX,
		.description = calls->descriptor_count,
		.stream = CALL_NO_STREAM,
		.opened_ns = INT64_MIN,
		.bound_ns = INT64_MAX,
		.listening_ns = INT64_MAX,
		.connecting_ns = INT64_MAX,
		.connected_ns = INT64_MAX,
		.failed_ns = INT64_MAX,
		.shut_ns = INT64_MAX,
		.closed_ns = INT64_MAX,
	};
	set_slot(finder, call->process, number, calls->descriptor_count++);
	return descriptor;
}

/*
 * Returns the descriptor with this number that the process had open at `time_ns`; NULL when there
 * was none.
 */
static struct call_descriptor *open_in(
	const struct finder *finder, int process, int number, int64_t time_ns)
{
	const struct slot *slot = slot_of(finder, process, number);
	const struct slot *exec = slot_of(finder, process, NUMBER_OF_EXEC);
	if (!slot->is_taken)
		return NULL;
	struct call_descriptor *descriptor = &finder->calls->descriptors[slot->value];
	bool is_lost = exec->is_taken &&
		descriptor->opened_ns < finder->calls->items[exec->value].call->begin_ns;
	return descriptor->closed_ns <= time_ns || is_lost ? NULL : descriptor;
}

/* Finds the descriptor in a parent, as it was when the child was made. */
static const struct call_descriptor *inherited(const struct finder *finder, int process, int number)
{
	int64_t made_ns = INT64_MAX;
	for (unsigned depth = 0; depth < FORK_DEPTH_MAX; depth++) {
		const struct slot *slot = slot_of(finder, process, NUMBER_OF_PARENT);
		if (!slot->is_taken || slot_of(finder, process, NUMBER_OF_EXEC)->is_taken)
			return NULL;
		const struct socket_call *fork = finder->calls->items[slot->value].call;
		process = fork->process;
		made_ns = fork->begin_ns < made_ns ? fork->begin_ns : made_ns;
		const struct call_descriptor *found = open_in(finder, process, number, made_ns);
		if (found && found->opened_ns <= made_ns)
			return found;
	}
	return NULL;
}

/* The descriptor whose is_nonblocking counts for this one. */
static struct call_descriptor *description_of(
	const struct finder *finder, const struct call_descriptor *descriptor)
{
	return &finder->calls->descriptors[descriptor->description];
}

static size_t find_descriptor(struct finder *finder, const struct socket_call *call)
{
	struct call_descriptor *found =
		open_in(finder, call->process, call->descriptor, call->begin_ns);
	if (!found) {
		const struct call_descriptor *parent =
			inherited(finder, call->process, call->descriptor);
		struct call_descriptor copy = parent ? *parent : (struct call_descriptor){ 0 };
		copy.original = parent ? parent - finder->calls->descriptors : CALL_NO_INDEX;
		found = add_descriptor(finder, call, call->descriptor);
		if (parent) {
			copy.process = call->process;
			copy.role = call->role;
			copy.closed_ns = INT64_MAX; /* it was open when the child was made */
			*found = copy;
		}
	}
	return (size_t)(found - finder->calls->descriptors);
}

/* ---- through the calls ---- */

static struct call_descriptor *descriptor_of(
	struct finder *finder, const struct recorded_call *item)
{
	return item->descriptor < 0 ? NULL : &finder->calls->descriptors[item->descriptor];
}

/* Makes another descriptor of the number for the socket, which connects again. */
static struct call_descriptor *begin_again(struct finder *finder, struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	struct call_descriptor *failed = descriptor_of(finder, item), former = *failed;
	failed->closed_ns = call->begin_ns;
	struct call_descriptor *again = add_descriptor(finder, call, call->descriptor);
	item->descriptor = again - finder->calls->descriptors;
	again->has_origin = former.has_origin;
	again->description = former.description;
	again->opened_ns = call->begin_ns;
	again->bound_ns = former.bound_ns;
	again->has_local = former.has_local && former.bound_ns != INT64_MAX;
	again->local = former.local;
	return again;
}

static void begin_call(struct finder *finder, size_t index)
{
	struct recorded_call *item = &finder->calls->items[index];
	const struct socket_call *call = item->call;
	item->has_named = call_connections_read(&finder->connections, call->address, &item->named);
	if (item->kind == CALL_KIND_FORK && call->result > 0 && call->result <= INT32_MAX)
		set_slot(finder, (int)call->result, NUMBER_OF_PARENT, index);
	if (item->kind == CALL_KIND_EXEC && !call->is_unfinished && call->result == 0)
		set_slot(finder, call->process, NUMBER_OF_EXEC, index);
	if (call->descriptor < 0)
		return;
	item->descriptor = (int64_t)find_descriptor(finder, call);
	struct call_descriptor *descriptor = descriptor_of(finder, item);
	item->is_nonblocking = description_of(finder, descriptor)->is_nonblocking ||
		strstr(call->arguments, "MSG_DONTWAIT");
	if (item->kind == CALL_KIND_CLOSE)
		descriptor->closed_ns = call->begin_ns;
	if (item->kind == CALL_KIND_CONNECT && descriptor->failed_ns <= call->begin_ns)
		descriptor = begin_again(finder, item);
	if (item->kind != CALL_KIND_CONNECT || descriptor->connecting_ns != INT64_MAX)
		return;
	descriptor->has_peer = item->has_named;
	descriptor->peer = item->named;
	if (descriptor->has_peer)
		descriptor->connecting_ns = call->begin_ns;
}

/* Takes the addresses of the socket that the call ended with. Both name the connection. */
static void take_addresses(
	struct finder *finder, const struct socket_call *call, struct call_descriptor *descriptor)
{
	struct endpoint local, peer;
	bool has_local = call_connections_read(&finder->connections, call->local, &local);
	/* The kernel takes the port from a socket whose connection has ended. */
	if (has_local && (!descriptor->has_local || local.port))
		descriptor->local = local;
	descriptor->has_local |= has_local;
	if (!has_local || !call_connections_read(&finder->connections, call->peer, &peer))
		return;
	if (!descriptor->has_peer)
		descriptor->peer = peer;
	descriptor->has_peer = true;
	if (descriptor->stream == CALL_NO_STREAM)
		descriptor->stream =
			call_connections_between(&finder->connections, &local, &peer, call->end_ns);
	if (descriptor->stream == CALL_NO_STREAM) {
		descriptor->stream =
			call_connections_between(&finder->connections, &peer, &local, call->end_ns);
		descriptor->is_accepted |= descriptor->stream != CALL_NO_STREAM;
	}
}

/* Whether the error tells that the connection is still being made. */
static bool is_in_progress(const char *error)
{
	return strcmp(error, "EINPROGRESS") == 0 || strcmp(error, "EALREADY") == 0 ||
		strcmp(error, "EINTR") == 0;
}

static bool shows_connected(const struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	bool passes_bytes = item->kind == CALL_KIND_SEND || item->kind == CALL_KIND_RECEIVE;
	bool is_connect = item->kind == CALL_KIND_CONNECT;
	return (is_connect && (!*call->error || strcmp(call->error, "EISCONN") == 0)) ||
		(passes_bytes && call->result > 0) ||
		(call->sample.is_taken && strcmp(call->sample.state, "SYN-SENT") != 0 &&
			strcmp(call->sample.state, "CLOSED") != 0);
}

/* A connect() that did not wait is over when a later call shows how it went. */
static void note_connect(const struct recorded_call *item, struct call_descriptor *descriptor)
{
	const struct socket_call *call = item->call;
	if (descriptor->connecting_ns == INT64_MAX || descriptor->connected_ns != INT64_MAX ||
		descriptor->failed_ns != INT64_MAX)
		return;
	if (shows_connected(item))
		descriptor->connected_ns = call->end_ns;
	else if ((item->kind == CALL_KIND_CONNECT && !is_in_progress(call->error)) ||
		strcmp(call->sample.state, "CLOSED") == 0)
		descriptor->failed_ns = call->end_ns;
}

static void end_accept(struct finder *finder, struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	struct call_descriptor listening = { 0 };
	if (item->descriptor >= 0)
		listening = finder->calls->descriptors[item->descriptor];
	struct call_descriptor *taken = add_descriptor(finder, call, (int)call->result);
	taken->has_origin = taken->is_accepted = true;
	taken->is_nonblocking = strstr(call->arguments, "SOCK_NONBLOCK");
	taken->opened_ns = taken->connected_ns = call->end_ns;
	taken->has_local = listening.has_local;
	taken->local = listening.local;
	taken->has_peer = item->has_named;
	taken->peer = item->named;
	if (taken->has_peer)
		taken->stream = call_connections_of_client(&finder->connections, &taken->peer,
			taken->has_local ? taken->local.port : 0, call->end_ns);
	if (taken->stream != CALL_NO_STREAM) {
		/* The address that listens may be any address of the host. */
		taken->has_local = true;
		taken->local = call_connection_server(&finder->connections.items[taken->stream]);
	}
	item->stream = taken->stream;
}

static void end_dup(struct finder *finder, const struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	if (item->descriptor < 0 || call->result == call->descriptor)
		return;
	struct call_descriptor copy = finder->calls->descriptors[item->descriptor];
	struct call_descriptor *replaced =
		open_in(finder, call->process, (int)call->result, call->end_ns);
	if (replaced)
		replaced->closed_ns = call->end_ns;
	copy.original = item->descriptor;
	copy.number = (int)call->result;
	copy.has_origin = true;
	copy.opened_ns = call->end_ns;
	copy.closed_ns = INT64_MAX;
	*add_descriptor(finder, call, copy.number) = copy;
}

/* Notes whether the descriptor, and all its copies, are O_NONBLOCK from now on. */
static void note_mode(const struct socket_call *call, struct call_descriptor *description)
{
	const char *arguments = call->arguments;
	if (strcmp(call->name, "fcntl") == 0 && strstr(arguments, "F_SETFL"))
		description->is_nonblocking = strstr(arguments, "O_NONBLOCK");
	else if (strcmp(call->name, "ioctl") == 0 && strstr(arguments, "FIONBIO"))
		description->is_nonblocking = !strstr(arguments, "[0]");
}

static void end_call(struct finder *finder, size_t index)
{
	struct recorded_call *item = &finder->calls->items[index];
	const struct socket_call *call = item->call;
	struct call_descriptor *descriptor = descriptor_of(finder, item);
	if (descriptor)
		take_addresses(finder, call, descriptor);
	if (descriptor)
		note_connect(item, descriptor);
	if (call->result < 0 || call->result > INT32_MAX)
		return;
	if (descriptor)
		note_mode(call, description_of(finder, descriptor));
	if (item->kind == CALL_KIND_SOCKET) {
		descriptor = add_descriptor(finder, call, (int)call->result);
		descriptor->has_origin = true;
		descriptor->is_nonblocking = strstr(call->arguments, "SOCK_NONBLOCK");
		descriptor->opened_ns = call->end_ns;
		item->descriptor = (int64_t)(descriptor - finder->calls->descriptors);
	} else if (item->kind == CALL_KIND_ACCEPT) {
		end_accept(finder, item);
	} else if (item->kind == CALL_KIND_DUP) {
		end_dup(finder, item);
	} else if (item->kind == CALL_KIND_BIND && descriptor) {
		if (item->has_named && !*call->local)
			descriptor->local = item->named;
		descriptor->has_local |= item->has_named;
		descriptor->bound_ns = call->end_ns;
	} else if (item->kind == CALL_KIND_LISTEN && descriptor) {
		descriptor->listening_ns = call->end_ns;
	} else if (item->kind == CALL_KIND_SHUTDOWN && descriptor &&
		descriptor->shut_ns == INT64_MAX) {
		descriptor->shut_ns = call->end_ns;
	}
}

/* ---- connect() ---- */

/* Whether the connection may be the one of this call: its SYN was sent while the call ran. */
static bool may_be(
	const struct call_descriptor *descriptor, const struct tcp_connection *connection)
{
	return tcp_connection_has_roles(connection) &&
		(!descriptor->has_local || descriptor->bound_ns == INT64_MAX ||
			descriptor->local.port == 0 ||
			descriptor->local.port == connection->client_port);
}

/* The only connection that the call can have made and that no other call made; or NULL. */
static const struct tcp_connection *made_by(
	const struct finder *finder, const struct recorded_call *item, const bool *is_claimed)
{
	const struct call_descriptor *descriptor = &finder->calls->descriptors[item->descriptor];
	const struct tcp_connection *only = NULL;
	uint32_t i = call_connections_first_to(
		&finder->connections, &descriptor->peer, item->call->begin_ns);
	for (unsigned tried = 0; i < finder->connections.count; i++) {
		const struct tcp_connection *connection = finder->connections.by_server[i];
		struct endpoint server = call_connection_server(connection);
		if (endpoint_compare(&server, &descriptor->peer) != 0 ||
			connection->first_ns > recorded_call_end_ns(item))
			break;
		if (++tried > CALL_CANDIDATES_MAX)
			return NULL;
		if (is_claimed[connection->stream] || !may_be(descriptor, connection))
			continue;
		if (only)
			return NULL;
		only = connection;
	}
	return only;
}

static bool is_open_connect(const struct finder *finder, const struct recorded_call *item)
{
	if (item->kind != CALL_KIND_CONNECT || item->descriptor < 0)
		return false;
	const struct call_descriptor *descriptor = &finder->calls->descriptors[item->descriptor];
	return descriptor->has_peer && descriptor->stream == CALL_NO_STREAM &&
		descriptor->connecting_ns == item->call->begin_ns;
}

/* A connection that two calls can have made belongs to neither. Returns whether one was found. */
static bool connect_round(struct finder *finder, bool *is_claimed,
	const struct tcp_connection **made, uint32_t *claims)
{
	struct recorded_calls *calls = finder->calls;
	bool found = false;
	memset(claims, 0, finder->connections.count * sizeof(*claims));
	for (size_t i = 0; i < calls->count; i++) {
		made[i] = NULL;
		if (!is_open_connect(finder, &calls->items[i]))
			continue;
		made[i] = made_by(finder, &calls->items[i], is_claimed);
		if (made[i])
			claims[made[i]->stream]++;
	}
	for (size_t i = 0; i < calls->count; i++) {
		if (!made[i] || claims[made[i]->stream] != 1)
			continue;
		struct call_descriptor *descriptor =
			&calls->descriptors[calls->items[i].descriptor];
		descriptor->stream = made[i]->stream;
		descriptor->local = call_connection_client(made[i]);
		descriptor->has_local = true;
		is_claimed[made[i]->stream] = found = true;
	}
	return found;
}

static void find_connects(struct finder *finder)
{
	size_t count = finder->calls->count;
	bool *is_claimed = xcalloc(finder->connections.count + 1, sizeof(*is_claimed));
	uint32_t *claims = xcalloc(finder->connections.count + 1, sizeof(*claims));
	const struct tcp_connection **made = xcalloc(count + 1, sizeof(*made));
	for (unsigned round = 0; round < CONNECT_ROUNDS; round++) {
		if (!connect_round(finder, is_claimed, made, claims))
			break;
	}
	free(is_claimed);
	free(claims);
	free(made);
}

/* ---- all of it ---- */

struct moment {
	int64_t time_ns;
	size_t index;
	bool is_end;
};

static int compare_moments(const void *a, const void *b)
{
	const struct moment *first = a, *second = b;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	if (first->index == second->index)
		return first->is_end - second->is_end;
	if (first->is_end != second->is_end)
		return first->is_end ? -1 : 1; /* a number is free before it is used again */
	return first->index < second->index ? -1 : 1;
}

static void follow(struct finder *finder)
{
	struct recorded_calls *calls = finder->calls;
	struct moment *moments = xcalloc(2 * calls->count + 1, sizeof(*moments));
	size_t count = 0;
	for (size_t i = 0; i < calls->count; i++) {
		const struct socket_call *call = calls->items[i].call;
		moments[count++] = (struct moment){ call->begin_ns, i, false };
		if (!call->is_unfinished)
			moments[count++] = (struct moment){ call->end_ns, i, true };
	}
	qsort(moments, count, sizeof(*moments), compare_moments);
	for (size_t i = 0; i < count; i++) {
		if (moments[i].is_end)
			end_call(finder, moments[i].index);
		else
			begin_call(finder, moments[i].index);
	}
	free(moments);
}

static int compare_begins(const void *a, const void *b)
{
	const struct recorded_call *first = a, *second = b;
	if (first->call->begin_ns != second->call->begin_ns)
		return first->call->begin_ns < second->call->begin_ns ? -1 : 1;
	return first->call < second->call ? -1 : first->call > second->call;
}

static void set_streams(struct recorded_calls *calls)
{
	for (size_t i = 0; i < calls->descriptor_count; i++) {
		struct call_descriptor *copy = &calls->descriptors[i];
		if (copy->original >= 0 && copy->stream == CALL_NO_STREAM)
			copy->stream = calls->descriptors[copy->original].stream;
	}
	for (size_t i = 0; i < calls->count; i++) {
		struct recorded_call *item = &calls->items[i];
		if (item->kind != CALL_KIND_ACCEPT && item->descriptor >= 0)
			item->stream = calls->descriptors[item->descriptor].stream;
	}
}

void recorded_calls_find(struct recorded_calls *ret_calls, const struct socket_calls *calls,
	const struct tcp_connection *connections, uint32_t connection_count,
	struct redaction *redaction, struct arena *arena)
{
	struct finder finder = {
		.calls = ret_calls,
		.slot_count = 16,
		.connections =
			call_connections_make(connections, connection_count, redaction, arena),
	};
	*ret_calls = (struct recorded_calls){ .count = calls->count };
	ret_calls->items = arena_alloc_array(arena, calls->count + 1, sizeof(*ret_calls->items));
	for (size_t i = 0; i < calls->count; i++)
		ret_calls->items[i] = (struct recorded_call){
			.call = &calls->items[i],
			.kind = recorded_call_kind_of(&calls->items[i]),
			.descriptor = CALL_NO_INDEX,
			.stream = CALL_NO_STREAM,
		};
	while (finder.slot_count < 4 * calls->count)
		finder.slot_count *= 2;
	finder.slots = xcalloc(finder.slot_count, sizeof(*finder.slots));
	follow(&finder);
	find_connects(&finder);
	set_streams(ret_calls);
	struct call_descriptor *grown = ret_calls->descriptors;
	ret_calls->descriptors =
		arena_copy(arena, grown, ret_calls->descriptor_count, sizeof(*grown));
	free(grown);
	free(finder.slots);
	qsort(ret_calls->items, ret_calls->count, sizeof(*ret_calls->items), compare_begins);
	recorded_calls_count_bytes(ret_calls, connection_count);
	recorded_calls_find_samples(ret_calls, calls, &finder.connections, arena);
}

/* Reads the calls into the arena. The text of the file, which is larger, is freed. */
static bool read_calls(
	const char *path, struct arena *arena, struct socket_calls *ret_calls, struct error *error)
{
	autofinish(buffer) struct buffer buffer = { 0 };
	autofinish(socket_calls) struct socket_calls calls = { 0 };
	if (!file_read(path, CALLS_SIZE_MAX, &buffer, error) ||
		!socket_calls_parse(buffer_bytes(&buffer), path, arena, &calls, error))
		return false;
	*ret_calls = (struct socket_calls){
		.items = arena_copy(arena, calls.items, calls.count, sizeof(*calls.items)),
		.count = calls.count,
		.samples = arena_copy(
			arena, calls.samples, calls.sample_count, sizeof(*calls.samples)),
		.sample_count = calls.sample_count,
	};
	return true;
}

const struct recorded_calls *recorded_calls_read(const char *path,
	const struct tcp_connection *connections, uint32_t connection_count,
	struct redaction *redaction, struct arena *arena, struct error *error)
{
	automem char *calls_path = socket_calls_path(path);
	if (!calls_path || !file_exists(calls_path))
		return NULL;
	struct socket_calls calls = { 0 };
	if (!read_calls(calls_path, arena, &calls, error))
		return NULL;
	struct recorded_calls *found = arena_new(arena, struct recorded_calls);
	recorded_calls_find(found, &calls, connections, connection_count, redaction, arena);
	return found;
}
