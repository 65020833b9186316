/*
 * Reads three kinds of value: of a capture (`pingpong.packets`), of a connection by Wireshark's
 * tcp.stream (`pingpong.stream[0].client_isn`), and of a packet by its number, with the keys of
 * `packets --json` (`pingpong.frame[1].seq_raw`) or a field by Wireshark's name
 * (`pingpong.frame[4].http.host`). Each kind has a table of names and a function.
 */
#include "deck/packets/values.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "base/nearest-name.h"
#include "conversation/names/endpoint-names.h"
#include "deck/calls/call-values.h"
#include "deck/fields/field-values.h"
#include "explain/words.h"
#include "listing/info/packet-info.h"
#include "listing/packet-keys.h"
#include "notes/text/lines.h"

enum kind { KIND_CAPTURE, KIND_STREAM, KIND_FRAME, KIND_CALL };

struct expression {
	enum kind kind;
	size_t capture_index;
	uint64_t number; /* number of the stream, from 0, or of the frame, from 1 */
	struct call_choice call;
	const char *key;
	enum packet_key packet_key; /* the key of KIND_FRAME; PACKET_KEY_COUNT: a field */
	bool is_raw; /* ends with `.raw`: digits without groups, to be copied or computed with */
	const struct capture_names *names; /* for addresses */
};

enum { EXPRESSION_SIZE_MAX = 200, EXPRESSIONS_MAX = 10000 /* in one talk */, KEYS_MAX = 32 };

/* Appends what the socket is called, without its port; else its address. */
static void append_address(struct text *out, const struct address *address, uint16_t port,
	const struct capture_names *names)
{
	const struct endpoint endpoint = { *address, port };
	const char *name = socket_name(names, &endpoint);
	if (name)
		text_append(out, name);
	else
		address_append_named(out, address, names);
}

/* --- a capture --- */

static void append_capture_value(
	struct text *out, const char *key, const struct capture_view *view, const char *gap)
{
	const struct capture_summary *summary = &view->summary;
	if (strcmp(key, "file") == 0) {
		const char *slash = strrchr(view->declared->path, '/');
		text_append(out, slash ? slash + 1 : view->declared->path);
	} else if (strcmp(key, "packets") == 0) {
		text_append_grouped(out, summary->packet_count, gap);
	} else if (strcmp(key, "connections") == 0) {
		uint32_t count = 0;
		for (uint32_t i = 0; i < summary->connection_count; i++)
			/* a connection without packets was only quoted by an ICMP error */
			count += summary->connections[i].packet_count > 0;
		text_append_grouped(out, count, gap);
	} else if (strcmp(key, "duration") == 0) {
		timestamp_append_duration(out, summary->last_ns - summary->first_ns, gap);
	}
}
static const char *const capture_keys[] = { "file", "packets", "connections", "duration" };

/* --- a connection --- */

static uint16_t smaller_mss(const struct tcp_connection *connection)
{
	uint16_t client = connection->client_mss, server = connection->server_mss;
	if (!client || !server)
		return client ? client : server;
	return client < server ? client : server;
}

struct stream_number {
	const char *key;
	uint64_t value;
	/* is_name: the number is a name, such as a port, and is written without groups */
	bool is_known, is_name;
};

enum { STREAM_NUMBERS = 16 };
static const char *const stream_keys[] = { "client_port", "server_port", "client_isn", "server_isn",
	"client_mss", "server_mss", "mss", "client_bytes", "server_bytes", "bytes", "packets",
	"client_segments", "server_segments", "largest_payload", "client", "server", "duration",
	"first_frame", "last_frame" };

static void list_stream_numbers(
	const struct tcp_connection *connection, struct stream_number numbers[STREAM_NUMBERS])
{
	uint32_t largest = connection->largest_client_payload > connection->largest_server_payload
		? connection->largest_client_payload
		: connection->largest_server_payload;
	uint16_t mss = smaller_mss(connection);
	bool has_fragments = connection->client_has_fragments || connection->server_has_fragments;
	const struct stream_number list[STREAM_NUMBERS] = {
		{ "client_port", connection->client_port, true, true },
		{ "server_port", connection->server_port, true, true },
		{ "client_isn", connection->client_isn, connection->has_client_isn, true },
		{ "server_isn", connection->server_isn, connection->has_server_isn, true },
		{ "client_mss", connection->client_mss, connection->client_mss > 0, false },
		{ "server_mss", connection->server_mss, connection->server_mss > 0, false },
		{ "mss", mss, mss > 0, false },
		{ "client_bytes", connection->client_bytes, !connection->client_has_fragments,
			false },
		{ "server_bytes", connection->server_bytes, !connection->server_has_fragments,
			false },
		{ "bytes", connection->client_bytes + connection->server_bytes, !has_fragments,
			false },
		{ "packets", connection->packet_count, true, false },
		{ "client_segments", connection->client_data_segments, true, false },
		{ "server_segments", connection->server_data_segments, true, false },
		{ "largest_payload", largest, true, false },
		{ "first_frame", connection->first_frame, true, true },
		{ "last_frame", connection->last_frame, true, true },
	};
	memcpy(numbers, list, sizeof(list));
}

/* Appends a value of a connection. Returns false when the connection does not have it. */
static bool append_stream_value(struct text *out, const struct expression *expression,
	const struct tcp_connection *connection, const char *gap)
{
	const char *key = expression->key;
	if (strcmp(key, "client") == 0) {
		append_address(
			out, &connection->client, connection->client_port, expression->names);
	} else if (strcmp(key, "server") == 0) {
		append_address(
			out, &connection->server, connection->server_port, expression->names);
	} else if (strcmp(key, "duration") == 0) {
		timestamp_append_duration(out, connection->last_ns - connection->first_ns, gap);
	} else {
		struct stream_number numbers[STREAM_NUMBERS];
		list_stream_numbers(connection, numbers);
		for (size_t i = 0; i < STREAM_NUMBERS; i++) {
			if (strcmp(numbers[i].key, key) != 0)
				continue;
			if (numbers[i].is_known && numbers[i].is_name)
				text_append_number(out, numbers[i].value);
			else if (numbers[i].is_known)
				text_append_grouped(out, numbers[i].value, gap);
			return numbers[i].is_known;
		}
	}
	return true;
}

/* --- a packet, by the keys of `packets --json` --- */

static bool append_end(
	struct text *out, const struct endpoint *end, const struct capture_names *names)
{
	append_address(out, &end->address, end->port, names);
	return end->address.family != ADDRESS_NONE;
}

/* Appends a value that only segments of TCP have. Returns false when this one does not have it. */
static bool append_tcp_value(
	struct text *out, enum packet_key key, const struct shown_packet *packet, const char *gap)
{
	const struct tcp_header *header = frame_tcp(&packet->frame);
	const struct tcp_analysis *tcp = &packet->facts.tcp;
	char flags[TCP_FLAGS_TEXT_SIZE];
	if (!header || !packet->facts.has_tcp)
		return false;
	if (key == PACKET_KEY_FLAGS) {
		tcp_flags_format(header->flags, ",", flags, sizeof(flags));
		text_append(out, flags);
	} else if (key == PACKET_KEY_SEQ_RAW) {
		text_append_number(out, header->sequence);
	} else if (key == PACKET_KEY_STREAM) {
		text_append_number(out, tcp->stream);
	} else {
		text_append_grouped(out,
			key == PACKET_KEY_SEQ               ? tcp->sequence
				: key == PACKET_KEY_ACK     ? tcp->acknowledgment
				: key == PACKET_KEY_TCP_LEN ? header->payload_size
				: key == PACKET_KEY_WINDOW  ? tcp->window
				: key == PACKET_KEY_MSS     ? header->mss
							    : header->window_scale,
			gap);
	}
	return (key != PACKET_KEY_MSS || header->has_mss) &&
		(key != PACKET_KEY_WSCALE || header->has_window_scale);
}

/* Appends all values of a field; a number has groups, as in the pictures. */
static bool append_field_value(struct text *out, const struct expression *expression,
	const struct shown_packet *packet, bool is_korean)
{
	bool is_number;
	autofinish(text) struct text all = { 0 };
	if (!field_value_append(&all, packet, expression->key, is_korean, &is_number))
		return false;
	if (is_number && !expression->is_raw)
		return field_value_label(out, packet, expression->key, false, is_korean);
	text_append(out, text_string(&all));
	return true;
}

/* Appends a value of a packet. Returns false when the packet does not have it. */
static bool append_packet_value(struct text *out, const struct expression *expression,
	const struct shown_packet *packet, const char *gap, bool is_korean)
{
	const struct frame *frame = &packet->frame;
	const struct endpoint source = endpoint_source(frame);
	const struct endpoint destination = endpoint_destination(frame);
	switch (expression->packet_key) {
	case PACKET_KEY_NUMBER:
		text_append_number(out, frame->number);
		return true;
	case PACKET_KEY_TIME:
		timestamp_append_seconds(out, frame->time_ns);
		return true;
	case PACKET_KEY_LENGTH:
		text_append_grouped(out, frame->length, gap);
		return true;
	case PACKET_KEY_CAPTURED:
		text_append_grouped(out, frame->data.size, gap);
		return true;
	case PACKET_KEY_PROTOCOL:
		text_append(out, frame_reading_name(&packet->facts.shown));
		return true;
	case PACKET_KEY_SRC:
		return append_end(out, &source, expression->names);
	case PACKET_KEY_DST:
		return append_end(out, &destination, expression->names);
	case PACKET_KEY_RULE:
		text_append(out, packet->rule->name);
		return true;
	case PACKET_KEY_INFO:
		packet_info_append(out, frame, &packet->facts);
		return true;
	case PACKET_KEY_SPORT:
		text_append_number(out, frame->source_port);
		return frame->has_ports;
	case PACKET_KEY_DPORT:
		text_append_number(out, frame->destination_port);
		return frame->has_ports;
	case PACKET_KEY_FLAGS:
	case PACKET_KEY_SEQ:
	case PACKET_KEY_ACK:
	case PACKET_KEY_SEQ_RAW:
	case PACKET_KEY_TCP_LEN:
	case PACKET_KEY_WINDOW:
	case PACKET_KEY_MSS:
	case PACKET_KEY_WSCALE:
	case PACKET_KEY_STREAM:
		return append_tcp_value(out, expression->packet_key, packet, gap);
	case PACKET_KEY_DUPLICATE_OF:
	case PACKET_KEY_ANALYSIS:
	case PACKET_KEY_HTTP:
	case PACKET_KEY_HTTP2:
	case PACKET_KEY_DNS:
	case PACKET_KEY_TLS:
	case PACKET_KEY_DECODE:
	case PACKET_KEY_TCP:
	case PACKET_KEY_LAYERS:
		break;
	case PACKET_KEY_COUNT:
		return append_field_value(out, expression, packet, is_korean);
	}
	return false;
}

/* --- expressions --- */

static bool parse_number(const char **text, uint64_t *ret_number)
{
	const char *p = *text;
	uint64_t number = 0;
	if (*p < '0' || *p > '9')
		return false;
	for (; ascii_is_digit(*p); p++) {
		if (number > UINT32_MAX)
			return false;
		number = number * 10 + (uint64_t)(*p - '0');
	}
	*text = p;
	*ret_number = number;
	return true;
}

/* Takes `.raw` off the end, whatever stands before it. */
static const char *take_raw(const char *rest, struct arena *arena, bool *ret_is_raw)
{
	static const char ending[] = ".raw";
	size_t size = strlen(rest), ending_size = sizeof(ending) - 1;
	*ret_is_raw = size > ending_size && strcmp(rest + size - ending_size, ending) == 0;
	return *ret_is_raw ? arena_strndup(arena, rest, size - ending_size) : rest;
}

/* Parses what follows the capture's name and the dot. */
static bool parse_rest(const char *rest, struct expression *ret_expression, struct arena *arena)
{
	rest = take_raw(rest, arena, &ret_expression->is_raw);
	ret_expression->kind = KIND_CAPTURE;
	ret_expression->key = rest;
	static const struct {
		const char *prefix;
		enum kind kind;
	} lists[] = { { "stream[", KIND_STREAM }, { "frame[", KIND_FRAME } };
	if (call_choice_parse(&rest, &ret_expression->call)) {
		ret_expression->kind = KIND_CALL;
		ret_expression->key = rest;
		return rest[0] != '\0';
	}
	if (strncmp(rest, "call[", 5) == 0)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
		size_t size = strlen(lists[i].prefix);
		if (strncmp(rest, lists[i].prefix, size) != 0)
			continue;
		const char *p = rest + size;
		if (!parse_number(&p, &ret_expression->number) || strncmp(p, "].", 2) != 0)
			return false;
		ret_expression->kind = lists[i].kind;
		ret_expression->key = p + 2;
	}
	return ret_expression->key[0] != '\0';
}

/*
 * Adds to the error how to write braces that are no value, such as those of other programs'
 * templates.
 */
static bool refuse_braces(const char *text, struct error *error)
{
	autofinish(text) struct text cause = { 0 };
	text_append(&cause, error_message(error));
	return error_set(error, "'{{%s}}': %s; write '\\{{' for braces that are shown", text,
		text_string(&cause));
}

static bool lost_captures(const char *text, struct error *error)
{
	error_set(
		error, "'{{%s}}' is not known: the captures of this talk could not be read", text);
	error->is_reported = true;
	return false;
}

static bool parse_expression(const struct captures *captures, const char *text, struct arena *arena,
	struct expression *ret_expression, struct error *error)
{
	/* Names may contain dots, so the longest name that fits counts. */
	size_t longest = 0;
	for (size_t i = 0; i < captures->count; i++) {
		size_t size = strlen(captures->views[i].declared->name);
		if (size > longest && strncmp(text, captures->views[i].declared->name, size) == 0 &&
			text[size] == '.') {
			longest = size;
			ret_expression->capture_index = i;
		}
	}
	if (!longest) {
		automem char *name = xstrndup(text, strcspn(text, "."));
		if (captures->talk->has_lost_captures)
			return lost_captures(text, error);
		if (!captures_find(captures, name, error))
			return refuse_braces(text, error);
	} else if (parse_rest(text + longest + 1, ret_expression, arena)) {
		return true;
	}
	const char *name = captures->views[ret_expression->capture_index].declared->name;
	return error_set(error,
		"'{{%s}}' is not understood: write it like '{{%s.stream[0].client_port}}' or '{{%s.frame[1].seq_raw}}', or '\\{{' for braces that are shown",
		text, name, name);
}

/* Checks that there is such a key, and finds that of a packet. */
static bool check_key(const char *text, struct expression *expression, struct error *error)
{
	const char *packet_keys[PACKET_KEY_VALUES];
	for (unsigned i = 0; i < PACKET_KEY_VALUES; i++)
		packet_keys[i] = packet_key_name((enum packet_key)i);
	const struct {
		const char *what;
		const char *const *keys;
		size_t count;
	} tables[] = {
		{ MESSAGE("capture"), capture_keys, ARRAY_COUNT(capture_keys) },
		{ MESSAGE("stream"), stream_keys, ARRAY_COUNT(stream_keys) },
		{ MESSAGE("frame"), packet_keys, ARRAY_COUNT(packet_keys) },
		{ MESSAGE("call"), call_value_keys, CALL_VALUE_KEYS },
	};
	const char *const *keys = tables[expression->kind].keys;
	size_t count = tables[expression->kind].count;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i], expression->key) != 0)
			continue;
		expression->packet_key = (enum packet_key)i;
		return true;
	}
	bool is_field = expression->kind == KIND_FRAME && strchr(expression->key, '.');
	if (is_field && field_value_is_known(expression->key)) {
		expression->packet_key = PACKET_KEY_COUNT;
		return true;
	}
	const char *what = tables[expression->kind].what;
	const char *nearest = is_field ? field_value_nearest(expression->key)
				       : nearest_name(expression->key, keys, count);
	if (nearest)
		return error_set(error, "'{{%s}}': a %s has no '%s'; did you mean '%s'?", text,
			message_of(what), expression->key, nearest);
	autofinish(text) struct text known = { 0 };
	for (size_t i = 0; i < count; i++)
		text_append_format(&known, "%s%s", i ? ", " : "", keys[i]);
	return error_set(error, "'{{%s}}': a %s has no '%s', only %s", text, message_of(what),
		expression->key, text_string(&known));
}

static const struct shown_packet *quoted_packet(const struct capture_view *view, uint64_t number)
{
	size_t index;
	return selection_find_frame(&view->quoted, number, &index) ? view->quoted.packets[index]
								   : NULL;
}

static bool append_value(struct text *out, const char *text, const struct expression *expression,
	const struct capture_view *view, bool is_korean, struct error *error)
{
	const char *gap = expression->is_raw ? "" : text_prose_digit_gap(is_korean);
	bool has = true;
	if (view->problem) {
		error_set(error, "'{{%s}}' is not known: %s", text, view->problem);
		error->is_reported = true;
		return false;
	}
	if (!view->is_read)
		return error_set(
			error, "'{{%s}}' is not understood: write it without spaces", text);
	if (expression->kind == KIND_CALL && view->are_calls_broken) {
		error_set(error, "'{{%s}}' is not known: its calls could not be read", text);
		error->is_reported = true;
		return false;
	} else if (expression->kind == KIND_CALL) {
		return call_value_append(out, &expression->call, expression->key, &view->summary,
			       view->declared->path, gap, error) ||
			error_prefix(error, "'{{%s}}': ", text);
	} else if (expression->kind == KIND_CAPTURE) {
		append_capture_value(out, expression->key, view, gap);
	} else if (expression->kind == KIND_STREAM) {
		if (expression->number >= view->summary.connection_count)
			return error_set(error,
				"'{{%s}}': '%s' has %u connection%s, counted from 0", text,
				view->declared->path, view->summary.connection_count,
				view->summary.connection_count == 1 ? "" : "s");
		has = append_stream_value(
			out, expression, &view->summary.connections[expression->number], gap);
	} else {
		const struct shown_packet *packet = quoted_packet(view, expression->number);
		if (!packet)
			return error_set(error, "'{{%s}}': '%s' has %llu packet%s, counted from 1",
				text, view->declared->path,
				(unsigned long long)view->summary.packet_count,
				view->summary.packet_count == 1 ? "" : "s");
		has = append_packet_value(out, expression, packet, gap, is_korean);
	}
	if (!has)
		return error_set(error, "'{{%s}}': it has no '%s'", text, expression->key);
	return true;
}

/*
 * Whether braces stand for values in this talk: it declares a capture, or embeds the one that
 * `text` names.
 */
static bool has_values(const struct captures *captures, const char *text)
{
	if (captures->talk->declared_count || captures->talk->has_lost_captures)
		return true;
	for (size_t i = 0; i < captures->count; i++) {
		const char *name = captures->views[i].declared->name;
		size_t size = strlen(name);
		if (strncmp(text, name, size) == 0 && text[size] == '.')
			return true;
	}
	return false;
}

bool values_append(const struct captures *captures, const char *expression, struct text *out,
	struct error *error)
{
	return values_append_named(captures, NULL, expression, out, error);
}

bool values_append_named(const struct captures *captures, const struct capture_names *names,
	const char *expression, struct text *out, struct error *error)
{
	static const struct capture_names none;
	struct expression parsed = { 0 };
	if (!has_values(captures, expression))
		return false;
	if (strlen(expression) > EXPRESSION_SIZE_MAX)
		return error_set(error, "'{{%.20s...}}' is too long to be a value", expression);
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text value = { 0 };
	if (!parse_expression(captures, expression, &arena, &parsed, error) ||
		!check_key(expression, &parsed, error))
		return false;
	parsed.names = names && !parsed.is_raw ? names : &none;
	if (!append_value(&value, expression, &parsed, &captures->views[parsed.capture_index],
		    diagram_is_korean(captures->talk->lang), error))
		return false;
	/* Wireshark's info column ends HTTP lines with a space, which prose does not need. */
	while (value.size && value.data[value.size - 1] == ' ')
		value.size--;
	text_append_size(out, text_string(&value), value.size);
	return true;
}

/* Copies the next `{{...}}` at or after *offset into `text`, without spaces around it. */
static bool next_expression(struct bytes source, size_t *offset, char text[EXPRESSION_SIZE_MAX + 1])
{
	for (size_t i = *offset; i + 4 <= source.size; i++) {
		const uint8_t *brace = memchr(source.data + i, '{', source.size - i - 3);
		if (!brace)
			break;
		i = (size_t)(brace - source.data);
		if (source.data[i + 1] != '{')
			continue;
		size_t start = i + 2;
		while (start < source.size && source.data[start] == ' ')
			start++;
		size_t end = start;
		while (end < source.size && end - start < EXPRESSION_SIZE_MAX &&
			source.data[end] > ' ' && source.data[end] != '}')
			end++;
		memcpy(text, source.data + start, end - start);
		text[end - start] = '\0';
		*offset = end > i + 2 ? end : i + 2;
		return true;
	}
	return false;
}

const char *values_fill(const struct captures *captures, const char *line, struct arena *arena)
{
	const struct bytes source = markup_bytes_of(line);
	autofinish(text) struct text filled = { 0 };
	char expression[EXPRESSION_SIZE_MAX + 1];
	for (size_t at = 0, end; at < source.size; at = end) {
		autofinish(error) struct error ignored = { 0 };
		size_t open = bytes_find(source, at, "{{");
		text_append_size(&filled, line + at, open - at);
		end = open;
		if (!next_expression(source, &end, expression)) {
			text_append(&filled, line + open);
			break;
		}
		end += strspn(line + end, " ");
		bool is_closed = strncmp(line + end, "}}", 2) == 0;
		if (is_closed && values_append(captures, expression, &filled, &ignored)) {
			end += 2;
		} else {
			text_append_char(&filled, line[open]);
			end = open + 1;
		}
	}
	return arena_strdup(arena, text_string(&filled));
}

bool values_check(const struct talk *talk, struct bytes source, struct error *error)
{
	if (!talk->capture_count)
		return true;
	char text[EXPRESSION_SIZE_MAX + 1];
	size_t offset = 0, count = 0;
	while (count <= EXPRESSIONS_MAX && next_expression(source, &offset, text))
		count++;
	if (count <= EXPRESSIONS_MAX)
		return true;
	unsigned line = 1;
	for (size_t i = 0; i < offset; i++)
		line += source.data[i] == '\n';
	error_set(error, "a talk has at most %d '{{...}}': make two of it", EXPRESSIONS_MAX);
	return error_at(error, talk->path, line);
}

bool values_scan(const struct captures *captures, const struct capture_view *view,
	struct bytes source, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, bool *ret_asks_calls)
{
	bool is_quoted = false;
	*ret_asks_calls = false;
	size_t offset = 0, count = 0, capacity = 0;
	struct frame_range *ranges = NULL;
	char text[EXPRESSION_SIZE_MAX + 1];
	while (next_expression(source, &offset, text)) {
		struct expression expression = { 0 };
		autofinish(error) struct error error = { 0 };
		/* A mistake is reported when the slide is rendered, where its line is known. */
		if (!parse_expression(captures, text, arena, &expression, &error) ||
			&captures->views[expression.capture_index] != view)
			continue;
		is_quoted = true;
		*ret_asks_calls |= expression.kind == KIND_CALL;
		if (expression.kind != KIND_FRAME || !expression.number)
			continue;
		grow_array(&ranges, count, &capacity, sizeof(*ranges));
		ranges[count++] = (struct frame_range){ expression.number, expression.number };
	}
	*ret_ranges = arena_copy(arena, ranges, count, sizeof(*ranges));
	*ret_count = count;
	free(ranges);
	return is_quoted;
}
