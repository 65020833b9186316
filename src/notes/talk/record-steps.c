#include "notes/talk/record-steps.h"

#include <stddef.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/span.h"
#include "base/text.h"

enum { STEPS_MAX = 256 };

struct notes_reader {
	const char *path;
	struct arena *arena;
	struct findings *findings;
	struct error *error; /* of the current step or option */
};

static bool fail(const struct notes_reader *reader, unsigned line)
{
	return findings_add_error(reader->findings, reader->path, line, reader->error);
}

static bool read_decimal(const char *text, uint64_t *ret_number)
{
	return span_decimal((struct bytes){ (const uint8_t *)text, strlen(text) }, ret_number);
}

/* ---- options ---- */

enum option_type { OPTION_FLAG, OPTION_UNSET_FLAG, OPTION_COUNT, OPTION_TIME, OPTION_BODY };

static const struct option {
	const char *name;
	enum option_type type;
	size_t member; /* offset of a bool or a uint32_t in struct client_step */
	uint32_t least, most; /* milliseconds of a time */
	bool is_general; /* of every kind of step */
} options[] = {
	{ "abort", OPTION_FLAG, offsetof(struct client_step, abort), 0, 0, false },
	{ "body", OPTION_BODY, 0, 1, CLIENT_BODY_MAX, false },
	{ "half-close", OPTION_FLAG, offsetof(struct client_step, half_close), 0, 0, false },
	{ "idle", OPTION_TIME, offsetof(struct client_step, idle_ms), 1, CLIENT_PAUSE_MS_MAX,
		false },
	{ "ipv6", OPTION_FLAG, offsetof(struct client_step, is_ipv6), 0, 0, true },
	{ "keepalive", OPTION_COUNT, offsetof(struct client_step, keepalive_s), 1,
		CLIENT_KEEPALIVE_MAX_S, false },
	{ "maxseg", OPTION_COUNT, offsetof(struct client_step, maximum_segment), CLIENT_SEGMENT_MIN,
		CLIENT_SEGMENT_MAX, false },
	{ "nodelay", OPTION_UNSET_FLAG, offsetof(struct client_step, leaves_nagle), 0, 0, false },
	{ "parallel", OPTION_COUNT, offsetof(struct client_step, parallel), 1, CLIENT_PARALLEL_MAX,
		false },
	{ "rcvbuf", OPTION_COUNT, offsetof(struct client_step, receive_buffer), CLIENT_BUFFER_MIN,
		CLIENT_BUFFER_MAX, false },
	{ "read-after", OPTION_TIME, offsetof(struct client_step, read_after_ms), 1,
		CLIENT_PAUSE_MS_MAX, false },
	{ "same-port", OPTION_FLAG, offsetof(struct client_step, same_port), 0, 0, false },
	{ "sndbuf", OPTION_COUNT, offsetof(struct client_step, send_buffer), CLIENT_BUFFER_MIN,
		CLIENT_BUFFER_MAX, false },
};

static const char *text_of(const struct yaml_entry *entry)
{
	return entry->value.type == YAML_TEXT ? entry->value.text : "";
}

static bool set_flag(const struct notes_reader *reader, const struct option *option,
	const char *text, struct client_step *step)
{
	bool is_true = strcmp(text, "true") == 0 || strcmp(text, "yes") == 0;
	bool *member = (bool *)((char *)step + option->member);
	if (!is_true && strcmp(text, "false") != 0 && strcmp(text, "no") != 0)
		return error_set(reader->error, "'%s' must be true or false", option->name);
	*member = is_true == (option->type == OPTION_FLAG);
	return true;
}

static bool set_number(const struct option *option, uint64_t number, struct client_step *step)
{
	if (number < option->least || number > option->most)
		return false;
	*(uint32_t *)(void *)((char *)step + option->member) = (uint32_t)number;
	return true;
}

/* Reads "2 s" or "500 ms". */
static bool read_milliseconds(const char *text, uint64_t *ret_milliseconds)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits + strspn(text + digits, " ");
	uint64_t number;
	if (!span_decimal((struct bytes){ (const uint8_t *)text, digits }, &number) ||
		number > CLIENT_PAUSE_MS_MAX)
		return false;
	bool is_seconds = strcmp(unit, "s") == 0;
	*ret_milliseconds = number * (is_seconds ? 1000 : 1);
	return is_seconds || strcmp(unit, "ms") == 0;
}

/* A plain number is a size: lines that begin with their own offset, as those of /long. */
static void append_numbered_body(struct text *body, size_t size)
{
	enum { LINE_SIZE = 64 };
	while (body->size < size) {
		text_append_digits(body, body->size, 8);
		while (body->size % LINE_SIZE < LINE_SIZE - 1)
			text_append(body, " ping");
		text_append_char(body, '\n');
	}
	text_cut(body, size);
	body->data[size - 1] = '\n';
}

static struct bytes numbered_body(const struct notes_reader *reader, size_t size)
{
	autofinish(text) struct text body = { 0 };
	append_numbered_body(&body, size);
	const char *copy = arena_strndup(reader->arena, text_string(&body), size);
	return (struct bytes){ (const uint8_t *)copy, size };
}

static bool set_body(const struct notes_reader *reader, const struct option *option,
	const struct yaml_entry *entry, struct client_step *step)
{
	const char *text = text_of(entry);
	uint64_t size = strlen(text);
	bool is_size = entry->value.is_plain && read_decimal(text, &size);
	if (size < option->least || size > option->most)
		return error_set(reader->error,
			"'body' must be a text, or its size as a number of bytes from %u to %u",
			(unsigned)option->least, (unsigned)option->most);
	step->body = is_size ? numbered_body(reader, (size_t)size)
			     : (struct bytes){ (const uint8_t *)text, (size_t)size };
	return true;
}

static bool set_option(const struct notes_reader *reader, const struct option *option,
	const struct yaml_entry *entry, struct client_step *step)
{
	const char *text = text_of(entry);
	uint64_t number = 0;
	switch (option->type) {
	case OPTION_FLAG:
	case OPTION_UNSET_FLAG:
		return set_flag(reader, option, text, step);
	case OPTION_BODY:
		return set_body(reader, option, entry, step);
	case OPTION_COUNT:
		return (read_decimal(text, &number) && set_number(option, number, step)) ||
			error_set(reader->error, "'%s' must be a number from %u to %u",
				option->name, (unsigned)option->least, (unsigned)option->most);
	case OPTION_TIME:
		break;
	}
	return (read_milliseconds(text, &number) && set_number(option, number, step)) ||
		error_set(reader->error,
			"'%s' must be a time of at most %u s, such as '2 s' or '500 ms'",
			option->name, (unsigned)option->most / 1000);
}

static bool refuse_option(const struct notes_reader *reader, const char *name)
{
	const char *names[ARRAY_COUNT(options)];
	autofinish(text) struct text all = { 0 };
	for (size_t i = 0; i < ARRAY_COUNT(options); i++) {
		names[i] = options[i].name;
		text_append_format(&all, "%s%s", i ? ", " : "", names[i]);
	}
	const char *nearest = nearest_name(name, names, ARRAY_COUNT(names));
	return nearest ? error_set(reader->error, "a step has no option '%s': did you mean '%s'?",
				 name, nearest)
		       : error_set(reader->error, "a step has no option '%s': use %s", name,
				 text_string(&all));
}

static bool read_option(
	const struct notes_reader *reader, const struct yaml_entry *entry, struct client_step *step)
{
	const struct option *option = NULL;
	for (size_t i = 0; i < ARRAY_COUNT(options) && !option; i++) {
		if (strcmp(options[i].name, entry->key) == 0)
			option = &options[i];
	}
	if (!option)
		return refuse_option(reader, entry->key);
	if (step->kind != CLIENT_REQUEST && !option->is_general)
		return error_set(reader->error,
			"'%s' is an option of HTTP requests, such as 'GET /ping'", option->name);
	return set_option(reader, option, entry, step);
}

/* Refuses options that contradict each other, or what came before. */
static bool check_options(
	const struct notes_reader *reader, const struct client_step *step, bool has_connection)
{
	if (step->abort && (step->half_close || step->idle_ms))
		return error_set(reader->error,
			"'abort' resets the connection, so 'half-close' and 'idle' have no use beside it");
	if (step->same_port && step->parallel > 1)
		return error_set(reader->error,
			"only one connection can come from the port of the one before: leave out 'parallel' or 'same-port'");
	if (step->same_port && !has_connection)
		return error_set(reader->error,
			"'same-port' takes the port of the request before: write one above this step");
	return true;
}

/* ---- the line of a step ---- */

/* The step that a line may mean, by its first words; or NULL. */
static const char *nearest_step(const char *line)
{
	static const char *const steps[] = { "connect", "dns", "udp ping" };
	size_t first = strcspn(line, " "), second = first + strspn(line + first, " ");
	second += strcspn(line + second, " ");
	const size_t sizes[] = { first, second };
	const char *nearest = NULL;
	for (size_t i = 0; i < ARRAY_COUNT(sizes) && !nearest; i++) {
		struct text words = { 0 };
		text_append_size(&words, line, sizes[i]);
		nearest = nearest_name(text_string(&words), steps, ARRAY_COUNT(steps));
		text_finish(&words);
	}
	return nearest;
}

static bool refuse_line(const struct notes_reader *reader, const char *line)
{
	const char *nearest = nearest_step(line);
	if (nearest)
		return error_set(
			reader->error, "'%s' is no step: did you mean '%s'?", line, nearest);
	return error_set(reader->error,
		"'%s' is no step: write a request, such as 'GET /ping', or 'connect 8081', 'udp ping', 'dns pingpong.test'",
		line);
}

static bool read_request(const struct notes_reader *reader, const char *line, size_t method_size,
	struct client_step *step)
{
	const char *target = line[method_size] ? line + method_size + 1 : "";
	bool ok = method_size && *target == '/';
	for (const char *p = target; ok && *p; p++)
		ok = (unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f;
	if (!ok)
		return error_set(reader->error,
			"'%s' is not a request: write a method and a path, such as 'GET /ping'",
			line);
	step->kind = CLIENT_REQUEST;
	step->method = arena_strndup(reader->arena, line, method_size);
	step->target = arena_strdup(reader->arena, target);
	return true;
}

/* Reads " 8081" or nothing. */
static bool read_port(const struct notes_reader *reader, const char *text, struct client_step *step)
{
	uint64_t port = 0;
	if (*text && (*text != ' ' || !read_decimal(text + 1, &port) || !port || port > UINT16_MAX))
		return error_set(
			reader->error, "'%s' is no port: write a number from 1 to 65535", text);
	step->port = (uint16_t)port;
	return true;
}

/* Reads "pingpong.test" or "TXT pingpong.test". */
static bool read_query(
	const struct notes_reader *reader, const char *text, struct client_step *step)
{
	const char *space = strchr(text, ' ');
	step->kind = CLIENT_DNS_QUERY;
	step->method = space ? arena_strndup(reader->arena, text, (size_t)(space - text)) : "A";
	step->target = arena_strdup(reader->arena, space ? space + 1 : text);
	bool ok = strcmp(step->method, "A") == 0 || strcmp(step->method, "AAAA") == 0 ||
		strcmp(step->method, "TXT") == 0;
	return (ok && *step->target && !strchr(step->target, ' ')) ||
		error_set(reader->error,
			"'%s' is no query: write a name, or A, AAAA or TXT and a name, such as 'dns TXT pingpong.test'",
			text);
}

static bool read_line(const struct notes_reader *reader, const char *line, struct client_step *step)
{
	static const char connect[] = "connect", ping[] = "udp ping", query[] = "dns ";
	size_t method_size = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if ((method_size && (line[method_size] == ' ' || !line[method_size])) || strstr(line, " /"))
		return read_request(reader, line, method_size, step);
	if (strncmp(line, query, sizeof(query) - 1) == 0)
		return read_query(reader, line + sizeof(query) - 1, step);
	if (strncmp(line, connect, sizeof(connect) - 1) == 0) {
		step->kind = CLIENT_CONNECT;
		return read_port(reader, line + sizeof(connect) - 1, step);
	}
	if (strncmp(line, ping, sizeof(ping) - 1) == 0) {
		step->kind = CLIENT_UDP_PING;
		return read_port(reader, line + sizeof(ping) - 1, step);
	}
	return refuse_line(reader, line);
}

/* Reads "GET /ping" or "GET /ping: {rcvbuf: 4096}". */
static bool read_step(const struct notes_reader *reader, const struct yaml_value *value,
	bool has_connection, struct client_step *step)
{
	const struct yaml_entry *entry =
		value->type == YAML_MAP && value->count == 1 ? value->entries : NULL;
	const char *line = value->type == YAML_TEXT ? value->text : entry ? entry->key : "";
	if (!read_line(reader, line, step))
		return fail(reader, value->line);
	if (!entry)
		return true;
	if (entry->value.type != YAML_MAP) {
		error_set(reader->error,
			"the options of '%s' must stand in braces, such as {body: 3000}", line);
		return fail(reader, value->line);
	}
	bool ok = true;
	for (size_t i = 0; i < entry->value.count; i++) {
		const struct yaml_entry *option = &entry->value.entries[i];
		if (!read_option(reader, option, step))
			ok = fail(reader, option->line);
	}
	return ok && (check_options(reader, step, has_connection) || fail(reader, value->line));
}

bool record_steps_read(const struct yaml_value *value, const char *path, struct arena *arena,
	const struct client_step **ret_steps, size_t *ret_count, struct findings *findings)
{
	autofinish(error) struct error error = { 0 };
	const struct notes_reader reader = { path, arena, findings, &error };
	size_t count = value->type == YAML_LIST ? value->count : 1;
	const struct yaml_value *items = value->type == YAML_LIST ? value->items : value;
	if (!count || count > STEPS_MAX) {
		error_set(&error, "'record' must be a list of 1 to %d steps, such as [GET /ping]",
			STEPS_MAX);
		return fail(&reader, value->line);
	}
	struct client_step *steps = arena_alloc_array(arena, count, sizeof(*steps));
	bool ok = true, has_connection = false;
	for (size_t i = 0; i < count; i++) {
		steps[i] = (struct client_step){ .kind = CLIENT_REQUEST };
		ok = read_step(&reader, &items[i], has_connection, &steps[i]) && ok;
		has_connection = has_connection || steps[i].kind == CLIENT_REQUEST;
	}
	*ret_steps = steps;
	*ret_count = ok ? count : 0;
	return ok;
}

/* ---- writing ---- */

static void append_body(struct text *out, struct bytes body)
{
	autofinish(text) struct text numbered = { 0 };
	append_numbered_body(&numbered, body.size);
	if (memcmp(text_string(&numbered), body.data, body.size) == 0)
		text_append_number(out, body.size);
	else
		markup_json(out, body);
}

/* Appends the value of an option, unless the step has it as it is without the option. */
static bool append_value(
	struct text *out, const struct option *option, const struct client_step *step)
{
	const char *member = (const char *)step + option->member;
	uint32_t number;
	switch (option->type) {
	case OPTION_FLAG:
	case OPTION_UNSET_FLAG:
		if (!*(const bool *)member)
			return false;
		text_append(out, option->type == OPTION_FLAG ? "true" : "false");
		return true;
	case OPTION_BODY:
		if (step->body.size)
			append_body(out, step->body);
		return step->body.size;
	case OPTION_COUNT:
	case OPTION_TIME:
		break;
	}
	memcpy(&number, member, sizeof(number));
	if (number)
		text_append_format(
			out, "%u%s", (unsigned)number, option->type == OPTION_TIME ? " ms" : "");
	return number;
}

static void append_step_line(struct text *out, const struct client_step *step)
{
	switch (step->kind) {
	case CLIENT_REQUEST:
		text_append_format(out, "%s %s", step->method, step->target);
		return;
	case CLIENT_DNS_QUERY:
		text_append_format(out, "dns %s %s", step->method, step->target);
		return;
	case CLIENT_CONNECT:
	case CLIENT_UDP_PING:
	case CLIENT_STEP_KINDS:
		break;
	}
	text_append(out, step->kind == CLIENT_CONNECT ? "connect" : "udp ping");
	if (step->port)
		text_append_format(out, " %u", step->port);
}

static void append_step(struct text *out, const struct client_step *step)
{
	autofinish(text) struct text line = { 0 }, all = { 0 };
	append_step_line(&line, step);
	for (size_t i = 0; i < ARRAY_COUNT(options); i++) {
		autofinish(text) struct text value = { 0 };
		if (append_value(&value, &options[i], step))
			text_append_format(&all, "%s%s: %s", all.size ? ", " : "", options[i].name,
				text_string(&value));
	}
	text_append(out, all.size ? "{" : "");
	markup_json(out, markup_bytes_of(text_string(&line)));
	if (all.size)
		text_append_format(out, ": {%s}}", text_string(&all));
}

void record_steps_append(struct text *out, const struct client_step *steps, size_t count)
{
	text_append_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		text_append(out, i ? ", " : "");
		append_step(out, &steps[i]);
	}
	text_append_char(out, ']');
}
