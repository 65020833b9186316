/*
 * Finds the sentence of a field and fills it in. Each group of protocols has a table, found by the
 * beginning of the field's name. Numbers and values stay as they are in the packet; whoever puts
 * the text into a page must escape it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/nearest-name.h"
#include "explain/field-sentence-table.h"
#include "explain/option-value.h"
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

const struct sentence_table sentence_tables[] = {
	{ "tcp.option", option_sentences, &option_sentence_count },
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
	{ "tftp.", tftp_sentences, &tftp_sentence_count },
	{ "tls.", tls_sentences, &tls_sentence_count },
	{ "dhcp.", dhcp_sentences, &dhcp_sentence_count },
	{ "dhcpv6.", dhcp_sentences, &dhcp_sentence_count },
	{ "igmp.", igmp_sentences, &igmp_sentence_count },
	{ "ntp.", ntp_sentences, &ntp_sentence_count },
	{ "ah.", tunnel_sentences, &tunnel_sentence_count },
	{ "cfp.", tunnel_sentences, &tunnel_sentence_count },
	{ "esp.", tunnel_sentences, &tunnel_sentence_count },
	{ "etherip.", tunnel_sentences, &tunnel_sentence_count },
	{ "geneve.", tunnel_sentences, &tunnel_sentence_count },
	{ "gre.", tunnel_sentences, &tunnel_sentence_count },
	{ "gtp.", tunnel_sentences, &tunnel_sentence_count },
	{ "ieee8021ah.", tunnel_sentences, &tunnel_sentence_count },
	{ "ieee8021cb.", tunnel_sentences, &tunnel_sentence_count },
	{ "l2tp.", tunnel_sentences, &tunnel_sentence_count },
	{ "llc.", tunnel_sentences, &tunnel_sentence_count },
	{ "macsec.", tunnel_sentences, &tunnel_sentence_count },
	{ "mpls.", tunnel_sentences, &tunnel_sentence_count },
	{ "nsh.", tunnel_sentences, &tunnel_sentence_count },
	{ "ppp.", tunnel_sentences, &tunnel_sentence_count },
	{ "pppoe.", tunnel_sentences, &tunnel_sentence_count },
	{ "pppoed.", tunnel_sentences, &tunnel_sentence_count },
	{ "pweth.", tunnel_sentences, &tunnel_sentence_count },
	{ "quic.", tunnel_sentences, &tunnel_sentence_count },
	{ "ssh.", tunnel_sentences, &tunnel_sentence_count },
	{ "teredo.", tunnel_sentences, &tunnel_sentence_count },
	{ "avsp.", wlan_sentences, &wlan_sentence_count },
	{ "nflog.", wlan_sentences, &wlan_sentence_count },
	{ "pktap.", wlan_sentences, &wlan_sentence_count },
	{ "chdlc.", wlan_sentences, &wlan_sentence_count },
	{ "fddi.", wlan_sentences, &wlan_sentence_count },
	{ "fr.", wlan_sentences, &wlan_sentence_count },
	{ "ipnet.", wlan_sentences, &wlan_sentence_count },
	{ "ipoib.", wlan_sentences, &wlan_sentence_count },
	{ "ppi.", wlan_sentences, &wlan_sentence_count },
	{ "prism.", wlan_sentences, &wlan_sentence_count },
	{ "radio.", wlan_sentences, &wlan_sentence_count },
	{ "radiotap.", wlan_sentences, &wlan_sentence_count },
	{ "tr.", wlan_sentences, &wlan_sentence_count },
	{ "wlancap.", wlan_sentences, &wlan_sentence_count },
	{ "wlan.", wlan_sentences, &wlan_sentence_count },
	{ "wlan_aggregate.", wlan_sentences, &wlan_sentence_count },
};
const size_t sentence_table_count = ARRAY_COUNT(sentence_tables);

static int compare_names(const void *key, const void *element)
{
	return strcmp(key, ((const struct field_words *)element)->name);
}

const struct field_words *field_words_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(sentence_tables); i++) {
		const struct sentence_table *table = &sentence_tables[i];
		if (strncmp(name, table->prefix, strlen(table->prefix)) == 0)
			return bsearch(name, table->words, *table->count, sizeof(*table->words),
				compare_names);
	}
	return NULL;
}

const struct number_words *number_words_find(
	const struct number_words *words, size_t count, uint64_t number)
{
	for (size_t i = 0; i < count; i++)
		if (words[i].number == number)
			return &words[i];
	return NULL;
}

const char *field_words_template(const struct field_words *words, bool is_korean)
{
	return !words ? NULL : is_korean ? words->korean : words->english;
}

static const struct field_words *header_words_find(const struct field *field)
{
	for (size_t i = 0; i < header_sentence_count; i++)
		if (field_header_is(field, header_sentences[i].name))
			return &header_sentences[i];
	return NULL;
}

/* ---- filling in ---- */

void sentence_number_append(
	struct text *out, const struct sentence_context *context, uint64_t number)
{
	text_append_grouped(out, number, text_digit_gap(context->is_korean));
}

/* Appends "28,800초(8시간)": seconds, and from a minute on also minutes, hours or days. */
static void append_seconds(
	struct text *out, const struct sentence_context *context, uint64_t seconds)
{
	static const struct {
		unsigned size;
		const char *korean, *english;
	} units[] = {
		{ 86400, "일", " day" },
		{ 3600, "시간", " hour" },
		{ 60, "분", " minute" },
		{ 1, "초", " second" },
	};
	bool is_korean = context->is_korean;
	const char *gap = is_korean ? "(" : " (";
	sentence_number_append(out, context, seconds);
	text_append(out, is_korean ? "초" : seconds == 1 ? " second" : " seconds");
	if (seconds < 60)
		return;
	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		uint64_t count = seconds / units[i].size;
		seconds %= units[i].size;
		if (!count)
			continue;
		text_append(out, gap);
		sentence_number_append(out, context, count);
		text_append(out, is_korean ? units[i].korean : units[i].english);
		text_append(out, is_korean || count == 1 ? "" : "s");
		gap = " ";
	}
	text_append_char(out, ')');
}

/* Appends the unit behind a number: one is "1 byte". Returns what follows. */
static const char *append_unit(struct text *out, const char *after, bool is_one)
{
	static const char *const units[] = { " byte", " bit" };
	for (size_t i = 0; is_one && i < ARRAY_COUNT(units); i++) {
		size_t size = strlen(units[i]);
		bool is_unit = strncmp(after, units[i], size) == 0 && after[size] == 's';
		if (!is_unit || ascii_is_letter(after[size + 1]))
			continue;
		text_append(out, units[i]);
		return after + size + 1;
	}
	return after;
}

static void fill_in(struct text *out, const char *sentence, const struct sentence_context *context,
	const struct field *field, const struct text values[SENTENCE_VALUES])
{
	const char *brace;
	while ((brace = strchr(sentence, '{'))) {
		text_append_size(out, sentence, (size_t)(brace - sentence));
		size_t before = out->size;
		if (brace[1] == 'n')
			sentence_number_append(out, context, field->number);
		else if (brace[1] == 'i')
			text_append_number(out, field->number);
		else if (brace[1] == 's')
			append_seconds(out, context, field->number);
		else if (brace[1] == 'v')
			packet_field_value_append(out, context->packet, field, context->is_korean);
		else
			text_append(out, text_string(&values[brace[1] - '0']));
		bool is_one = out->size == before + 1 && out->data[before] == '1';
		sentence = append_unit(out, brace + 3, is_one);
	}
	text_append(out, sentence);
}

bool claims_append(struct text *out, const struct field_claims *claims,
	const struct sentence_context *context, const struct field *field)
{
	struct text values[SENTENCE_VALUES] = { 0 };
	bool is_said = false;
	for (size_t i = 0; i < claims->count; i++) {
		const struct claim *claim = &claims->claims[i];
		if (claim->holds && !claim->holds(context, field))
			continue;
		if (!is_said && claims->fill)
			claims->fill(context, field, values);
		if (is_said)
			text_append_char(out, ' ');
		fill_in(out, context->is_korean ? claim->korean : claim->english, context, field,
			values);
		is_said = true;
		if (!claims->are_all_said)
			break;
	}
	for (size_t i = 0; i < SENTENCE_VALUES; i++)
		text_finish(&values[i]);
	return is_said;
}

/*
 * Appends the sentence of an HTTP header, which is found by the header's name and not by the
 * field's.
 */
static bool header_append(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	const struct field_words *words = header_words_find(field);
	if (!words)
		return false;
	if (words->claims && claims_append(out, words->claims, context, field))
		return true;
	fill_in(out, field_words_template(words, context->is_korean), context, field, NULL);
	return true;
}

/*
 * Whether the field's bytes in the packet, read from left to right, are its number. They are not
 * where a number is coded in another way, as in HPACK.
 */
static bool has_plain_number(const struct sentence_context *context, const struct field *field)
{
	struct bytes data = context->packet->frame.data;
	uint64_t first = (uint64_t)field->offset * 8 + (field->bit_size ? field->bit_offset : 0);
	uint64_t count = field->bit_size ? field->bit_size : (uint64_t)field->size * 8;
	uint64_t number = 0;
	if (count > 64 || (first + count + 7) / 8 > data.size)
		return false;
	for (uint64_t bit = first; bit < first + count; bit++)
		number = number << 1 | (data.data[bit / 8] >> (7 - bit % 8) & 1);
	return number == field->number;
}

/* Whether a reader that has the template, the value and the bytes cannot fill it in. */
static bool needs_filling(
	const char *template, const struct sentence_context *context, const struct field *field)
{
	if (!strchr(template, '{'))
		return false;
	if (strstr(template, "{s}"))
		return true;
	return (strstr(template, "{n}") || strstr(template, "{i}")) &&
		!has_plain_number(context, field);
}

bool field_words_special_append(struct text *out, const struct field_words *words,
	const struct sentence_context *context, const struct field *field)
{
	if (field->kind == FIELD_HEADER && header_append(out, context, field))
		return true;
	if (words && words->claims && claims_append(out, words->claims, context, field))
		return true;
	const char *template = field_words_template(words, context->is_korean);
	if (!template || !needs_filling(template, context, field))
		return false;
	fill_in(out, template, context, field, NULL);
	return true;
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
			fill_in(out, template, context, field, NULL);
			return;
		}
		if (field->parent < 0)
			return;
		field = &list->fields[field->parent];
	}
}

const char *field_words_nearest(const char *name)
{
	const char *nearest = NULL;
	for (size_t i = 0; i < ARRAY_COUNT(sentence_tables) && !nearest; i++) {
		const struct sentence_table *table = &sentence_tables[i];
		size_t count = 0;
		const char **names = xcalloc(*table->count, sizeof(*names));
		for (size_t k = 0; k < *table->count; k++) {
			if (strchr(table->words[k].name, '.')) /* others are of HTTP's headers */
				names[count++] = table->words[k].name;
		}
		size_t size = strcspn(name, ".");
		bool is_same = strcspn(table->prefix, ".") == size &&
			strncmp(table->prefix, name, size) == 0;
		if (is_same)
			nearest = nearest_name(name, names, count);
		free(names);
	}
	return nearest;
}
