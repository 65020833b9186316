#ifndef DIAGRAM_CALL_WORDS_H
#define DIAGRAM_CALL_WORDS_H

/* What pictures and tables say of socket calls. All strings are in the arena. */

#include "conversation/calls/call-events.h"
#include "conversation/calls/call-facts.h"

/* What the words are about. */
struct call_context {
	struct arena *arena;
	const struct selection *selection;
	const struct capture_summary *summary;
	bool is_korean;
};

/* "connect(3)": the call and its descriptor. */
const char *call_words_name(const struct call_context *context, const struct recorded_call *call);

/* "= 0", or the error, "ECONNREFUSED". */
const char *call_words_result(const struct call_context *context, const struct recorded_call *call);

/* What stands at an event: the name, the result, or both. */
const char *call_words_event(const struct call_context *context, const struct call_event *event);

/* "connect(3, 127.0.0.1:8080) = 0". */
const char *call_words_full(const struct call_context *context, const struct recorded_call *call);

/*
 * "0.012 ms – 0.101 ms (0.089 ms)", from the start of the capture; "3.88 s (0.313 ms)" where both
 * times have the same words.
 */
const char *call_words_time(const struct call_context *context, const struct recorded_call *call);

/* A sentence on what the packets prove of the call; or "". */
const char *call_words_fact(const struct call_context *context, const struct recorded_call *call);

/* All three in a line, " · " between them. */
const char *call_words_title(const struct call_context *context, const struct recorded_call *call);

/* "not recorded". */
const char *call_words_unrecorded(bool is_korean);

/* "12 more calls". */
const char *call_words_hidden(const struct call_context *context, size_t count);

/* Appends the accessible form of the events as a table. */
void call_table_append(
	struct text *out, const struct call_events *events, const struct call_context *context);

#endif
