/* A value is of one call, which its name and its number among those of that name choose. */
#include "deck/calls/call-values.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/timestamp.h"
#include "base/nearest-name.h"
#include "conversation/calls/recorded-calls.h"

const char *const call_value_keys[CALL_VALUE_KEYS] = { "begin", "end", "duration", "result", "fd",
	"errno" };

static bool is_name(char letter)
{
	return (letter >= 'a' && letter <= 'z') || ascii_is_digit(letter) || letter == '_';
}

/* Reads "[1]". */
static bool read_number(const char **text, uint64_t *ret_number)
{
	const char *p = *text + 1;
	uint64_t number = 0;
	if (**text != '[' || !ascii_is_digit(*p))
		return false;
	for (; ascii_is_digit(*p); p++) {
		if (number > UINT32_MAX)
			return false;
		number = number * 10 + (uint64_t)(*p - '0');
	}
	if (*p != ']')
		return false;
	*text = p + 1;
	*ret_number = number;
	return true;
}

bool call_choice_parse(const char **text, struct call_choice *ret_choice)
{
	static const char prefix[] = "call[";
	const char *p = *text + sizeof(prefix) - 1;
	size_t size = 0;
	*ret_choice = (struct call_choice){ 0 };
	if (strncmp(*text, prefix, sizeof(prefix) - 1) != 0)
		return false;
	while (is_name(p[size]))
		size++;
	if (!size || size >= sizeof(ret_choice->name) || p[size] != ']')
		return false;
	memcpy(ret_choice->name, p, size);
	p += size + 1;
	(void)read_number(&p, &ret_choice->number);
	if (*p != '.')
		return false;
	*text = p + 1;
	return true;
}

bool refuse_unrecorded_calls(const char *path, struct error *error)
{
	return error_set(error,
		"the socket calls of '%s' are not recorded: record it with 'pcapdeck record -- COMMAND', which writes them beside it",
		path);
}

static bool has_socket(enum call_kind kind)
{
	return kind == CALL_KIND_ACCEPT || kind == CALL_KIND_CONNECT || kind == CALL_KIND_SEND ||
		kind == CALL_KIND_RECEIVE || kind == CALL_KIND_SHUTDOWN || kind == CALL_KIND_CLOSE;
}

/* Returns the call; NULL with an error that says how many there are. */
static const struct recorded_call *find_call(const struct call_choice *choice,
	const struct recorded_calls *calls, const char *path, struct error *error)
{
	uint64_t count = 0;
	for (size_t i = 0; i < calls->count; i++) {
		const struct recorded_call *call = &calls->items[i];
		if (!recorded_call_has_name(call, choice->name) ||
			(has_socket(call->kind) && call->stream < 0))
			continue;
		if (count++ == choice->number)
			return call;
	}
	const char *nearest = recorded_call_is_name(choice->name)
		? NULL
		: recorded_call_nearest_name(choice->name);
	if (nearest)
		error_set(
			error, "there is no call '%s': did you mean '%s'?", choice->name, nearest);
	else if (count)
		error_set(error, "'%s' has %llu calls of '%s', counted from 0", path,
			(unsigned long long)count, choice->name);
	else
		error_set(error, "'%s' was not called on a connection of '%s', or not recorded",
			choice->name, path);
	return NULL;
}

static bool append_result(struct text *out, const struct socket_call *call, const char *gap)
{
	if (call->is_unfinished)
		return false;
	if (call->result < 0)
		text_append(out, "-1");
	else
		text_append_grouped(out, (uint64_t)call->result, gap);
	return true;
}

static bool append_since(
	struct text *out, int64_t time_ns, const struct capture_summary *summary, const char *gap)
{
	int64_t since_ns;
	if (__builtin_sub_overflow(time_ns, summary->first_ns, &since_ns))
		return false;
	timestamp_append_instant(out, since_ns, &summary->instants, gap);
	return true;
}

/* False when the call has no such value. */
static bool append_key(struct text *out, const char *key, const struct socket_call *call,
	const struct capture_summary *summary, const char *gap)
{
	if (strcmp(key, "begin") == 0)
		return append_since(out, call->begin_ns, summary, gap);
	if (strcmp(key, "end") == 0)
		return !call->is_unfinished && append_since(out, call->end_ns, summary, gap);
	if (strcmp(key, "result") == 0)
		return append_result(out, call, gap);
	if (strcmp(key, "fd") == 0) {
		if (call->descriptor >= 0)
			text_append_number(out, (uint64_t)call->descriptor);
		return call->descriptor >= 0;
	}
	if (strcmp(key, "errno") == 0) {
		text_append(out, call->error);
		return *call->error;
	}
	if (call->is_unfinished)
		return false;
	timestamp_append_duration(out, call->end_ns - call->begin_ns, gap);
	return true;
}

bool call_value_append(struct text *out, const struct call_choice *choice, const char *key,
	const struct capture_summary *summary, const char *path, const char *gap,
	struct error *error)
{
	if (!summary->calls)
		return refuse_unrecorded_calls(path, error);
	const struct recorded_call *call = find_call(choice, summary->calls, path, error);
	if (!call)
		return false;
	if (append_key(out, key, call->call, summary, gap))
		return true;
	return error_set(error,
		"this call of '%s' has no '%s': what it does not have was not recorded",
		choice->name, key);
}
