/*
 * Follows the descriptors of each process through the calls in the order of time. accept() tells
 * the client's socket, which names the connection. connect() tells only the server's: its
 * connection is the one whose SYN was sent while it ran, when there is exactly one.
 */
#include "conversation/calls/recorded-calls.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "conversation/calls/recorded-calls-bytes.h"
#include "conversation/calls/recorded-calls-connections.h"
#include "conversation/calls/recorded-calls-names.h"
#include "conversation/calls/recorded-calls-samples.h"
#include "conversation/calls/recorded-calls-table.h"

enum { CONNECT_ROUNDS = 4 };

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

struct finder {
	struct recorded_calls *calls;
	struct call_table table;
	struct call_connections connections;
};

/* ---- through the calls ---- */

static struct call_descriptor *descriptor_of(
	struct finder *finder, const struct recorded_call *item)
{
	return item->descriptor < 0 ? NULL : &finder->calls->descriptors[item->descriptor];
}

/* The descriptor whose is_nonblocking counts for this one. */
static struct call_descriptor *description_of(
	const struct finder *finder, const struct call_descriptor *descriptor)
{
	return &finder->calls->descriptors[descriptor->description];
}

/* Makes another descriptor of the number for the socket, which connects again. */
static struct call_descriptor *begin_again(struct finder *finder, struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	struct call_descriptor former = *descriptor_of(finder, item);
	struct call_descriptor *again = call_table_open(
		&finder->table, call->role, call->process, call->descriptor, call->begin_ns);
	item->descriptor = again - finder->calls->descriptors;
	again->has_origin = former.has_origin;
	again->is_cloexec = former.is_cloexec;
	again->description = former.description;
	again->bound_ns = former.bound_ns;
	again->has_local = former.has_local && former.bound_ns != INT64_MAX;
	again->local = former.local;
	return again;
}

/* Whether the call is about a socket that was open: not of epoll, and not refused for another. */
static bool uses_socket(const struct socket_call *call)
{
	return call->descriptor >= 0 && strncmp(call->name, "epoll_", 6) != 0 &&
		strcmp(call->error, "EBADF") != 0 && strcmp(call->error, "ENOTSOCK") != 0;
}

/* Closes the numbers of close_range(2), or makes them close-on-exec, as the arguments say. */
static void begin_close_range(struct finder *finder, const struct socket_call *call)
{
	unsigned first, last;
	if (sscanf(call->arguments, "%u, %u", &first, &last) == 2)
		call_table_close(&finder->table, call->process, first, last,
			strstr(call->arguments, "CLOSE_RANGE_CLOEXEC"), call->begin_ns);
}

/* Notes what the call makes of all descriptors of a process. What failed makes nothing. */
static void begin_of_process(struct finder *finder, size_t index)
{
	const struct recorded_call *item = &finder->calls->items[index];
	const struct socket_call *call = item->call;
	if (item->kind == CALL_KIND_EXIT)
		call_table_close(&finder->table, call->process, 0, UINT_MAX, false, call->begin_ns);
	if (call->is_unfinished || call->result < 0 || call->result > INT32_MAX)
		return;
	if (item->kind == CALL_KIND_FORK && call->result)
		call_table_fork(&finder->table, index);
	else if (item->kind == CALL_KIND_EXEC)
		call_table_exec(&finder->table, call);
	else if (item->kind == CALL_KIND_CLOSE_RANGE)
		begin_close_range(finder, call);
}

static void begin_call(struct finder *finder, size_t index)
{
	struct recorded_call *item = &finder->calls->items[index];
	const struct socket_call *call = item->call;
	item->has_named = call_connections_read(&finder->connections, call->address, &item->named);
	begin_of_process(finder, index);
	if (!uses_socket(call))
		return;
	item->descriptor = (int64_t)call_table_find(&finder->table, call);
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

/* Adds the descriptor of the socket that the call has made. */
static struct call_descriptor *open_socket(
	struct finder *finder, const struct socket_call *call, int number)
{
	struct call_descriptor *made =
		call_table_open(&finder->table, call->role, call->process, number, call->end_ns);
	made->has_origin = true;
	made->is_nonblocking = strstr(call->arguments, "SOCK_NONBLOCK");
	made->is_cloexec = strstr(call->arguments, "SOCK_CLOEXEC");
	return made;
}

static void end_accept(struct finder *finder, struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	struct call_descriptor listening = { 0 };
	if (item->descriptor >= 0)
		listening = finder->calls->descriptors[item->descriptor];
	struct call_descriptor *taken = open_socket(finder, call, (int)call->result);
	taken->is_accepted = true;
	taken->connected_ns = call->end_ns;
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

/* A copy takes the place of what had its number. It is close-on-exec only when the call says so. */
static void end_dup(struct finder *finder, const struct recorded_call *item)
{
	const struct socket_call *call = item->call;
	if (item->descriptor < 0)
		return;
	if (strncmp(call->arguments, CALL_DUP_REPLACES, strlen(CALL_DUP_REPLACES)) == 0)
		finder->calls->descriptors[item->descriptor].closed_ns = call->end_ns;
	else if (call->result != call->descriptor) {
		struct call_descriptor copy = finder->calls->descriptors[item->descriptor];
		copy.original = item->descriptor;
		copy.number = (int)call->result;
		copy.has_origin = true;
		copy.is_cloexec = strstr(call->arguments, "CLOEXEC");
		copy.opened_ns = call->end_ns;
		copy.closed_ns = INT64_MAX;
		*call_table_open(&finder->table, call->role, call->process, copy.number,
			call->end_ns) = copy;
	}
}

/* Both ends are in brackets at the end of the arguments. They are connected to each other. */
static void end_pair(struct finder *finder, const struct socket_call *call)
{
	int ends[2];
	const char *bracket = strrchr(call->arguments, '[');
	if (!bracket || sscanf(bracket, "[%d, %d]", &ends[0], &ends[1]) != 2)
		return;
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
		if (ends[i] < 0)
			continue;
		struct call_descriptor *end = open_socket(finder, call, ends[i]);
		end->is_of_pair = true;
		end->connected_ns = call->end_ns;
	}
}

/*
 * Notes whether the descriptor and all its copies are O_NONBLOCK from now on, and whether the
 * descriptor is close-on-exec.
 */
static void note_mode(struct finder *finder, const struct socket_call *call, size_t index)
{
	struct call_descriptor *descriptor = &finder->calls->descriptors[index];
	const char *arguments = call->arguments;
	bool is_fcntl = strcmp(call->name, "fcntl") == 0, is_ioctl = !strcmp(call->name, "ioctl");
	if (is_fcntl && strstr(arguments, "F_SETFL"))
		description_of(finder, descriptor)->is_nonblocking =
			strstr(arguments, "O_NONBLOCK");
	else if (is_ioctl && strstr(arguments, "FIONBIO"))
		description_of(finder, descriptor)->is_nonblocking = !strstr(arguments, "[0]");
	else if (is_fcntl && strstr(arguments, "F_SETFD"))
		descriptor->is_cloexec = strstr(arguments, "FD_CLOEXEC");
	else if (is_ioctl && (strstr(arguments, "FIOCLEX") || strstr(arguments, "FIONCLEX")))
		descriptor->is_cloexec = strstr(arguments, "FIOCLEX");
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
		note_mode(finder, call, (size_t)item->descriptor);
	if (item->kind == CALL_KIND_SOCKET) {
		descriptor = open_socket(finder, call, (int)call->result);
		item->descriptor = (int64_t)(descriptor - finder->calls->descriptors);
	} else if (item->kind == CALL_KIND_ACCEPT) {
		end_accept(finder, item);
	} else if (item->kind == CALL_KIND_DUP) {
		end_dup(finder, item);
	} else if (item->kind == CALL_KIND_PAIR) {
		end_pair(finder, call);
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
	call_table_init(&finder.table, ret_calls);
	follow(&finder);
	find_connects(&finder);
	set_streams(ret_calls);
	struct call_descriptor *grown = ret_calls->descriptors;
	ret_calls->descriptors =
		arena_copy(arena, grown, ret_calls->descriptor_count, sizeof(*grown));
	free(grown);
	call_table_finish(&finder.table);
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
