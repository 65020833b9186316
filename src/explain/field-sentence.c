/*
 * Finds the sentence of a field and fills it in. The tables are one per group of protocols; the part
 * of a field's name before its first dot says which. Numbers and values stand in the sentence as they
 * are in the packet; whoever puts the text into a page escapes it there.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"
#include "explain/option-value.h"

#include <stdlib.h>
#include <string.h>

#include "explain/words.h"

struct sentence_context sentence_context_of(
	const struct shown_packet *packet, const struct capture_summary *summary, const char *lang)
{
	struct sentence_context context = {
		.packet = packet,
		.is_korean = diagram_is_korean(lang),
	};
	if (packet->facts.has_tcp && summary &&
		packet->facts.tcp.stream < summary->connection_count)
		context.connection = &summary->connections[packet->facts.tcp.stream];
	return context;
}

/* ---- finding ---- */

struct sentence_table {
	const char *prefix;
	const struct field_words *words;
	const size_t *count;
};

static const struct sentence_table tables[] = {
	{ "tcp.", transport_sentences, &transport_sentence_count },
	{ "ip.", internet_sentences, &internet_sentence_count },
	{ "eth.", link_sentences, &link_sentence_count },
	{ "http.", application_sentences, &application_sentence_count },
	{ "ipv6.", internet_sentences, &internet_sentence_count },
	{ "dns.", application_sentences, &application_sentence_count },
	{ "udp.", transport_sentences, &transport_sentence_count },
	{ "icmp.", icmp_sentences, &icmp_sentence_count },
	{ "icmpv6.", icmp_sentences, &icmp_sentence_count },
	{ "arp.", link_sentences, &link_sentence_count },
	{ "vlan.", link_sentences, &link_sentence_count },
	{ "null.", link_sentences, &link_sentence_count },
	{ "loop.", link_sentences, &link_sentence_count },
	{ "sll.", link_sentences, &link_sentence_count },
	{ "data.", application_sentences, &application_sentence_count },
	{ "_ws.", application_sentences, &application_sentence_count },
	{ "http2.", frame_sentences, &frame_sentence_count },
	{ "websocket", frame_sentences, &frame_sentence_count },
	{ "vxlan.", tunnel_sentences, &tunnel_sentence_count },
	{ "erspan.", tunnel_sentences, &tunnel_sentence_count },
};

static int compare_names(const void *key, const void *element)
{
	return strcmp(key, ((const struct field_words *)element)->name);
}

const struct field_words *field_words_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(tables); i++) {
		if (strncmp(name, tables[i].prefix, strlen(tables[i].prefix)) == 0)
			return bsearch(name, tables[i].words, *tables[i].count,
				sizeof(*tables[i].words), compare_names);
	}
	return NULL;
}

const char *field_words_template(const struct field_words *words, bool is_korean)
{
	return !words ? NULL : is_korean ? words->korean : words->english;
}

bool field_words_special_append(struct text *out, const struct field_words *words,
	const struct sentence_context *context, const struct field *field)
{
	return words && words->write && words->write(out, context, field);
}

/* ---- filling in ---- */

const char *sentence_number(char buffer[GROUPED_SIZE], uint64_t number)
{
	autofinish(text) struct text text = { 0 };
	text_append_grouped(&text, number, SENTENCE_SPACE);
	/* 2^64 - 1 has 20 digits and 6 gaps of three bytes: it fits. */
	memcpy(buffer, text_string(&text), text.size + 1);
	return buffer;
}

bool sentence_say(struct text *out, const struct sentence_context *context, const char *korean,
	const char *english, ...)
{
	va_list arguments;
	va_start(arguments, english);
	text_append_format_v(out, context->is_korean ? korean : english, arguments);
	va_end(arguments);
	return true;
}

static void fill_in(struct text *out, const char *sentence, const struct sentence_context *context,
	const struct field *field)
{
	const char *brace;
	char number[GROUPED_SIZE];
	while ((brace = strchr(sentence, '{'))) {
		text_append_size(out, sentence, (size_t)(brace - sentence));
		if (brace[1] == 'n')
			text_append(out, sentence_number(number, field->number));
		else
			field_value_in_append(out, context->packet, field, context->is_korean);
		sentence = brace + 3;
	}
	text_append(out, sentence);
}

void field_sentence_append(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	const struct field_list *list = &context->packet->fields;
	for (;;) {
		const struct field_words *words = field_words_find(field->spec->name);
		if (field_words_special_append(out, words, context, field))
			return;
		const char *template = field_words_template(words, context->is_korean);
		if (template) {
			fill_in(out, template, context, field);
			return;
		}
		if (field->parent < 0)
			return;
		field = &list->fields[field->parent];
	}
}

void packet_purpose_append(struct text *out, const struct sentence_context *context)
{
	const struct frame *frame = &context->packet->frame;
	unsigned flags = frame->tcp.flags;
	if (!frame->has_tcp)
		return;
	if (flags & TCP_RST)
		sentence_say(out, context, "인사 없이 연결을 당장 버린다는 말이다.",
			"The connection is dropped at once, without a goodbye.");
	else if ((flags & TCP_SYN) && (flags & TCP_ACK))
		sentence_say(out, context, "확인하면서 동시에 자기도 말을 건다.",
			"It confirms, and opens its own direction in the same breath.");
	else if (flags & TCP_SYN)
		sentence_say(
			out, context, "연결을 시작하자는 말이다.", "Let us open a connection.");
	else if (flags & TCP_FIN)
		sentence_say(out, context, "더 보낼 것이 없다는 말이다. 받기는 계속한다.",
			"Nothing more to send; receiving goes on.");
	else if (frame->tcp.payload_size == 0)
		sentence_say(out, context, "데이터는 없고, 여기까지 받았다는 확인뿐이다.",
			"No data, only a receipt.");
	else if (sentence_mss(out, context, NULL))
		return;
	else if (flags & TCP_PSH)
		sentence_say(out, context, "데이터가 있고, 모아 두지 말고 바로 올려 주라는 뜻이다.",
			"Data, to be handed up without waiting for more.");
	else
		sentence_say(out, context, "데이터가 있고, 뒤에 더 온다.",
			"Data, and more will follow.");
}
