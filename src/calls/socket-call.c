/*
 * Writes and reads lines such as
 *
 *   {"role":"client","process":7,"thread":7,"call":"connect","fd":5,"address":"127.0.0.1:8080",
 *    "result":0,"begin":"1764402000.123456789","end":"1764402000.123500000"}
 *   {"local":"127.0.0.1:8080","peer":"127.0.0.1:43210","sample":{"state":"ESTABLISHED", ...},
 *    "after":"1764402000.123510000","time":"1764402000.123560000"}
 *
 * Times are strings, since a JSON number loses the nanoseconds in most readers. Keys that a call
 * does not have are left out.
 */
#include "calls/socket-call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/format/json-reader.h"
#include "base/format/json.h"
#include "base/format/timestamp.h"
#include "base/span.h"

enum { FRACTION_DIGITS = 9, TIME_SIZE_MAX = 24, DIGEST_DIGITS = 16, LINE_DIGITS_MAX = 9 };

static const char *const role_names[] = { "server", "client" };

static void append_text(struct json *json, const char *key, const char *value)
{
	if (*value)
		json_string(json, key, value);
}

/* Writes a number of nanoseconds as seconds. */
static void append_seconds(struct text *out, int64_t time_ns)
{
	text_append_number(out, (uint64_t)(time_ns / NS_PER_S));
	text_append_char(out, '.');
	text_append_digits(out, (uint64_t)(time_ns % NS_PER_S), FRACTION_DIGITS);
}

static void append_time(struct json *json, const char *key, int64_t time_ns)
{
	autofinish(text) struct text time = { 0 };
	append_seconds(&time, time_ns);
	json_string(json, key, text_string(&time));
}

static void append_sample(struct json *json, const char *key, const struct socket_sample *sample)
{
	if (!sample->is_taken)
		return;
	json_begin_object(json, key);
	json_string(json, "state", sample->state);
	json_number(json, "send_queue", sample->send_queue);
	json_number(json, "unsent", sample->unsent);
	json_number(json, "receive_queue", sample->receive_queue);
	json_number(json, "cwnd", sample->cwnd);
	if (sample->ssthresh)
		json_number(json, "ssthresh", sample->ssthresh);
	if (sample->mss)
		json_number(json, "mss", sample->mss);
	json_number(json, "rtt_us", sample->rtt_us);
	json_number(json, "retransmits", sample->retransmits);
	json_end_object(json);
}

static void append_during(struct json *json, const struct socket_call *call)
{
	if (!call->during_count)
		return;
	json_begin_object(json, "during");
	for (size_t i = 0; i < call->during_count; i++) {
		autofinish(text) struct text time = { 0 };
		append_seconds(&time, call->during[i].time_ns);
		append_sample(json, text_string(&time), &call->during[i].sample);
	}
	json_end_object(json);
}

static void append_source(struct json *json, const struct socket_call *call)
{
	char digest[DIGEST_DIGITS + 1];
	if (!*call->source)
		return;
	json_string(json, "source", call->source);
	(void)snprintf(digest, sizeof(digest), "%016" PRIx64, call->source_digest);
	json_string(json, "source_digest", digest);
}

void socket_call_append(struct text *out, const struct socket_call *call)
{
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_string(&json, "role", role_names[call->role]);
	json_number(&json, "process", call->process);
	json_number(&json, "thread", call->thread);
	json_string(&json, "call", call->name);
	if (call->descriptor != CALL_NO_DESCRIPTOR)
		json_number(&json, "fd", call->descriptor);
	append_text(&json, "address", call->address);
	append_text(&json, "arguments", call->arguments);
	if (call->length >= 0)
		json_number(&json, "length", call->length);
	if (!call->is_unfinished)
		json_number(&json, "result", call->result);
	append_text(&json, "error", call->error);
	append_text(&json, "local", call->local);
	append_text(&json, "peer", call->peer);
	append_sample(&json, "sample", &call->sample);
	append_during(&json, call);
	append_source(&json, call);
	append_time(&json, "begin", call->begin_ns);
	if (!call->is_unfinished)
		append_time(&json, "end", call->end_ns);
	json_end_object(&json);
	text_append_char(out, '\n');
}

void packet_sample_append(struct text *out, const struct packet_sample *sample)
{
	struct json json = { .out = out };
	if (!sample->sample.is_taken)
		return;
	json_begin_object(&json, NULL);
	json_string(&json, "local", sample->local);
	json_string(&json, "peer", sample->peer);
	append_sample(&json, "sample", &sample->sample);
	append_time(&json, "after", sample->after_ns);
	append_time(&json, "time", sample->time_ns);
	json_end_object(&json);
	text_append_char(out, '\n');
}

/*
 * Reads a string that fits into `size` bytes with its NUL; false when it is missing, longer, or has
 * a NUL itself: everything behind that would be lost.
 */
static bool read_string(
	const struct json_members *line, const char *key, char *ret_string, size_t size)
{
	struct bytes value;
	autofinish(text) struct text string = { 0 };
	if (!json_members_find(line, key, &value) || !json_string_append(value, &string) ||
		string.size >= size || strlen(text_string(&string)) != string.size)
		return false;
	memcpy(ret_string, text_string(&string), string.size + 1);
	return true;
}

/* The same, or leaves the string when the key is missing. */
static bool read_text(const struct json_members *line, const char *key, char *string, size_t size)
{
	struct bytes value;
	return !json_members_find(line, key, &value) || read_string(line, key, string, size);
}

/* Reads a number, or leaves *number when the key is missing; false when it is no number. */
static bool read_number(const struct json_members *line, const char *key, int64_t *number)
{
	struct bytes value;
	return !json_members_find(line, key, &value) || json_integer(value, number);
}

static bool read_int(const struct json_members *line, const char *key, int *number)
{
	int64_t value = *number;
	if (!read_number(line, key, &value) || value < INT32_MIN || value > INT32_MAX)
		return false;
	*number = (int)value;
	return true;
}

static bool read_count(const struct json_members *line, const char *key, uint32_t *count)
{
	int64_t value = *count;
	if (!read_number(line, key, &value) || value < 0 || value > UINT32_MAX)
		return false;
	*count = (uint32_t)value;
	return true;
}

static bool parse_time(const char *text, int64_t *ret_ns)
{
	const char *dot = strchr(text, '.');
	size_t digits = strspn(text, "0123456789");
	/* The seconds have at most nine digits more than an int64_t of nanoseconds allows. */
	if (!dot || digits == 0 || digits > FRACTION_DIGITS + 1 || text + digits != dot ||
		strspn(dot + 1, "0123456789") != FRACTION_DIGITS ||
		dot[FRACTION_DIGITS + 1] != '\0')
		return false;
	long long seconds = strtoll(text, NULL, 10);
	if (seconds >= INT64_MAX / NS_PER_S)
		return false;
	*ret_ns = seconds * NS_PER_S + strtoll(dot + 1, NULL, 10);
	return true;
}

static bool read_time(const struct json_members *line, const char *key, int64_t *ret_ns)
{
	char text[TIME_SIZE_MAX];
	return read_string(line, key, text, sizeof(text)) && parse_time(text, ret_ns);
}

static bool read_role(const struct json_members *line, enum call_role *ret_role)
{
	char role[CALL_NAME_SIZE];
	if (!read_string(line, "role", role, sizeof(role)))
		return false;
	*ret_role = strcmp(role, role_names[CALL_OF_CLIENT]) == 0 ? CALL_OF_CLIENT : CALL_OF_SERVER;
	return strcmp(role, role_names[*ret_role]) == 0;
}

static bool read_sample(struct bytes object, struct socket_sample *sample)
{
	struct json_members members;
	sample->is_taken = true;
	return json_members_read(object, &members) &&
		read_string(&members, "state", sample->state, sizeof(sample->state)) &&
		read_count(&members, "send_queue", &sample->send_queue) &&
		read_count(&members, "unsent", &sample->unsent) &&
		read_count(&members, "receive_queue", &sample->receive_queue) &&
		read_count(&members, "cwnd", &sample->cwnd) &&
		read_count(&members, "ssthresh", &sample->ssthresh) &&
		read_count(&members, "mss", &sample->mss) &&
		read_count(&members, "rtt_us", &sample->rtt_us) &&
		read_count(&members, "retransmits", &sample->retransmits);
}

/* Reads the line of source of a call that has one. */
static bool read_source(const struct json_members *line, struct socket_call *call)
{
	char digest[DIGEST_DIGITS + 1], *end;
	size_t size;
	unsigned number;
	if (!read_text(line, "source", call->source, sizeof(call->source)) || !*call->source)
		return !*call->source;
	if (!socket_call_source(call, &size, &number) ||
		!read_string(line, "source_digest", digest, sizeof(digest)) ||
		strspn(digest, "0123456789abcdef") != DIGEST_DIGITS)
		return false;
	call->source_digest = strtoull(digest, &end, DIGEST_DIGITS);
	return true;
}

bool socket_call_source(const struct socket_call *call, size_t *ret_size, unsigned *ret_line)
{
	const char *colon = strrchr(call->source, ':');
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
	if (!colon || colon == call->source || !digits || digits > LINE_DIGITS_MAX ||
		colon[1 + digits] || colon[1] == '0')
		return false;
	*ret_size = (size_t)(colon - call->source);
	*ret_line = (unsigned)strtoul(colon + 1, NULL, 10);
	return true;
}

uint64_t socket_call_line_digest(struct bytes line)
{
	return digest_add(DIGEST_NOTHING, span_trim(line));
}

/* Reads what was measured when a call ended, and before. */
static bool read_samples(
	const struct json_members *line, struct arena *arena, struct socket_call *call)
{
	struct bytes rest, key, value;
	if (json_members_find(line, "sample", &value) && !read_sample(value, &call->sample))
		return false;
	if (!json_members_find(line, "during", &rest))
		return true;
	struct socket_measure *measures =
		arena_alloc_array(arena, CALL_MEASURES_MAX, sizeof(*measures));
	call->during = measures;
	while (json_next_member(&rest, &key, &value)) {
		char time[TIME_SIZE_MAX] = "";
		struct socket_measure *measure = &measures[call->during_count];
		if (call->during_count == CALL_MEASURES_MAX || key.size >= sizeof(time))
			return false;
		memcpy(time, key.data, key.size);
		if (!parse_time(time, &measure->time_ns) || measure->time_ns < call->begin_ns ||
			!read_sample(value, &measure->sample))
			return false;
		call->during_count++;
	}
	return true;
}

/* Whether a name is one that a call or an error can have. */
static bool is_word(const char *word, char first, char last)
{
	const char *p = word;
	while ((*p >= first && *p <= last) || ascii_is_digit(*p) || *p == '_' || *p == '?')
		p++;
	return *word && !*p;
}

static bool is_possible(const struct socket_call *call)
{
	return is_word(call->name, 'a', 'z') && (!*call->error || is_word(call->error, 'A', 'Z')) &&
		(call->is_unfinished || call->end_ns >= call->begin_ns);
}

bool socket_call_parse(struct bytes line, struct arena *arena, struct socket_call *ret_call)
{
	struct socket_call call = { .descriptor = CALL_NO_DESCRIPTOR, .length = -1 };
	struct json_members members;
	struct bytes value;
	if (!json_members_read(line, &members))
		return false;
	call.is_unfinished = !json_members_find(&members, "result", &value);
	bool ok = read_role(&members, &call.role) && read_int(&members, "process", &call.process) &&
		read_int(&members, "thread", &call.thread) &&
		read_string(&members, "call", call.name, sizeof(call.name)) &&
		read_int(&members, "fd", &call.descriptor) &&
		read_number(&members, "length", &call.length) &&
		read_number(&members, "result", &call.result) &&
		read_time(&members, "begin", &call.begin_ns) &&
		(call.is_unfinished || read_time(&members, "end", &call.end_ns)) &&
		read_text(&members, "address", call.address, sizeof(call.address)) &&
		read_text(&members, "arguments", call.arguments, sizeof(call.arguments)) &&
		read_text(&members, "error", call.error, sizeof(call.error)) &&
		read_text(&members, "local", call.local, sizeof(call.local)) &&
		read_text(&members, "peer", call.peer, sizeof(call.peer)) &&
		read_samples(&members, arena, &call) && read_source(&members, &call) &&
		is_possible(&call);
	if (ok)
		*ret_call = call;
	return ok;
}

bool packet_sample_is(struct bytes line)
{
	struct bytes value;
	return json_member(line, "after", &value);
}

bool packet_sample_parse(struct bytes line, struct packet_sample *ret_sample)
{
	struct packet_sample sample = { 0 };
	struct json_members members;
	struct bytes value;
	bool ok = json_members_read(line, &members) &&
		read_string(&members, "local", sample.local, sizeof(sample.local)) &&
		read_string(&members, "peer", sample.peer, sizeof(sample.peer)) &&
		json_members_find(&members, "sample", &value) &&
		read_sample(value, &sample.sample) &&
		read_time(&members, "after", &sample.after_ns) &&
		read_time(&members, "time", &sample.time_ns) && sample.time_ns >= sample.after_ns;
	if (ok)
		*ret_sample = sample;
	return ok;
}

/* Reads a line of either kind. */
static bool parse_line(
	struct bytes line, struct arena *arena, struct socket_calls *calls, bool *ret_is_full)
{
	bool is_sample = packet_sample_is(line);
	*ret_is_full = false;
	if (memchr(line.data, 0, line.size))
		return false;
	*ret_is_full =
		is_sample ? calls->sample_count == PACKET_SAMPLES_MAX : calls->count == CALLS_MAX;
	if (*ret_is_full)
		return false;
	if (is_sample) {
		grow_array(&calls->samples, calls->sample_count, &calls->sample_capacity,
			sizeof(*calls->samples));
		return packet_sample_parse(line, &calls->samples[calls->sample_count++]);
	}
	grow_array(&calls->items, calls->count, &calls->capacity, sizeof(*calls->items));
	return socket_call_parse(line, arena, &calls->items[calls->count++]);
}

static bool parse_lines(struct bytes text, const char *path, struct arena *arena,
	struct socket_calls *calls, struct error *error)
{
	for (unsigned number = 1; text.size; number++) {
		const uint8_t *end = memchr(text.data, '\n', text.size);
		size_t size = end ? (size_t)(end - text.data) : text.size;
		bool is_full;
		if (!parse_line((struct bytes){ text.data, size }, arena, calls, &is_full)) {
			if (is_full)
				error_set(error,
					"a file of socket calls has at most %d calls and %d samples: record a program that makes fewer",
					CALLS_MAX, PACKET_SAMPLES_MAX);
			else
				error_set(error,
					"this line is no socket call: record again to write the file anew");
			return error_at(error, path, number);
		}
		text = (struct bytes){ text.data + size + (end != NULL),
			text.size - size - (end != NULL) };
	}
	return true;
}

bool socket_calls_parse(struct bytes text, const char *path, struct arena *arena,
	struct socket_calls *ret_calls, struct error *error)
{
	struct socket_calls calls = { 0 };
	if (!parse_lines(text, path, arena, &calls, error)) {
		socket_calls_finish(&calls);
		return false;
	}
	*ret_calls = calls;
	return true;
}

void socket_calls_finish(struct socket_calls *calls)
{
	if (!calls)
		return;
	free(calls->items);
	free(calls->samples);
	*calls = (struct socket_calls){ 0 };
}

const char *const socket_calls_endings[SOCKET_CALLS_ENDINGS] = { ".pcap", ".pcapng", ".cap",
	".pcap.gz", ".pcapng.gz", "" };

char *socket_calls_path(const char *capture)
{
	size_t size = strlen(capture), stem = size;
	if (strcmp(capture, "-") == 0)
		return NULL;
	for (size_t i = 0; i < SOCKET_CALLS_ENDINGS && stem == size; i++) {
		size_t end = strlen(socket_calls_endings[i]);
		if (end <= size && strcmp(capture + size - end, socket_calls_endings[i]) == 0)
			stem = size - end;
	}
	struct text path = { 0 };
	text_append_size(&path, capture, stem);
	text_append(&path, ".calls.jsonl");
	return text_steal(&path);
}

bool socket_calls_may_replace(const char *path, struct error *error)
{
	static const char *const beginnings[] = { "{\"role\":", "{\"local\":" };
	char first[16];
	size_t size = 0;
	enum file_content content =
		path ? file_look(path, first, sizeof(first), &size, error) : FILE_HAS_NOTHING;
	if (content == FILE_IS_SPECIAL)
		return error_set(error,
			"cannot write '%s', the socket calls of the capture: it is no regular file; remove it, or name another capture",
			path);
	if (content != FILE_HAS_BYTES)
		return content == FILE_HAS_NOTHING;
	for (size_t i = 0; i < ARRAY_COUNT(beginnings); i++)
		if (size >= strlen(beginnings[i]) &&
			memcmp(first, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return error_set(error,
		"cannot write '%s': what is there are no socket calls and would be lost; remove it, or name another capture",
		path);
}
