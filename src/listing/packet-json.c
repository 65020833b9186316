/*
 * JSON Lines, with the keys of listing/packet-keys.h. A missing key means "not applicable". The
 * time is a number with nine decimals, which a double cannot hold exactly; a script that needs the
 * nanoseconds reads the digits.
 */
#include "listing/packet-json.h"

#include <string.h>

#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/span.h"
#include "dissect/application/summary.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"
#include "dissect/http/stream-frames.h"
#include "dissect/names/names.h"
#include "listing/info/packet-info.h"
#include "listing/packet-keys.h"

static void append_address(struct json *json, const char *key, const struct address *address)
{
	char string[ADDRESS_TEXT_SIZE];
	if (address->family != ADDRESS_NONE)
		json_plain(json, key, string, address_format(address, string));
}

static void append_time(struct json *json, int64_t time_ns)
{
	json_key(json, packet_key_name(PACKET_KEY_TIME));
	timestamp_append_seconds(json->out, time_ns);
}

static void append_labels(struct json *json, uint32_t labels)
{
	if (!labels)
		return;
	json_begin_array(json, packet_key_name(PACKET_KEY_ANALYSIS));
	for (unsigned i = 0; i < TCP_LABEL_COUNT; i++)
		if (labels >> i & 1)
			json_string(json, NULL, tcp_label_name(i));
	json_end_array(json);
}

static void append_tcp(
	struct json *json, const struct frame *frame, const struct tcp_analysis *analysis)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	char flags[TCP_FLAGS_TEXT_SIZE];
	json_plain(json, packet_key_name(PACKET_KEY_FLAGS), flags,
		tcp_flags_format(tcp->flags, ",", flags, sizeof(flags)));
	json_count(json, packet_key_name(PACKET_KEY_SEQ),
		analysis ? analysis->sequence : tcp->sequence);
	if (tcp->flags & TCP_ACK)
		json_count(json, packet_key_name(PACKET_KEY_ACK),
			analysis ? analysis->acknowledgment : tcp->acknowledgment);
	json_count(json, packet_key_name(PACKET_KEY_SEQ_RAW), tcp->sequence);
	if (!tcp->is_unmeasured) /* a fragment's size is incomplete */
		json_count(json, packet_key_name(PACKET_KEY_TCP_LEN), tcp->payload_size);
	json_count(json, packet_key_name(PACKET_KEY_WINDOW),
		analysis ? analysis->window : tcp->window);
	if (tcp->has_mss)
		json_count(json, packet_key_name(PACKET_KEY_MSS), tcp->mss);
	if (tcp->has_window_scale)
		json_count(json, packet_key_name(PACKET_KEY_WSCALE), tcp->window_scale);
	if (!analysis)
		return;
	json_count(json, packet_key_name(PACKET_KEY_STREAM), analysis->stream);
	append_labels(json, analysis->labels);
}

/*
 * Appends the Info column without a second copy: after printable_append() only quotes and
 * backslashes need escaping.
 */
static void append_info(
	struct json *json, const struct frame *frame, const struct packet_facts *facts)
{
	struct text *out = json->out;
	json_key(json, packet_key_name(PACKET_KEY_INFO));
	text_append_char(out, '"');
	size_t start = out->size;
	packet_info_append(out, frame, facts);
	struct bytes written = { (const uint8_t *)out->data + start, out->size - start };
	if (written.size &&
		(memchr(written.data, '"', written.size) ||
			memchr(written.data, '\\', written.size))) {
		autofinish(text) struct text info = { 0 };
		text_append_size(&info, out->data + start, written.size);
		out->size = start - 1;
		markup_json(out, markup_bytes_of(text_string(&info)));
	} else {
		text_append_char(out, '"');
	}
}

static void append_http(
	struct json *json, const struct http_message *http, const struct frame_reading *shown)
{
	/*
	 * A start line that the snap length cut makes the segment a continuation; its readable part
	 * is still written.
	 */
	if (shown->http_kind == HTTP_NONE || !http || (!http->method.size && !http->has_status))
		return;
	json_begin_object(json, packet_key_name(PACKET_KEY_HTTP));
	if (http->method.size) {
		json_bytes(json, "method", http->method);
		json_bytes(json, "uri", http->uri);
	} else {
		json_number(json, "status", http->status);
	}
	json_end_object(json);
}

/* Appends the words of the first frame that ends here and has any. */
static void append_http2(struct json *json, const struct frame_reading *shown)
{
	if (shown->protocol != PROTOCOL_HTTP2)
		return;
	uint64_t status;
	struct http2_words words = http2_words_of(shown->stream);
	if (!words.method.size && !words.status.size)
		return;
	json_begin_object(json, packet_key_name(PACKET_KEY_HTTP2));
	if (words.method.size) {
		json_bytes(json, "method", words.method);
		if (words.path.size)
			json_bytes(json, "path", words.path);
	} else if (!span_decimal(words.status, &status)) {
		json_bytes(json, "status", words.status);
	} else {
		json_count(json, "status", status);
	}
	json_end_object(json);
}

static void append_dns(
	struct json *json, const struct frame *frame, const struct frame_reading *shown)
{
	const struct dns_message *dns = frame_dns(frame);
	if (!shown->is_dns || !dns)
		return;
	autofinish(text) struct text name = { 0 };
	json_begin_object(json, packet_key_name(PACKET_KEY_DNS));
	if (dns_name_append(frame, &name))
		json_string(json, "name", text_string(&name));
	if (dns->is_response)
		json_number(json, "rcode", dns->response_code);
	json_end_object(json);
}

static void append_tls(struct json *json, const struct frame_reading *shown)
{
	const struct tls_message *tls = shown->tls;
	const struct quic_message *quic = shown->quic;
	bool is_quic = shown->protocol == PROTOCOL_QUIC && quic->is_open;
	if (shown->protocol != PROTOCOL_TLS && !is_quic) /* a retransmission has nothing new */
		return;
	json_begin_object(json, packet_key_name(PACKET_KEY_TLS));
	if (tls->handshake_count) {
		json_begin_array(json, "handshake");
		for (unsigned i = 0; i < tls->handshake_count; i++)
			json_string(json, NULL, name_of_tls_handshake(tls->handshakes[i]));
		json_end_array(json);
	}
	if (tls->server_name.size)
		json_bytes(json, "sni", tls->server_name);
	if (tls->application_protocol.size)
		json_bytes(json, "alpn", tls->application_protocol);
	if (is_quic && quic->server_name_size)
		json_bytes(
			json, "sni", (struct bytes){ quic->server_name, quic->server_name_size });
	if (is_quic && quic->application_protocol_size)
		json_bytes(json, "alpn",
			(struct bytes){
				quic->application_protocol, quic->application_protocol_size });
	const char *cipher = tls->cipher_suite ? name_of_tls_cipher_suite(tls->cipher_suite) : NULL;
	if (cipher)
		json_string(json, "cipher", cipher);
	json_end_object(json);
}

static void append_seconds(struct json *json, const char *key, int64_t duration_ns)
{
	json_literal(json, key, "");
	timestamp_append_seconds(json->out, duration_ns);
}

/*
 * Appends what the analysis measured, as in Wireshark's "SEQ/ACK analysis". Only with all fields.
 */
static void append_measures(struct json *json, const struct tcp_analysis *analysis)
{
	const uint32_t repetitions = TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION;
	json_begin_object(json, packet_key_name(PACKET_KEY_TCP));
	json_number(json, "completeness", analysis->completeness);
	if (analysis->acked_frame) {
		json_number(json, "acked_frame", (int64_t)analysis->acked_frame);
		append_seconds(json, "rtt", analysis->round_trip_ns);
	}
	if (analysis->initial_round_trip_ns)
		append_seconds(json, "initial_rtt", analysis->initial_round_trip_ns);
	if (analysis->bytes_in_flight)
		json_number(json, "bytes_in_flight", analysis->bytes_in_flight);
	if (analysis->labels & TCP_LABEL_DUP_ACK) {
		json_number(json, "dup_ack_number", analysis->dup_ack_number);
		json_number(json, "dup_ack_frame", (int64_t)analysis->related_frame);
	}
	if (analysis->labels & repetitions && analysis->related_frame)
		json_number(json, "original_frame", (int64_t)analysis->related_frame);
	if (analysis->labels & TCP_LABEL_RETRANSMISSION)
		append_seconds(json, "rto", analysis->timeout_ns);
	json_end_object(json);
}

static bool is_sack_edge(const struct field *field)
{
	return field->spec == &tcp_options_sack_le || field->spec == &tcp_options_sack_re;
}

/*
 * Appends a field; `words` is reused memory for its text. An edge of a SACK block has the number
 * that Wireshark shows, and a label that does not call it raw.
 */
static void append_field(struct json *json, const struct field *field, const struct frame *frame,
	const struct packet_facts *facts, struct text *words)
{
	bool is_relative = is_sack_edge(field) && facts->has_tcp;
	json_begin_object(json, NULL);
	text_clear(words);
	field_label_append(words, field);
	if (is_relative)
		text_cut(words, words->size - strlen(" (raw)"));
	json_string(json, "name", field->spec->name);
	json_string(json, "label", text_string(words));
	text_clear(words);
	if (is_relative)
		text_append_number(
			words, packet_facts_sack_edge(facts, frame, (uint32_t)field->number));
	else
		field_text_append(words, field, false);
	json_string(json, "value", text_string(words));
	json_number(json, "offset", field->offset);
	json_number(json, "length", field->size);
	if (field->bit_size) {
		json_number(json, "bit_offset", field->bit_offset);
		json_number(json, "bit_length", field->bit_size);
	}
	if (field->parent >= 0)
		json_number(json, "parent", field->parent);
	json_end_object(json);
}

/*
 * Appends layers and fields. `parent` is an index over all fields of the packet, in their order
 * here.
 */
static void append_layers(
	struct json *json, const struct frame *frame, const struct packet_facts *facts)
{
	const struct field_list *list = frame->fields;
	autofinish(text) struct text words = { 0 };
	json_begin_array(json, packet_key_name(PACKET_KEY_LAYERS));
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		json_begin_object(json, NULL);
		json_string(json, "protocol", protocol_name(layer->protocol));
		json_number(json, "offset", layer->offset);
		json_number(json, "length", layer->header_size);
		json_begin_array(json, "fields");
		for (size_t j = 0; j < list->count; j++)
			if (list->fields[j].layer == i)
				append_field(json, &list->fields[j], frame, facts, &words);
		json_end_array(json);
		json_end_object(json);
	}
	json_end_array(json);
}

static const char *status_word(enum decode status)
{
	switch (status) {
	case DECODE_TRUNCATED:
		return "truncated";
	case DECODE_MALFORMED:
		return "malformed";
	case DECODE_UNKNOWN:
		return "unknown";
	case DECODE_OK:
		break;
	}
	return NULL;
}

static void append_status(struct json *json, const struct frame_reading *shown)
{
	const char *word = status_word(shown->status);
	if (!word)
		return;
	json_begin_object(json, packet_key_name(PACKET_KEY_DECODE));
	json_string(json, "status", word);
	json_number(json, "offset", shown->status_offset);
	if (shown->status_text)
		json_string(json, "message", shown->status_text);
	json_end_object(json);
}

void packet_json_append(struct text *out, const struct frame *frame,
	const struct packet_facts *facts, const struct color_rule *rule)
{
	const struct frame_reading *shown = &facts->shown;
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_count(&json, packet_key_name(PACKET_KEY_NUMBER), frame->number);
	append_time(&json, frame->time_ns);
	json_count(&json, packet_key_name(PACKET_KEY_LENGTH), frame->length);
	json_count(&json, packet_key_name(PACKET_KEY_CAPTURED), frame->data.size);
	const char *protocol = frame_reading_name(shown); /* a static string of the program */
	json_plain(&json, packet_key_name(PACKET_KEY_PROTOCOL), protocol, strlen(protocol));
	append_address(&json, packet_key_name(PACKET_KEY_SRC), &frame->source);
	append_address(&json, packet_key_name(PACKET_KEY_DST), &frame->destination);
	if (frame->has_ports) {
		json_count(&json, packet_key_name(PACKET_KEY_SPORT), frame->source_port);
		json_count(&json, packet_key_name(PACKET_KEY_DPORT), frame->destination_port);
	}
	if (frame_tcp(frame))
		append_tcp(&json, frame, packet_facts_tcp(facts));
	if (facts->copy_of)
		json_count(&json, packet_key_name(PACKET_KEY_DUPLICATE_OF), facts->copy_of);
	json_plain(&json, packet_key_name(PACKET_KEY_RULE), rule->name, strlen(rule->name));
	append_info(&json, frame, facts);

	append_http(&json, frame_http(frame), shown);
	append_http2(&json, shown);
	append_dns(&json, frame, shown);
	append_tls(&json, shown);
	append_status(&json, shown);
	if (frame->fields && facts->has_tcp)
		append_measures(&json, &facts->tcp);
	if (frame->fields)
		append_layers(&json, frame, facts);
	json_end_object(&json);
}
