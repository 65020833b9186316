/*
 * A call as strace(1) writes it, and what the packets prove of it. Its numbers have no groups: in
 * "sendto(4, 2,048)" the group would be a third argument.
 */
#include "diagram/calls/call-words.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "diagram/picture.h"
#include "explain/words.h"

static const char *keep(const struct call_context *context, struct text *text)
{
	return arena_strdup(context->arena, text_string(text));
}

static const char *gap_of(const struct call_context *context)
{
	return text_digit_gap(context->is_korean);
}

const char *call_words_name(const struct call_context *context, const struct recorded_call *call)
{
	if (call->call->descriptor < 0)
		return arena_printf(context->arena, "%s()", call->call->name);
	return arena_printf(context->arena, "%s(%d)", call->call->name, call->call->descriptor);
}

const char *call_words_result(const struct call_context *context, const struct recorded_call *call)
{
	if (call->call->is_unfinished)
		return "";
	if (call->call->error[0])
		return arena_strdup(context->arena, call->call->error);
	autofinish(text) struct text text = { 0 };
	text_append(&text, "= ");
	if (call->call->result < 0)
		text_append(&text, "-1");
	else
		text_append_number(&text, (uint64_t)call->call->result);
	return keep(context, &text);
}

const char *call_words_event(const struct call_context *context, const struct call_event *event)
{
	if (event->moment == CALL_BEGINS)
		return call_words_name(context, event->call);
	if (event->moment == CALL_ENDS)
		return call_words_result(context, event->call);
	return arena_printf(context->arena, "%s %s", call_words_name(context, event->call),
		call_words_result(context, event->call));
}

/* The socket that the call names: where it connects to, who was accepted, where it is bound. */
static bool named_socket(const struct call_context *context, const struct recorded_call *call,
	struct endpoint *ret_endpoint)
{
	const struct capture_summary *summary = context->summary;
	bool has_connection = call->stream >= 0 && call->stream < summary->connection_count;
	if (call->kind == CALL_KIND_ACCEPT && has_connection) {
		const struct tcp_connection *connection = &summary->connections[call->stream];
		*ret_endpoint = (struct endpoint){ connection->client, connection->client_port };
		return true;
	}
	*ret_endpoint = call->named;
	return call->has_named &&
		(call->kind == CALL_KIND_ACCEPT || call->kind == CALL_KIND_CONNECT ||
			call->kind == CALL_KIND_BIND);
}

const char *call_words_full(const struct call_context *context, const struct recorded_call *call)
{
	autofinish(text) struct text text = { 0 };
	const char *separator = "";
	struct endpoint named;
	text_append_format(&text, "%s(", call->call->name);
	if (call->call->descriptor >= 0) {
		text_append_format(&text, "%d", call->call->descriptor);
		separator = ", ";
	}
	if (named_socket(context, call, &named)) {
		text_append(&text, separator);
		endpoint_append_named(&text, &named, true, &context->summary->names);
		separator = ", ";
	}
	if (call->call->length >= 0) {
		text_append(&text, separator);
		text_append_number(&text, (uint64_t)call->call->length);
	}
	text_append(&text, ")");
	if (call->call->is_unfinished)
		text_append(&text, context->is_korean ? ": 반환하지 않음" : ": did not return");
	else if (call->call->error[0])
		text_append_format(&text, " = -1 %s", call->call->error);
	else
		text_append_format(&text, " %s", call_words_result(context, call));
	return keep(context, &text);
}

static void append_time(struct text *out, const struct call_context *context, int64_t time_ns)
{
	int64_t since_ns;
	if (__builtin_sub_overflow(time_ns, context->summary->first_ns, &since_ns))
		since_ns = 0;
	timestamp_append_duration(out, since_ns, gap_of(context));
}

const char *call_words_time(const struct call_context *context, const struct recorded_call *call)
{
	autofinish(text) struct text text = { 0 }, end = { 0 };
	append_time(&text, context, call->call->begin_ns);
	if (call->call->is_unfinished)
		return keep(context, &text);
	append_time(&end, context, call->call->end_ns);
	if (strcmp(text_string(&text), text_string(&end)) != 0) /* not "3.88 s – 3.88 s" */
		text_append_format(&text, " – %s", text_string(&end));
	text_append(&text, " (");
	timestamp_append_duration(
		&text, call->call->end_ns - call->call->begin_ns, gap_of(context));
	text_append(&text, ")");
	return keep(context, &text);
}

/* Stands for the number of the packet that proves it. */
#define FRAME "#N"

const char *call_words_fact(const struct call_context *context, const struct recorded_call *call)
{
	static const char *const sentences[][2] = {
		[CALL_FACT_NONE] = { "", "" },
		[CALL_FACT_HANDSHAKE] = { "It lasts until the SYN-ACK (#N) has come.",
			"SYN-ACK(#N)가 올 때까지 기다린다." },
		[CALL_FACT_FINISHED] = { "It takes a connection whose handshake is finished (#N).",
			"3-way handshake가 끝난(#N) 연결을 꺼낸다." },
		[CALL_FACT_BEFORE_ACK] = { "It returned before the ACK (#N) came: until then the bytes stay in the send buffer.",
			"ACK(#N)가 오기 전에 반환했다. 그때까지 바이트는 송신 버퍼에 남는다." },
		[CALL_FACT_AFTER_ACK] = { "The ACK (#N) had come before its return was recorded.",
			"반환이 기록되기 전에 ACK(#N)가 와 있었다." },
		[CALL_FACT_WAITED] = { "The data (#N) came after it began and before it returned.",
			"호출이 시작된 뒤, 반환하기 전에 데이터(#N)가 왔다." },
		[CALL_FACT_THERE] = { "The data (#N) was in the receive buffer already.",
			"데이터(#N)는 이미 수신 버퍼에 있었다." },
		[CALL_FACT_END] = { "0 means that the other side has sent FIN (#N).",
			"0은 상대가 FIN(#N)을 보냈다는 뜻이다." },
	};
	const struct call_facts facts =
		call_facts_find(call, context->summary->calls, context->summary->segments);
	if (facts.fact == CALL_FACT_NONE)
		return "";
	const char *sentence = sentences[facts.fact][context->is_korean];
	const char *frame = strstr(sentence, FRAME);
	return arena_printf(context->arena, "%.*s#%" PRIu64 "%s", (int)(frame - sentence), sentence,
		facts.frame, frame + strlen(FRAME));
}

const char *call_words_title(const struct call_context *context, const struct recorded_call *call)
{
	const char *fact = call_words_fact(context, call);
	return arena_printf(context->arena, "%s · %s%s%s", call_words_full(context, call),
		call_words_time(context, call), *fact ? " · " : "", fact);
}

const char *call_words_unrecorded(bool is_korean)
{
	return is_korean ? "호출 기록 없음" : "calls not recorded";
}

const char *call_words_hidden(const struct call_context *context, size_t count)
{
	const char *number = picture_number(context->arena, count, context->is_korean);
	return arena_printf(context->arena,
		context->is_korean   ? "호출 %s개 더"
			: count == 1 ? "%s more call"
				     : "%s more calls",
		number);
}

static void append_row(struct text *out, const char *const cells[4])
{
	text_append(out, "<tr>");
	for (unsigned i = 0; i < 4; i++)
		picture_table_cell(out, cells[i]);
	text_append(out, "</tr>\n");
}

static const char *side_of(const struct call_context *context, bool is_of_server)
{
	return diagram_word(
		is_of_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, context->is_korean);
}

void call_table_append(
	struct text *out, const struct call_events *events, const struct call_context *context)
{
	static const char *const heads[][4] = {
		{ "", "call", "time", "meaning" },
		{ "", "호출", "시간", "뜻" },
	};
	picture_table_open(out, heads[context->is_korean], ARRAY_COUNT(heads[0]));
	for (size_t i = 0; i < events->count; i++) {
		const struct call_event *event = &events->items[i];
		if (event->moment == CALL_ENDS)
			continue;
		append_row(out,
			(const char *const[]){ side_of(context, event->is_of_server),
				call_words_full(context, event->call),
				call_words_time(context, event->call),
				call_words_fact(context, event->call) });
	}
	if (events->hidden_count)
		append_row(out,
			(const char *const[]){
				"", call_words_hidden(context, events->hidden_count), "", "" });
	for (unsigned side = 0; side < 2; side++) {
		if (!events->is_recorded[side])
			append_row(out,
				(const char *const[]){ side_of(context, side),
					call_words_unrecorded(context->is_korean), "", "" });
	}
	picture_table_close(out);
}
