/*
 * IEEE 802.11 frames (IEEE Std 802.11-2020, clause 9), as a card in monitor mode captures them.
 *
 *   | frame control 2 | duration 2 | address 6 | address 6 | address 6 | sequence 2 | [address 6]
 *   | [QoS 2] | [HT 4] | body | [check sequence 4] |      control frames end after their addresses
 *
 * The payload of an unencrypted data frame is LLC, after a mesh header in a mesh. Of an aggregate
 * (A-MSDU) the first packet is decoded. Everything else is left as data, except for the network's
 * name, which the Info column shows.
 */
#include "dissect/application/summary.h"
#include "dissect/link/link.h"
#include "dissect/link/radio.h"

static const struct field_spec wlan_fc_subtype =
	FIELD_SPEC_BITS("wlan.fc.subtype", "Subtype", 1, 0, 4);
static const struct field_spec wlan_fc_type = FIELD_SPEC_BITS("wlan.fc.type", "Type", 1, 4, 2);
static const struct field_spec wlan_fc_version =
	FIELD_SPEC_BITS("wlan.fc.version", "Version", 1, 6, 2);
static const struct field_spec wlan_duration = FIELD_SPEC("wlan.duration", "Duration", 2);
static const struct field_spec wlan_qos = FIELD_SPEC("wlan.qos", "QoS Control", 2);
static const struct field_spec wlan_htc = FIELD_SPEC("wlan.htc", "HT Control", 0);
static const struct field_spec wlan_aggregate_da =
	FIELD_SPEC("wlan_aggregate.da", "Destination", 6);
static const struct field_spec wlan_aggregate_sa = FIELD_SPEC("wlan_aggregate.sa", "Source", 6);
static const struct field_spec wlan_aggregate_a_mdsu_length =
	FIELD_SPEC_IN(UNIT_BYTES, "wlan_aggregate.a_mdsu.length", "A-MSDU Length", 2);
static const struct field_spec wlan_aggregate_more =
	FIELD_SPEC("wlan_aggregate.more", "Further packets", 0);
static const struct field_spec wlan_mesh_flags = FIELD_SPEC("wlan.mesh.flags", "Mesh Flags", 1);
static const struct field_spec wlan_mesh_ttl = FIELD_SPEC("wlan.mesh.ttl", "Mesh TTL", 1);
static const struct field_spec wlan_mesh_seq =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "wlan.mesh.seq", "Sequence Number", 4);
static const struct field_spec wlan_mesh_addresses =
	FIELD_SPEC("wlan.mesh.addresses", "Mesh Extended Addresses", 0);
static const struct field_spec wlan_padding = FIELD_SPEC("wlan.padding", "Padding", 0);
static const struct field_spec wlan_fcs = FIELD_SPEC("wlan.fcs", "Frame check sequence", 0);
static const struct field_spec wlan_seq = FIELD_SPEC("wlan.seq", "Sequence and fragment number", 2);

enum { TYPE_MANAGEMENT, TYPE_CONTROL, TYPE_DATA, TYPE_EXTENSION };

enum {
	FLAG_TO_DS = 0x01,
	FLAG_FROM_DS = 0x02,
	FLAG_PROTECTED = 0x40,
	FLAG_ORDER = 0x80,
	SUBTYPE_NO_DATA = 4,
	SUBTYPE_QOS = 8,
	QOS_AGGREGATE = 0x80,
	QOS_MESH = 0x100,
	MESH_FIXED_SIZE = 6,
	MESH_ADDRESSES_RESERVED = 3, /* all flags except the number of addresses are reserved */
	CHECK_SIZE = 4,
	FIXED_SIZE = 4, /* frame control and duration */
	ADDRESS_SIZE = 6,
	LONG_HEADER_SIZE = 24,
};

struct wlan_header {
	uint8_t version, type, subtype, flags;
	unsigned address_count;
	bool has_sequence, has_qos, has_throughput;
	uint32_t size; /* without padding */
};

static const char *name_of_frame(uint8_t type, uint8_t subtype)
{
	static const char *const names[3][16] = {
		{ "Association Request", "Association Response", "Reassociation Request",
			"Reassociation Response", "Probe Request", "Probe Response",
			"Timing Advertisement", NULL, "Beacon frame", "ATIM", "Disassociate",
			"Authentication", "Deauthentication", "Action", "Action No Ack",
			"Aruba Management" },
		{ NULL, NULL, "Trigger", "TACK", "Beamforming Report Poll",
			"VHT/HE/EHT/RANGING NDP Announcement", "Control Frame Extension",
			"Control Wrapper", "802.11 Block Ack Req", "802.11 Block Ack",
			"Power-Save poll", "Request-to-send", "Clear-to-send", "Acknowledgement",
			"CF-End (Control-frame)", "CF-End + CF-Ack (Control-frame)" },
		{ "Data", "Data + CF-Ack", "Data + CF-Poll", "Data + CF-Ack + CF-Poll",
			"Null function (No data)", "Acknowledgement (No data)", "CF-Poll (No data)",
			"CF-Ack/Poll (No data)", "QoS Data", "QoS Data + CF-Acknowledgment",
			"QoS Data + CF-Poll", "QoS Data + CF-Ack + CF-Poll",
			"QoS Null function (No data)", NULL, "QoS CF-Poll (No Data)",
			"QoS CF-Ack + CF-Poll (No data)" },
	};
	const char *name = type < 3 ? names[type][subtype & 15] : NULL;
	return name ? name : "Unrecognized (Reserved frame)";
}

static unsigned count_addresses(const struct wlan_header *header)
{
	enum { WRAPPER = 7, CLEAR_TO_SEND = 12, ACKNOWLEDGEMENT = 13 };
	uint8_t both = FLAG_TO_DS | FLAG_FROM_DS;
	if (header->type == TYPE_EXTENSION)
		return 0;
	if (header->type == TYPE_CONTROL)
		return header->subtype == CLEAR_TO_SEND || header->subtype == ACKNOWLEDGEMENT ||
				header->subtype == WRAPPER
			? 1
			: 2;
	return header->type == TYPE_DATA && (header->flags & both) == both ? 4 : 3;
}

static void read_control(struct cursor *cursor, struct wlan_header *header)
{
	uint8_t first = cursor_u8(cursor);
	header->version = first & 3;
	header->type = first >> 2 & 3;
	header->subtype = first >> 4;
	header->flags = cursor_u8(cursor);
	header->address_count = count_addresses(header);
	header->has_sequence = header->type == TYPE_MANAGEMENT || header->type == TYPE_DATA;
	header->has_qos = header->type == TYPE_DATA && header->subtype & SUBTYPE_QOS;
	header->has_throughput =
		header->flags & FLAG_ORDER && (header->has_qos || header->type == TYPE_MANAGEMENT);
	header->size = FIXED_SIZE + ADDRESS_SIZE * header->address_count +
		(header->has_sequence ? 2u : 0u) + (header->has_qos ? 2u : 0u) +
		(header->has_throughput ? 4u : 0u);
}

static void control_describe(const struct place *at, const struct wlan_header *header)
{
	static const struct field_spec flags[] = {
		FIELD_SPEC_BITS("wlan.fc.order", "+HTC/Order flag", 1, 0, 1),
		FIELD_SPEC_BITS("wlan.fc.protected", "Protected flag", 1, 1, 1),
		FIELD_SPEC_BITS("wlan.fc.moredata", "More Data", 1, 2, 1),
		FIELD_SPEC_BITS("wlan.fc.pwrmgt", "PWR MGT", 1, 3, 1),
		FIELD_SPEC_BITS("wlan.fc.retry", "Retry", 1, 4, 1),
		FIELD_SPEC_BITS("wlan.fc.frag", "More Fragments", 1, 5, 1),
		FIELD_SPEC_BITS("wlan.fc.fromds", "From DS", 1, 6, 1),
		FIELD_SPEC_BITS("wlan.fc.tods", "To DS", 1, 7, 1),
	};
	static const char *const types[] = { "Management frame", "Control frame", "Data frame",
		"Extension frame" };
	field_word(at, &wlan_fc_subtype, 0, header->subtype,
		name_of_frame(header->type, header->subtype));
	field_word(at, &wlan_fc_type, 0, header->type, types[header->type]);
	field_decimal(at, &wlan_fc_version, 0, header->version);
	for (unsigned i = 0; i < 8; i++)
		field_flag(at, &flags[i], 1, header->flags >> (7 - i) & 1);
}

static void wlan_describe(
	const struct place *at, const struct wlan_header *header, struct cursor cursor)
{
	static const struct field_spec addresses[] = {
		FIELD_SPEC("wlan.ra", "Receiver address", 6),
		FIELD_SPEC("wlan.ta", "Transmitter address", 6),
		FIELD_SPEC("wlan.addr3", "Third address", 6),
		FIELD_SPEC("wlan.addr4", "Fourth address", 6),
	};
	control_describe(at, header);
	cursor_skip(&cursor, 2);
	field_decimal(at, &wlan_duration, 2, cursor_u16_le(&cursor));
	uint32_t offset = FIXED_SIZE;
	for (unsigned i = 0; i < header->address_count; i++) {
		cursor_skip(&cursor, addresses[i].size);
		field_address(at, &addresses[i], offset);
		offset += ADDRESS_SIZE;
		if (i != 2 || !header->has_sequence)
			continue;
		uint16_t sequence = cursor_u16_le(&cursor);
		struct field value = { .kind = FIELD_SEQUENCE_FRAGMENT, .number = sequence };
		field_add(at, &wlan_seq, offset, 2, &value);
		offset += 2;
	}
	if (header->has_qos) {
		field_hex(at, &wlan_qos, offset, cursor_u16_le(&cursor));
		offset += 2;
	}
	if (header->has_throughput)
		field_bytes(at, &wlan_htc, offset, 4);
}

/*
 * Sets source and destination of the frame, which differ from transmitter and receiver of the hop
 * (table 9-60).
 */
static void keep_addresses(
	struct frame *frame, const struct wlan_header *header, struct cursor cursor)
{
	struct address addresses[4] = { 0 };
	cursor_skip(&cursor, FIXED_SIZE);
	for (unsigned i = 0; i < header->address_count; i++) {
		addresses[i] = cursor_address(&cursor, ADDRESS_MAC);
		if (i == 2)
			cursor_skip(&cursor, 2);
	}
	bool is_data = header->type == TYPE_DATA;
	bool to_ds = is_data && header->flags & FLAG_TO_DS;
	bool from_ds = is_data && header->flags & FLAG_FROM_DS;
	frame->destination = addresses[to_ds ? 2 : 0];
	frame->source = addresses[from_ds ? (to_ds ? 3 : 2) : 1];
}

/* Dissects the first packet of an aggregate: | destination 6 | source 6 | length 2 | LLC … | */
static void aggregate_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_WLAN, in);
	if (layer < 0)
		return;
	cursor_read_address(&in->cursor, ADDRESS_MAC, &frame->destination);
	cursor_read_address(&in->cursor, ADDRESS_MAC, &frame->source);
	uint16_t length = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_address(&at, &wlan_aggregate_da, 0);
		field_address(&at, &wlan_aggregate_sa, 6);
		field_decimal(&at, &wlan_aggregate_a_mdsu_length, 12, length);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "A-MSDU header");
		return;
	}
	layer_end_header(frame, layer, in);
	struct input payload = *in;
	input_narrow(&payload, length);
	llc_dissect(frame, &payload);
	uint32_t end = (uint32_t)(payload.cursor.end - payload.cursor.start);
	if (frame->fields && payload.cursor.end < in->cursor.end) {
		struct place at = place_in(frame, layer);
		field_bytes(&at, &wlan_aggregate_more, end - at.base,
			(uint32_t)(in->cursor.end - payload.cursor.end));
	}
}

/* Whether the QoS field marks the body as an aggregate; `start` is at the header. */
static bool is_aggregate(const struct wlan_header *header, struct cursor start)
{
	if (!header->has_qos)
		return false;
	cursor_skip(&start, header->size - 2u - (header->has_throughput ? 4u : 0u));
	return cursor_u8(&start) & QOS_AGGREGATE;
}

static void body_dissect(
	struct frame *frame, struct input *in, const struct wlan_header *header, bool has_aggregate)
{
	bool has_packet = header->type == TYPE_DATA && !(header->subtype & SUBTYPE_NO_DATA) &&
		!(header->flags & FLAG_PROTECTED);
	if (!has_packet || cursor_remaining(&in->cursor) == 0)
		data_dissect(frame, in);
	else if (has_aggregate)
		aggregate_dissect(frame, in);
	else
		llc_dissect(frame, in);
}

/*
 * Returns the size of the mesh header at the front of a body (clause 9.2.4.8.3): | flags 1 | time
 * to live 1 | sequence 4 | up to two addresses |. The QoS bit that announces it has another meaning
 * in other networks. As in Wireshark, invalid flags mean that there is no mesh header: 0.
 */
static uint32_t mesh_size_of(
	const struct wlan_header *header, struct cursor start, struct cursor body)
{
	if (!header->has_qos || !(header->flags & FLAG_FROM_DS) || header->flags & FLAG_PROTECTED ||
		header->subtype & SUBTYPE_NO_DATA)
		return 0;
	cursor_skip(&start, header->size - 2u - (header->has_throughput ? 4u : 0u));
	uint16_t qos = cursor_u16_le(&start);
	uint8_t flags = cursor_u8(&body);
	bool has_mesh = qos & QOS_MESH && cursor_ok(&body) && flags < MESH_ADDRESSES_RESERVED;
	return has_mesh ? MESH_FIXED_SIZE + ADDRESS_SIZE * (uint32_t)flags : 0;
}

/* Skips the mesh header; false when it is incomplete. */
static bool skip_mesh(struct frame *frame, int layer, struct input *in, uint32_t size)
{
	struct cursor cursor = in->cursor;
	uint32_t offset = input_position(in) - frame->layers[layer].offset;
	if (!size)
		return true;
	cursor_skip(&in->cursor, size);
	if (!cursor_ok(&in->cursor))
		return false;
	layer_end_header(frame, layer, in);
	if (!frame->fields)
		return true;
	struct place at = place_in(frame, layer);
	field_decimal(&at, &wlan_mesh_flags, offset, cursor_u8(&cursor));
	field_decimal(&at, &wlan_mesh_ttl, offset + 1, cursor_u8(&cursor));
	field_decimal(&at, &wlan_mesh_seq, offset + 2, cursor_u32_le(&cursor));
	if (size > MESH_FIXED_SIZE)
		field_bytes(&at, &wlan_mesh_addresses, offset + MESH_FIXED_SIZE,
			size - MESH_FIXED_SIZE);
	return true;
}

/* Skips the padding after the header; false when it is incomplete. */
static bool skip_padding(struct frame *frame, int layer, struct input *in, uint32_t header_size)
{
	uint32_t padding = header_size % 4 ? 4 - header_size % 4 : 0;
	if (!padding)
		return true;
	cursor_skip(&in->cursor, padding);
	if (!cursor_ok(&in->cursor))
		return false;
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_bytes(&at, &wlan_padding, header_size, padding);
	}
	return true;
}

void wlan_dissect_with(struct frame *frame, struct input *in, uint8_t radio_flags)
{
	int layer = layer_begin(frame, PROTOCOL_WLAN, in);
	if (layer < 0)
		return;
	struct wlan_header header;
	struct cursor start = in->cursor, ahead = in->cursor;
	read_control(&ahead, &header);
	cursor_skip(&in->cursor, cursor_ok(&ahead) ? header.size : FIXED_SIZE);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		wlan_describe(&at, &header, start);
	}
	if (header.version != 0 && cursor_ok(&ahead)) {
		layer_stop_malformed(frame, layer, in, "an 802.11 frame of another version");
		return;
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "802.11 header");
		return;
	}
	keep_addresses(frame, &header, start);
	layer_end_header(frame, layer, in);
	if (radio_flags & RADIO_HAS_PADDING && header.has_sequence &&
		!skip_padding(frame, layer, in, header.size)) {
		LAYER_SHORT(frame, layer, in, "802.11 header");
		return;
	}
	if (!skip_mesh(frame, layer, in, mesh_size_of(&header, start, in->cursor))) {
		LAYER_SHORT(frame, layer, in, "mesh header");
		return;
	}
	struct input body = *in;
	if (radio_flags & RADIO_HAS_CHECK && input_wire_remaining(in) >= CHECK_SIZE)
		input_narrow(&body, input_wire_remaining(in) - CHECK_SIZE);
	uint32_t end = (uint32_t)(body.cursor.end - body.cursor.start);
	uint32_t check_size = (uint32_t)(in->cursor.end - body.cursor.end);
	body_dissect(frame, &body, &header, is_aggregate(&header, start));
	if (radio_flags & RADIO_HAS_CHECK && input_is_cut(in) && frame->status == DECODE_OK) {
		frame->is_payload_cut = true;
		frame_set_status(frame, DECODE_TRUNCATED, (uint32_t)frame->data.size,
			"cut inside the frame check sequence");
	}
	if (frame->fields && check_size)
		field_bytes(&at, &wlan_fcs, end - at.base, check_size);
}

void wlan_dissect(struct frame *frame, struct input *in)
{
	wlan_dissect_with(frame, in, 0);
}

/* ---- the Info column ---- */

/* The size of the fields before the tagged elements; -1 when a frame has no elements. */
static int fixed_size_of(uint8_t subtype)
{
	enum {
		REQUEST = 0,
		RESPONSE = 1,
		REASSOCIATION = 2,
		REASSOCIATION_RESPONSE = 3,
		PROBE = 4,
		PROBE_RESPONSE = 5,
		BEACON = 8,
	};
	switch (subtype) {
	case PROBE:
		return 0;
	case REQUEST:
		return 4;
	case RESPONSE:
	case REASSOCIATION_RESPONSE:
		return 6;
	case REASSOCIATION:
		return 10;
	case PROBE_RESPONSE:
	case BEACON:
		return 12;
	default:
		return -1;
	}
}

static void append_name(struct text *out, bool is_ssid, struct cursor name)
{
	text_append(out, is_ssid ? ", SSID=" : ", MESHID=");
	if (is_ssid && cursor_remaining(&name) == 0) {
		text_append(out, "Wildcard (Broadcast)");
		return;
	}
	if (is_ssid)
		text_append_char(out, '"');
	while (cursor_remaining(&name) > 0) {
		uint8_t letter = cursor_u8(&name);
		if (letter >= 0x20 && letter < 0x7f)
			text_append_char(out, (char)letter);
		else
			text_append_format(out, "\\%03o", letter);
	}
	if (is_ssid)
		text_append_char(out, '"');
}

/* Appends what the elements name, each kind once: | element 1 | size 1 | … | */
static void append_names(struct text *out, struct cursor cursor)
{
	enum { ELEMENT_SSID = 0, ELEMENT_MESH_ID = 114, NAME_SIZE_MAX = 32 };
	bool has_ssid = false;
	while (cursor_remaining(&cursor) > 0) {
		uint8_t element = cursor_u8(&cursor);
		uint8_t size = cursor_u8(&cursor);
		struct cursor value = cursor_take(&cursor, size);
		if (!cursor_ok(&cursor))
			return;
		if (size > NAME_SIZE_MAX)
			continue;
		if (element == ELEMENT_SSID && !has_ssid)
			append_name(out, true, value);
		else if (element == ELEMENT_MESH_ID && size)
			append_name(out, false, value);
		has_ssid |= element == ELEMENT_SSID;
	}
}

/* Appends an action: | category 1 | action 1 |. A token follows in requests and responses. */
static void append_action(struct text *out, struct cursor body)
{
	enum { SPECTRUM = 0, QOS = 1, BLOCK_ACK = 3, RADIO = 5 };
	uint8_t category = cursor_u8(&body);
	uint8_t action = cursor_u8(&body);
	uint8_t token = cursor_u8(&body);
	bool has_token = (category == SPECTRUM && action <= 3) ||
		(category == QOS && action <= 1) || (category == BLOCK_ACK && action <= 1) ||
		(category == RADIO && action <= 5);
	if (cursor_ok(&body) && has_token)
		text_append_format(out, ", Dialog Token=%u", token);
}

static void append_body(
	struct text *out, const struct wlan_header *header, struct cursor body, bool is_cut)
{
	enum { AUTHENTICATION = 11, ACTION = 13 };
	if (header->type != TYPE_MANAGEMENT || header->flags & FLAG_PROTECTED)
		return;
	if (header->subtype == ACTION)
		append_action(out, body);
	int fixed = fixed_size_of(header->subtype);
	if (header->subtype == AUTHENTICATION) /* what follows depends on the algorithm */
		fixed = (int)cursor_remaining(&body);
	if (fixed < 0)
		return;
	struct cursor interval = body;
	cursor_skip(&body, (size_t)fixed);
	if (fixed == 12 && header->subtype != AUTHENTICATION) {
		cursor_skip(&interval, 8);
		uint16_t units = cursor_u16_le(&interval);
		if (cursor_ok(&interval))
			text_append_format(out, ", BI=%u", units);
	}
	append_names(out, body);
	if (is_cut)
		text_append(out, "[Packet size limited during capture]");
}

void wlan_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_WLAN, &cursor);
	struct wlan_header header;
	struct cursor start = cursor;
	read_control(&cursor, &header);
	if (!cursor_ok(&cursor))
		return;
	if (header.version != 0) {
		text_append_format(out, "Unknown protocol version: %u", header.version);
		return;
	}
	text_append(out, name_of_frame(header.type, header.subtype));
	struct cursor body = start;
	cursor_skip(&body, header.size);
	if (!cursor_ok(&body))
		return;
	if (header.has_sequence) {
		struct cursor before = start;
		cursor_skip(&before, LONG_HEADER_SIZE - 2);
		uint16_t sequence = cursor_u16_le(&before);
		text_append_format(out, ", SN=%u, FN=%u", sequence >> 4, sequence & 15);
	}
	text_append(out, ", Flags=");
	for (unsigned i = 0; i < 8; i++)
		text_append_char(out, header.flags >> (7 - i) & 1 ? "opmPRMFT"[i] : '.');
	bool has_check = radio_flags_of(frame) & RADIO_HAS_CHECK;
	if (has_check)
		text_append_char(out, 'C');
	uint32_t check_size = has_check ? CHECK_SIZE : 0;
	bool is_cut = frame->data.size + check_size < frame->length;
	if (has_check && !is_cut) { /* the check sequence is not an element */
		size_t missing = frame->length - frame->data.size;
		size_t left = cursor_remaining(&body), tail = CHECK_SIZE - missing;
		body = cursor_take(&body, tail < left ? left - tail : 0);
	}
	append_body(out, &header, body, is_cut);
}
