/* Finds the fields of a message by the lists of key fields. */
#include "explain/message/message-fields.h"

#include <string.h>

#include "base/span.h"
#include "base/text.h"
#include "dissect/application/key-fields.h"
#include "dissect/field-text.h"
#include "explain/sentence-facts.h"

/* ---- the message ---- */

static bool is_icmp(enum protocol protocol)
{
	return protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6;
}

/* Returns the index of the message's layer; layer_count when it has none. */
static unsigned layer_of(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	enum protocol protocol = packet->facts.shown.protocol;
	unsigned found = frame->layer_count;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		if (frame->layers[i].protocol != protocol)
			continue;
		found = i;
		/* What an ICMP error quotes was not sent. Of coalesced packets the first counts. */
		if (is_icmp(protocol) || protocol == PROTOCOL_QUIC)
			break;
	}
	return found;
}

static const struct field *find(
	const struct shown_packet *packet, unsigned layer, const char *name, const uint64_t *number)
{
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer == layer && strcmp(field->spec->name, name) == 0 &&
			(!number || field->number == *number))
			return field;
	}
	return NULL;
}

const struct field *message_field(const struct shown_packet *packet, const char *name)
{
	return find(packet, layer_of(packet), name, NULL);
}

const struct field *message_field_with(
	const struct shown_packet *packet, const char *name, uint64_t number)
{
	return find(packet, layer_of(packet), name, &number);
}

bool message_fields_all(const struct shown_packet *packet, const char *name, uint64_t number)
{
	unsigned layer = layer_of(packet);
	bool has_one = false;
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer != layer || strcmp(field->spec->name, name) != 0)
			continue;
		if (field->number != number)
			return false;
		has_one = true;
	}
	return has_one;
}

size_t message_fields_count(const struct shown_packet *packet, const char *name, uint64_t limit,
	uint64_t number, size_t *ret_seen)
{
	unsigned layer = layer_of(packet);
	size_t count = 0, seen = 0;
	for (size_t i = 0; i < packet->fields.count && seen < limit; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer != layer || strcmp(field->spec->name, name) != 0)
			continue;
		seen++;
		count += field->number == number;
	}
	*ret_seen = seen;
	return count;
}

bool message_field_is_set(const struct shown_packet *packet, const char *name)
{
	const struct field *field = message_field(packet, name);
	const struct sentence_context context = { .packet = packet };
	return field && field_is_set(&context, field);
}

bool message_dns_failed(const struct shown_packet *packet)
{
	return message_field_is_set(packet, "dns.flags.rcode") ||
		message_field_is_set(packet, "dns.resp.ext_rcode");
}

bool message_searches(const struct shown_packet *packet)
{
	const struct http_message *http = frame_http(&packet->frame);
	return http && span_equals(http->method, "M-SEARCH");
}

bool message_answers_search(const struct shown_packet *packet)
{
	const struct http_message *http = frame_http(&packet->frame);
	return http && http->kind == HTTP_RESPONSE;
}

bool message_says_ssh_version(const struct shown_packet *packet)
{
	return message_field(packet, "ssh.protocol");
}

bool message_is_quic(const struct shown_packet *packet, enum quic_type type)
{
	const struct field *version = message_field(packet, "quic.version");
	const struct field *bits = message_field(packet, "quic.long.packet_type");
	return version && bits &&
		quic_type_of((uint32_t)version->number, (uint8_t)bits->number) == type;
}

bool message_is_coalesced(const struct shown_packet *packet)
{
	const struct quic_message *quic = packet->facts.shown.quic;
	return quic && quic_datagram_of(&packet->frame, quic).packet_count > 1;
}

bool message_announces_sender(const struct shown_packet *packet)
{
	const struct arp_message *arp = frame_arp(&packet->frame);
	return arp && arp->sender.family != ADDRESS_NONE && !address_is_zero(&arp->sender) &&
		address_equal(&arp->sender, &arp->target);
}

bool message_is_panel_subject(const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	enum protocol protocol = packet->facts.shown.protocol;
	if (protocol == PROTOCOL_TCP || (tcp && protocol == PROTOCOL_HTTP))
		return false;
	return !tcp || !(tcp->flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

/* ---- its key fields ---- */

static bool is_zero(const struct shown_packet *packet, const struct field *field)
{
	struct bytes data = packet->frame.data;
	if (field->bit_size)
		return field->number == 0;
	for (uint32_t i = 0; i < field->size && field->offset + i < data.size; i++)
		if (data.data[field->offset + i])
			return false;
	return true;
}

static const struct field *parent_of(const struct shown_packet *packet, const struct field *field)
{
	return field->parent < 0 ? NULL : &packet->fields.fields[field->parent];
}

static bool is_labelled(const struct field *field, const char *label, struct arena *arena)
{
	return field && strcmp(field_label(field, arena), label) == 0;
}

static bool is_next(const struct shown_packet *packet, unsigned layer, unsigned other)
{
	const struct layer *layers = packet->frame.layers;
	return other == layer + 1 && layers[other].protocol == layers[layer].protocol;
}

static bool is_key(const struct shown_packet *packet, unsigned layer, const struct key_field *key,
	const struct field *field, struct arena *arena)
{
	bool is_placed = key->is_quoted ? field->layer > layer
		: key->is_next          ? is_next(packet, layer, field->layer)
					: field->layer == layer;
	if (!is_placed || !field->size || strcmp(field->spec->name, key->field) != 0)
		return false;
	if (key->is_set && is_zero(packet, field))
		return false;
	if (key->when && strcmp(key->when, key->field) == 0 && field->number != key->is)
		return false;
	return !key->within || is_labelled(field, key->within, arena) ||
		is_labelled(parent_of(packet, field), key->within, arena);
}

static const char *label_of(
	struct arena *arena, const struct key_field *key, const struct field *field, bool is_korean)
{
	if (key->within)
		return key->within;
	if (!key->is_quoted)
		return field_label(field, arena);
	autofinish(text) struct text label = { 0 };
	text_append(&label, field_label(field, arena));
	text_append(&label, is_korean ? " (인용된 패킷)" : " (quoted packet)");
	return arena_strdup(arena, text_string(&label));
}

struct taken {
	struct message_field *fields;
	unsigned count;
};

/* Whether the field, or another with the same bytes (an ARP that asks for its sender), is taken. */
static bool is_taken(
	const struct taken *taken, const struct shown_packet *packet, const struct field *field)
{
	struct bytes data = packet->frame.data;
	if (!taken->count)
		return false;
	const struct field *first = &packet->fields.fields[taken->fields[0].index];
	return first == field ||
		(field->size > 2 && field->size == first->size &&
			field->offset + field->size <= data.size &&
			first->offset + first->size <= data.size &&
			memcmp(data.data + field->offset, data.data + first->offset, field->size) ==
				0);
}

static void take_key_field(struct taken *taken, struct arena *arena,
	const struct shown_packet *packet, unsigned layer, const struct key_field *key,
	bool is_korean)
{
	if (key->when && !find(packet, layer, key->when, &key->is))
		return;
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (!is_key(packet, layer, key, field, arena))
			continue;
		if (!is_taken(taken, packet, field))
			taken->fields[taken->count++] =
				(struct message_field){ i, label_of(arena, key, field, is_korean) };
		return;
	}
}

/* The first fields of a protocol without a list. */
static void take_first(
	struct taken *taken, struct arena *arena, const struct shown_packet *packet, unsigned layer)
{
	for (size_t i = 0; i < packet->fields.count && taken->count < MESSAGE_FIELDS_SHOWN; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer == layer && field->parent < 0 && field->size)
			taken->fields[taken->count++] =
				(struct message_field){ i, field_label(field, arena) };
	}
}

unsigned message_key_fields(struct arena *arena, const struct shown_packet *packet, bool is_korean,
	struct message_field ret_fields[MESSAGE_FIELDS_SHOWN])
{
	unsigned layer = layer_of(packet);
	const struct key_field *key = protocol_key_fields(packet->facts.shown.protocol);
	struct taken taken = { .fields = ret_fields };
	if (!key)
		take_first(&taken, arena, packet, layer);
	for (; key && key->field && taken.count < MESSAGE_FIELDS_SHOWN; key++)
		take_key_field(&taken, arena, packet, layer, key, is_korean);
	return taken.count;
}
