/* Answers what claims ask about a packet. */
#include "explain/sentence-facts.h"

#include <string.h>

enum { TCP_HEADER_SIZE = 20 };

static size_t size_of_address(const struct address *address)
{
	switch (address->family) {
	case ADDRESS_MAC:
		return 6;
	case ADDRESS_IPV4:
		return 4;
	case ADDRESS_IPV6:
		return 16;
	default:
		return 0;
	}
}

bool address_is_zero(const struct address *address)
{
	static const uint8_t zeros[16] = { 0 };
	size_t size = size_of_address(address);
	return size && memcmp(address->octets, zeros, size) == 0;
}

bool address_is_loopback(const struct address *address)
{
	static const uint8_t one[16] = { [15] = 1 };
	if (address->family == ADDRESS_IPV4)
		return address->octets[0] == 127;
	return address->family == ADDRESS_IPV6 && memcmp(address->octets, one, sizeof(one)) == 0;
}

/* A frame has one segment, that of its innermost TCP header. */
const struct tcp_header *sentence_segment(
	const struct sentence_context *context, const struct field *field)
{
	const struct frame *frame = &context->packet->frame;
	const struct tcp_header *tcp = frame_tcp(frame);
	const struct layer *layer = tcp ? frame_layer(frame, PROTOCOL_TCP) : NULL;
	if (!layer || (field && field->layer < layer - frame->layers))
		return NULL;
	return tcp;
}

bool segment_has(const struct sentence_context *context, const struct field *field, unsigned flags)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && (segment->flags & flags) == flags;
}

bool segment_lacks(
	const struct sentence_context *context, const struct field *field, unsigned flags)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && !(segment->flags & flags);
}

bool segment_has_label(
	const struct sentence_context *context, const struct field *field, uint32_t labels)
{
	const struct packet_facts *facts = &context->packet->facts;
	return sentence_segment(context, field) && facts->has_tcp && facts->tcp.labels & labels;
}

bool connection_has_syn(const struct sentence_context *context)
{
	const struct tcp_connection *connection = context->connection;
	return connection && tcp_connection_has_roles(connection);
}

bool connection_has_both_syns(const struct sentence_context *context)
{
	const struct tcp_connection *connection = context->connection;
	return connection && connection->has_client_isn && connection->has_server_isn;
}

uint32_t segment_options_size(const struct sentence_context *context, const struct field *field)
{
	const struct layer *layer = frame_layer(&context->packet->frame, PROTOCOL_TCP);
	const struct tcp_header *segment = sentence_segment(context, field);
	if (!segment || !layer || segment->is_cut || layer->header_size < TCP_HEADER_SIZE)
		return 0;
	return layer->header_size - TCP_HEADER_SIZE;
}

const struct field *field_beside(
	const struct sentence_context *context, const struct field *field, const char *name)
{
	const struct field_list *list = &context->packet->fields;
	size_t at = (size_t)(field - list->fields);
	for (size_t i = at; i-- > 0;)
		if (list->fields[i].layer == field->layer &&
			strcmp(list->fields[i].spec->name, name) == 0)
			return &list->fields[i];
	for (size_t i = at + 1; i < list->count; i++)
		if (list->fields[i].layer == field->layer &&
			strcmp(list->fields[i].spec->name, name) == 0)
			return &list->fields[i];
	return NULL;
}

/* The field with this name, which may be the given one. */
static const struct field *field_or_beside(
	const struct sentence_context *context, const struct field *field, const char *name)
{
	return strcmp(field->spec->name, name) == 0 ? field : field_beside(context, field, name);
}

/* RFC 5905 section 7.4: at stratum 0 a server sends a code in place of its reference. */
bool ntp_has_kiss_code(const struct sentence_context *context, const struct field *field)
{
	enum { MODE_SERVER = 4 };
	const struct field *mode = field_or_beside(context, field, "ntp.flags.mode");
	const struct field *stratum = field_or_beside(context, field, "ntp.stratum");
	const struct field *code = field_or_beside(context, field, "ntp.refid");
	return mode && mode->number == MODE_SERVER && stratum && !stratum->number && code &&
		code->bytes.size && code->bytes.data[0];
}

/* RFC 4861 section 4.3; one for duplicates comes from the unspecified address (RFC 4862). */
bool frame_checks_neighbor(const struct frame *frame)
{
	return !address_is_zero(&frame->source) && frame->destination.octets[0] != 0xff;
}

bool field_is_zero(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	if (field->kind != FIELD_ADDRESS && field->kind != FIELD_BYTES)
		return field->number == 0;
	for (size_t i = 0; i < field->bytes.size; i++)
		if (field->bytes.data[i])
			return false;
	return true;
}

bool field_is_set(const struct sentence_context *context, const struct field *field)
{
	return !field_is_zero(context, field);
}

enum { SMALLEST_FRAME = 60, VLAN_TAG = 4 }; /* IEEE 802.3: 64 bytes with the FCS */

/* Whether the frame, which the field ends, was captured whole and has this size. */
static bool ends_frame_of(
	const struct sentence_context *context, const struct field *field, uint32_t size)
{
	const struct frame *frame = &context->packet->frame;
	uint32_t end = field->offset + field->size;
	return frame->data.size == frame->length &&
		end - frame->layers[field->layer].offset == size;
}

bool field_fills_frame(const struct sentence_context *context, const struct field *field)
{
	return ends_frame_of(context, field, SMALLEST_FRAME);
}

/* Returns how many VLAN tags follow the header that the field belongs to. */
static unsigned count_tags(const struct sentence_context *context, const struct field *field)
{
	const struct frame *frame = &context->packet->frame;
	unsigned next = field->layer + 1U;
	while (next < frame->layer_count && frame->layers[next].protocol == PROTOCOL_VLAN)
		next++;
	return next - field->layer - 1U;
}

bool field_fills_tagged_frame(const struct sentence_context *context, const struct field *field)
{
	return count_tags(context, field) &&
		ends_frame_of(context, field, SMALLEST_FRAME + VLAN_TAG);
}

bool field_is_under_tags(const struct sentence_context *context, const struct field *field)
{
	return count_tags(context, field) > 1;
}

bool field_is_over(
	const struct sentence_context *context, const struct field *field, enum protocol protocol)
{
	return field->layer > 0 &&
		context->packet->frame.layers[field->layer - 1].protocol == protocol;
}
