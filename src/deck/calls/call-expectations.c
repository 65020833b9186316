/* Compares a claim about calls with the packets that the block shows, by the rules of the panel. */
#include "deck/calls/call-expectations.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/nearest-name.h"
#include "conversation/calls/call-events.h"
#include "conversation/calls/call-facts.h"
#include "deck/calls/call-values.h"

static size_t name_size(const char *text)
{
	size_t size = 0;
	while ((text[size] >= 'a' && text[size] <= 'z') || ascii_is_digit(text[size]) ||
		text[size] == '_')
		size++;
	return size;
}

bool call_expectation_begins(const char *text)
{
	size_t size = name_size(text);
	return size && strncmp(text + size, "()", 2) == 0;
}

bool call_expectation_name(const char **text, char *ret_name, size_t size)
{
	size_t length = name_size(*text);
	if (length >= size)
		return false;
	memcpy(ret_name, *text, length);
	ret_name[length] = '\0';
	*text += length + 2;
	*text += strspn(*text, " \t");
	return true;
}

static const struct {
	const char *words;
	enum call_claim claim;
	enum call_fact fact, opposite;
} claims[] = {
	{ "returns before ACK", CALL_CLAIM_BEFORE_ACK, CALL_FACT_BEFORE_ACK, CALL_FACT_AFTER_ACK },
	{ "returns after ACK", CALL_CLAIM_AFTER_ACK, CALL_FACT_AFTER_ACK, CALL_FACT_BEFORE_ACK },
	{ "waits for data", CALL_CLAIM_WAITS, CALL_FACT_WAITED, CALL_FACT_THERE },
};

enum call_claim call_expectation_claim(const char *text)
{
	for (size_t i = 0; i < ARRAY_COUNT(claims); i++) {
		if (strcmp(claims[i].words, text) == 0)
			return claims[i].claim;
	}
	return CALL_CLAIM_NONE;
}

static bool find_events(struct call_events *ret_events, const char *name,
	const struct selection *selection, const struct capture_summary *summary, const char *path,
	struct arena *arena, struct error *error)
{
	const char *nearest = recorded_call_nearest_name(name);
	if (!recorded_call_is_name(name) && nearest)
		return error_set(error, "'expect' knows no call '%s()': did you mean '%s()'?", name,
			nearest);
	if (!recorded_call_is_name(name))
		return error_set(error,
			"'expect' knows no call '%s()': use connect, accept, read, write, close or another call on sockets",
			name);
	if (!summary->calls)
		return refuse_unrecorded_calls(path, error);
	call_events_find(ret_events, selection, summary, true, SIZE_MAX, arena);
	return true;
}

/* Whether the event is where a call of that name begins. */
static bool is_call(const struct call_events *events, size_t index, const char *name)
{
	const struct call_event *event = &events->items[index];
	return event->moment != CALL_ENDS && recorded_call_has_name(event->call, name);
}

bool call_expectation_count(const char *name, const struct selection *selection,
	const struct capture_summary *summary, const char *path, uint64_t *ret_count,
	struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct call_events events;
	*ret_count = 0;
	if (!find_events(&events, name, selection, summary, path, &arena, error))
		return false;
	for (size_t i = 0; i < events.count; i++)
		*ret_count += is_call(&events, i, name);
	return true;
}

bool call_expectation_holds(const char *text, const char *name, enum call_claim claim,
	const struct selection *selection, const struct capture_summary *summary, const char *path,
	struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct call_events events;
	size_t i = 0, kept = 0;
	while (claims[i].claim != claim)
		i++;
	if (!find_events(&events, name, selection, summary, path, &arena, error))
		return false;
	for (size_t k = 0; k < events.count; k++) {
		if (!is_call(&events, k, name))
			continue;
		const struct call_facts facts =
			call_facts_find(events.items[k].call, summary->calls, summary->segments);
		kept += facts.fact == claims[i].fact;
		if (facts.fact == claims[i].opposite)
			return error_set(error,
				"'%s' is expected, and frame %llu shows a call of which that is not true: choose other packets, record the capture again, or change 'expect'",
				text, (unsigned long long)facts.frame);
	}
	if (kept)
		return true;
	return error_set(error,
		"'%s' is expected, and the packets of this block show it of no call: choose other packets, record the capture again, or change 'expect'",
		text);
}
