/*
 * Searches packets inside packets, and datagrams. A searched packet is a captured one, or the
 * fragments of a datagram. A segment in it joins its connection's direction; everything else is
 * searched alone.
 */
#include "conversation/redact/redact-parts.h"

#include "base/arena.h"
#include "dissect/dissect.h"
#include "secrets/login/logins.h"

void packet_places(const struct searched_packet *packet, uint32_t from, uint32_t to,
	packet_place_function *add, void *user)
{
	const struct datagram *datagram = packet->datagram;
	if (!datagram) {
		add(user,
			&(struct segment){ .start = from,
				.size = to - from,
				.offset = from,
				.frame = packet->frame->number,
				.data = packet->frame->data.data + from });
		return;
	}
	for (size_t i = 0; i < datagram->count; i++) {
		const struct fragment_piece *piece = &datagram->pieces[i];
		uint32_t start = piece->start + packet->header_size, end = start + piece->size;
		uint32_t first = start > from ? start : from, last = end < to ? end : to;
		if (first >= last)
			continue;
		add(user,
			&(struct segment){ .start = first,
				.size = last - first,
				.offset = piece->offset + (first - start),
				.frame = piece->frame,
				.data = piece->data + (first - start) });
	}
}

/* A segment in a packet, and its place in the direction. */
struct segment_copy {
	struct search *search;
	struct direction *direction;
	int64_t shift; /* from places in the packet to places in the direction */
};

static void add_copy(void *user, const struct segment *place)
{
	const struct segment_copy *copy = user;
	struct segment segment = *place;
	segment.start += copy->shift;
	segment.data =
		arena_bytes(&copy->search->arena, (struct bytes){ place->data, place->size }).data;
	direction_add(copy->direction, &segment);
}

/*
 * Returns the direction of a segment that an error quotes or fragments carry; a new one when no
 * packet has it.
 */
static struct direction *direction_of_copy(struct search *search, const struct flow_key *key)
{
	bool is_new;
	struct flow *flow = search_flow(search, key, &is_new);
	if (is_new) {
		grow_array(&search->loose, search->loose_count, &search->loose_capacity,
			sizeof(*search->loose));
		search->loose[search->loose_count] = (struct direction){ 0 };
		flow->is_loose = true;
		flow->direction = search->loose_count++;
	}
	return &(flow->is_loose ? search->loose : search->directions)[flow->direction];
}

static void add_segment_copy(struct search *search, const struct searched_packet *packet,
	const struct tcp_header *tcp, const struct flow_key *key, uint32_t from, uint32_t to)
{
	struct direction *direction = direction_of_copy(search, key);
	uint32_t sequence = tcp_data_sequence(tcp);
	int64_t start = direction_place(direction, tcp, sequence, false);
	struct segment_copy copy = { search, direction, start - (int64_t)from };
	packet_places(packet, from, to, add_copy, &copy);
}

struct hidden_place {
	struct redaction *redaction;
	size_t id;
};

static void hide_place(void *user, const struct segment *place)
{
	const struct hidden_place *hidden = user;
	struct redaction *redaction = hidden->redaction;
	grow_array(&redaction->spans, redaction->span_count, &redaction->span_capacity,
		sizeof(*redaction->spans));
	redaction->spans[redaction->span_count++] = (struct span){
		.frame = place->frame,
		.offset = place->offset,
		.size = place->size,
		.id = hidden->id,
	};
}

static void hide_in_packet(struct redaction *redaction, const struct searched_packet *packet,
	uint32_t from, uint32_t to, size_t id)
{
	struct hidden_place hidden = { redaction, id };
	if (from < to)
		packet_places(packet, from, to, hide_place, &hidden);
}

/* Hides a quoted fragment whole: it is unknown what its bytes are part of. */
static bool hide_quoted_fragment(struct search *search, const struct searched_packet *packet)
{
	const struct frame *frame = packet->frame;
	bool is_quote = false;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol == PROTOCOL_ICMP || layer->protocol == PROTOCOL_ICMPV6)
			is_quote = true;
		if (!is_quote || layer->offset + layer->size > frame->data.size)
			continue;
		const uint8_t *header = frame->data.data + layer->offset;
		bool is_later = layer->protocol == PROTOCOL_IPV4 && layer->size >= 20 &&
			((header[6] & 0x1f) || header[7]);
		if (layer->protocol == PROTOCOL_IPV6 && layer->size >= 48 && header[6] == 44)
			is_later = header[42] || (header[43] & 0xf8);
		if (!is_later)
			continue;
		uint32_t from = layer->offset +
			(layer->protocol == PROTOCOL_IPV6 ? 48 : layer->header_size);
		hide_in_packet(search->redaction, packet, from, layer->offset + layer->size,
			redaction_new_secret(&search->redaction->found, SECRET_DATAGRAM));
		return true;
	}
	return false;
}

static void add_quoted_segment(struct search *search, const struct searched_packet *packet,
	const struct quoted_segment *quoted)
{
	const struct frame *frame = packet->frame;
	for (unsigned i = frame->layer_count; i-- > 0;) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol != PROTOCOL_TCP)
			continue;
		struct flow_key key =
			flow_key_of(&quoted->source, &quoted->destination, &quoted->tcp);
		uint32_t from = layer->offset + layer->header_size;
		uint32_t to = layer->offset + layer->size;
		if (from < to && to <= frame->data.size)
			add_segment_copy(search, packet, &quoted->tcp, &key, from, to);
		return;
	}
}

/* The name of the protocol; PPP's logins are known by the number before them. */
static const char *name_of_protocol(const struct searched_packet *packet, uint32_t offset)
{
	const struct frame *frame = packet->frame;
	enum { PAP = 0xc023, CHAP = 0xc223 };
	for (unsigned i = 0; i < frame->layer_count && offset >= 2; i++) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol != PROTOCOL_PPP || layer->offset + layer->header_size != offset)
			continue;
		uint16_t number = bytes_u16(frame->data.data + offset - 2);
		return number == PAP ? "PAP" : number == CHAP ? "CHAP" : NULL;
	}
	return frame_reading_name(packet->shown);
}

/* The ports in the headers before `offset`, of the packet or of a quoted one. */
static void ports_at(const struct frame *frame, uint32_t offset, struct login_source *source)
{
	source->source_port = frame->has_ports ? frame->source_port : 0;
	source->destination_port = frame->has_ports ? frame->destination_port : 0;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		bool has_ports = layer->protocol == PROTOCOL_UDP || layer->protocol == PROTOCOL_TCP;
		if (!has_ports || layer->offset + 4 > offset ||
			layer->offset + 4 > frame->data.size)
			continue;
		source->source_port = bytes_u16(frame->data.data + layer->offset);
		source->destination_port = bytes_u16(frame->data.data + layer->offset + 2);
	}
}

/* Returns whether a rule of the protocol knows the text. */
bool search_text_between(
	struct search *search, const struct searched_packet *packet, uint32_t offset, uint32_t end)
{
	const struct frame *frame = packet->frame;
	struct redaction *redaction = search->redaction;
	struct bytes text = { frame->data.data + offset, end - offset };
	struct secret_state state = { 0 };
	struct login_state login = { 0 };
	struct login_source source = {
		.text = text,
		.protocol = name_of_protocol(packet, offset),
		.is_datagram = true,
	};
	ports_at(frame, offset, &source);
	redaction->found.count = 0; /* clears the ranges; ids continue */
	secrets_find(text, &state, &redaction->found);
	bool is_known = logins_find(&source, &login, &redaction->found);
	secret_list_merge(&redaction->found, 0);
	unsearched_add_types(redaction, &redaction->found);
	redaction_remember(redaction, &redaction->found, text.data,
		&(struct origin){ .frame = packet->datagram ? packet->datagram->pieces[0].frame
							    : frame->number });
	for (size_t i = 0; i < redaction->found.count; i++) {
		const struct secret_range *range = &redaction->found.ranges[i];
		uint32_t from = offset + (uint32_t)range->offset;
		hide_in_packet(redaction, packet, from, from + (uint32_t)range->size, range->id);
	}
	return is_known;
}

/* Searches a packet that is no segment of a connection. */
static void search_text(struct search *search, const struct searched_packet *packet)
{
	const struct frame *frame = packet->frame;
	uint32_t offset = redaction_text_offset(frame), size = (uint32_t)frame->data.size;
	if (offset < size && !search_text_between(search, packet, offset, size))
		unsearched_add_packet(search->redaction, frame, packet->shown,
			(struct bytes){ frame->data.data + offset, size - offset });
}

/* ---- bytes that no other search reads ---- */

/*
 * Searches headers (which may be damaged or carry text), bytes after a payload, and messages that
 * an error or redirect quotes. It is unknown where a text begins there. So the bytes are searched
 * from the end of each header on, and each run of readable bytes is searched alone.
 */
enum { RUN_SIZE_MIN = 8 }; /* shorter runs are a number, an address or flags */

static bool is_readable_byte(uint8_t c)
{
	return (c >= 0x20 && c != 0x7f) || c == '\t' || c == '\r' || c == '\n';
}

/* Finds the first run of readable bytes in [from, to); false when there is none. */
static bool next_run(struct bytes data, uint32_t *from, uint32_t to, uint32_t *ret_end)
{
	for (uint32_t at = *from; at < to;) {
		uint32_t end = at;
		while (end < to && is_readable_byte(data.data[end]))
			end++;
		if (end - at >= RUN_SIZE_MIN) {
			*from = at;
			*ret_end = end;
			return true;
		}
		at = end + 1;
	}
	return false;
}

/* Searches bytes that no rule has read, as a whole and by runs of readable ones. */
static void search_stretch(
	struct search *search, const struct searched_packet *packet, uint32_t from, uint32_t to)
{
	const struct bytes data = packet->frame->data;
	uint32_t start = from, end;
	if (to > data.size || from >= to || !next_run(data, &start, to, &end))
		return;
	search_text_between(search, packet, from, to);
	do {
		if (start > from)
			search_text_between(search, packet, start, end);
		start = end;
	} while (next_run(data, &start, to, &end));
}

static int quote_of(const struct frame *frame)
{
	for (unsigned i = 0; i < frame->layer_count; i++) {
		enum protocol protocol = frame->layers[i].protocol;
		if (protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6)
			return (int)i;
	}
	return -1;
}

static void search_unread(struct search *search, const struct searched_packet *packet)
{
	const struct frame *frame = packet->frame;
	uint32_t size = (uint32_t)frame->data.size, text = redaction_text_offset(frame);
	uint32_t from = 0;
	if (frame->layer_count)
		from = frame->layers[0].offset + frame->layers[0].header_size;
	if (packet->header_size > from)
		from = packet->header_size;
	if (from >= text && frame->layer_count)
		from = frame->layers[0].offset; /* the only header there is */
	search_stretch(search, packet, from, text < size ? text : size);
	if (frame_tcp(frame))
		search_stretch(search, packet,
			frame->payload_offset + (uint32_t)frame->payload.size, size);
	int quote = quote_of(frame);
	for (unsigned i = quote < 0 ? frame->layer_count : (unsigned)quote; i < frame->layer_count;
		i++) {
		const struct layer *layer = &frame->layers[i];
		uint32_t end = layer->offset + layer->header_size;
		if (end != text)
			search_stretch(search, packet, end, size);
	}
}

/* ---- a whole packet ---- */

/* Searches everything except the payloads of segments, which are searched as streams. */
void search_packet(struct search *search, const struct searched_packet *packet)
{
	const struct frame *frame = packet->frame;
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp) {
		struct flow_key key = flow_key_of(&frame->source, &frame->destination, tcp);
		uint32_t from = frame->payload_offset;
		if (packet->datagram && frame->payload.size)
			add_segment_copy(search, packet, tcp, &key, from,
				from + (uint32_t)frame->payload.size);
		search_unread(search, packet);
		return;
	}
	if (hide_quoted_fragment(search, packet))
		return;
	const struct quoted_segment *quoted = frame_quoted_segment(frame);
	if (quoted)
		add_quoted_segment(search, packet, quoted);
	search_text(search, packet);
	search_datagram_text(search, packet);
	search_unread(search, packet);
}

/* Hides a datagram that cannot be searched, since a piece is missing or two pieces differ. */
static void hide_datagram(struct redaction *redaction, const struct datagram *datagram)
{
	enum { TCP_HEADER = 20, UDP_HEADER = 8, PROTOCOL_NUMBER_TCP = 6 };
	uint32_t header = datagram->protocol == PROTOCOL_NUMBER_TCP ? TCP_HEADER : UDP_HEADER;
	struct hidden_place hidden = { redaction,
		redaction_new_secret(&redaction->found, SECRET_DATAGRAM) };
	for (size_t i = 0; i < datagram->count; i++) {
		const struct fragment_piece *piece = &datagram->pieces[i];
		uint32_t skip = piece->start < header ? header - piece->start : 0;
		if (skip >= piece->size)
			continue;
		hide_place(&hidden,
			&(struct segment){ .size = piece->size - skip,
				.offset = piece->offset + skip,
				.frame = piece->frame });
	}
}

/* The place of an address in a datagram, for the anonymizer. */
struct address_pieces {
	size_t offset; /* of the match */
	struct run_pieces *out;
};

static void add_piece(void *user, const struct segment *place)
{
	const struct address_pieces *pieces = user;
	struct run_pieces *out = pieces->out;
	grow_array(&out->items, out->count, &out->capacity, sizeof(*out->items));
	out->items[out->count++] = (struct run_piece){
		.frame = place->frame,
		.offset = place->offset,
		.size = place->size,
		.skip = (uint32_t)((size_t)place->start - pieces->offset),
	};
}

static void find_pieces(void *context, size_t offset, size_t size, struct run_pieces *out)
{
	struct address_pieces pieces = { offset, out };
	packet_places(context, (uint32_t)offset, (uint32_t)(offset + size), add_piece, &pieces);
}

/* Learns the addresses of a datagram in the first pass, and searches for them in the second. */
static void search_addresses(struct search *search, struct searched_packet *packet)
{
	autofinish(arena) struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame described;
	redaction_describe(&described, packet->frame, &fields);
	if (search->is_learning)
		anonymizer_learn(search->redaction->anonymizer, &described);
	else
		anonymizer_search_datagram(
			search->redaction->anonymizer, &described, find_pieces, packet);
}

void search_datagrams(struct search *search)
{
	size_t count;
	const struct datagram *datagrams = fragment_table_close(search->fragments, &count);
	for (size_t i = 0; i < count; i++) {
		const struct datagram *datagram = &datagrams[i];
		if (!datagram->is_whole) {
			if (!search->is_learning)
				hide_datagram(search->redaction, datagram);
			continue;
		}
		struct searched_packet packet = { .datagram = datagram };
		struct frame frame = { .number = datagram->pieces[0].frame };
		struct bytes bytes = datagram_packet(datagram, &search->arena, &packet.header_size);
		dissect_frame(&frame, DATAGRAM_LINK_TYPE, bytes, (uint32_t)bytes.size, NULL);
		struct frame_reading shown;
		frame_read(&frame, &shown);
		packet.frame = &frame;
		packet.shown = &shown;
		if (search->redaction->anonymizer)
			search_addresses(search, &packet);
		if (!search->is_learning)
			search_packet(search, &packet);
	}
}
