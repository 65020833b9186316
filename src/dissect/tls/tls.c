/*
 * TLS records (RFC 8446 section 5, RFC 5246 section 6) and the unencrypted part of the handshake:
 * handshake messages and alerts. tls-hello.c reads the hellos.
 *
 *   record:    | content type 1 | version 2 | length 2 | content |
 *   handshake: | type 1 | length 3 | body |
 *
 * Nothing is decrypted. A handshake message that does not fit into its record is taken for an
 * encrypted one, as is everything after a change of cipher. A handshake record that continues in a
 * later segment has its fields described here, but counts as a message only where it ends;
 * conversation/follow/tls-track.c reassembles it. A segment that begins inside a record is not
 * recognized.
 */
#include "dissect/tls/tls.h"
#include "base/span.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "dissect/tls/tls-hello.h"

static const struct field_spec tls_handshake_type =
	FIELD_SPEC("tls.handshake.type", "Handshake Type", 1);
static const struct field_spec tls_handshake_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.length", "Length", 3);
static const struct field_spec tls_handshake_data = FIELD_SPEC("tls.handshake.data", "Data", 0);
static const struct field_spec tls_handshake_fragment =
	FIELD_SPEC("tls.handshake.fragment", "Handshake message, continued", 0);
static const struct field_spec tls_handshake_encrypted =
	FIELD_SPEC("tls.handshake.encrypted", "Encrypted Handshake Message", 0);
static const struct field_spec tls_alert_message =
	FIELD_SPEC("tls.alert_message", "Encrypted Alert", 0);
static const struct field_spec tls_alert_message_level =
	FIELD_SPEC("tls.alert_message.level", "Level", 1);
static const struct field_spec tls_alert_message_desc =
	FIELD_SPEC("tls.alert_message.desc", "Description", 1);
static const struct field_spec tls_app_data =
	FIELD_SPEC("tls.app_data", "Encrypted Application Data", 0);
static const struct field_spec tls_heartbeat_message =
	FIELD_SPEC("tls.heartbeat_message", "Heartbeat", 0);
static const struct field_spec tls_handshake_cipherspec =
	FIELD_SPEC("tls.handshake.cipherspec", "Cipher Specs", 0);
static const struct field_spec tls_handshake_challenge =
	FIELD_SPEC("tls.handshake.challenge", "Challenge", 0);
static const struct field_spec tls_change_cipher_spec =
	FIELD_SPEC("tls.change_cipher_spec", "Change Cipher Spec Message", 0);
static const struct field_spec tls_record_content_type =
	FIELD_SPEC("tls.record.content_type", "Content Type", 1);
static const struct field_spec tls_record_version = FIELD_SPEC("tls.record.version", "Version", 2);
static const struct field_spec tls_record_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.record.length", "Length", 2);
static const struct field_spec tls_handshake_cipher_spec_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.cipher_spec_len", "Cipher Spec Length", 2);
static const struct field_spec tls_handshake_challenge_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.challenge_length", "Challenge Length", 2);
static const struct field_spec tls_handshake = FIELD_SPEC("tls.handshake", "Handshake message", 0);
static const struct field_spec tls_record = FIELD_SPEC("tls.record", "TLS Record", 0);

enum {
	RECORD_LENGTH_MAX = 16384 + 2048,
	VERSION_SSL_3 = 0x0300,
	VERSION_TLS_1_2 = 0x0303,
	VERSION_TLS_1_3 = 0x0304,
};

enum content_type {
	CONTENT_CHANGE_CIPHER_SPEC = 20,
	CONTENT_ALERT = 21,
	CONTENT_HANDSHAKE = 22,
	CONTENT_APPLICATION_DATA = 23,
	CONTENT_HEARTBEAT = 24,
};

enum handshake_type {
	HANDSHAKE_HELLO_REQUEST = 0,
	HANDSHAKE_CLIENT_HELLO = 1,
	HANDSHAKE_SERVER_HELLO = 2,
	HANDSHAKE_CERTIFICATE = 11,
};

/*
 * State of one pass over the records of a segment. `at` is NULL without fields, `summary` without a
 * summary.
 */
struct walk {
	struct tls_message *message;
	const struct place *at;
	struct text *summary;
	bool is_label; /* the summary is a short one */
	uint32_t wire_end; /* of the segment's payload */
	bool is_encrypted; /* a change of cipher came before this */
};

static void summarize(struct walk *walk, const char *what)
{
	if (!walk->summary)
		return;
	if (walk->summary->size > 0)
		text_append(walk->summary, ", ");
	text_append(walk->summary, what);
}

/* ---- records ---- */

static void keep_handshake(struct walk *walk, uint8_t type)
{
	struct tls_message *message = walk->message;
	if (message->handshake_count < TLS_HANDSHAKES_MAX)
		message->handshakes[message->handshake_count++] = type;
}

/*
 * Whether this can be the front of a message that is longer than its record. Certificates often
 * are. Some programs cut a hello into small records to hide it from filters.
 */
static bool may_span_records(struct cursor body, uint8_t type, uint32_t length)
{
	if (type == HANDSHAKE_CERTIFICATE)
		return length < 1u << 17;
	if (type != HANDSHAKE_CLIENT_HELLO && type != HANDSHAKE_SERVER_HELLO)
		return false;
	uint8_t major = cursor_u8(&body);
	return length < 1u << 16 && (!cursor_ok(&body) || major == VERSION_SSL_3 >> 8);
}

/*
 * Remembers the record with this content: its last message ends in a later record or segment.
 * `counted_size` bytes of the content are whole messages before it.
 */
static void leave_open(
	struct walk *walk, uint32_t content_offset, uint32_t counted_size, uint8_t type)
{
	struct tls_message *message = walk->message;
	if (message->open_offset)
		return;
	message->open_offset = content_offset - TLS_RECORD_HEADER_SIZE;
	message->open_skip = counted_size;
	message->open_type = type;
}

/*
 * Leaves open a record that continues in a later segment, if its front looks like a message. It is
 * counted in the segment where it ends.
 */
static void leave_open_record(struct walk *walk, struct cursor content, uint32_t wire_size)
{
	uint32_t start = cursor_position(&content);
	if (start + wire_size <= walk->wire_end || walk->is_encrypted)
		return;
	uint8_t type = cursor_u8(&content);
	uint32_t length = cursor_u24(&content);
	bool is_message = name_of_tls_handshake(type) &&
		(length + TLS_HANDSHAKE_HEADER_SIZE <= wire_size ||
			may_span_records(content, type, length));
	if (!cursor_ok(&content) || is_message)
		leave_open(walk, start, 0, type);
}

/* Leaves open a message whose header does not fit into the record. */
static void leave_open_header(struct walk *walk, struct cursor left, uint32_t record_start)
{
	uint32_t start = cursor_position(&left);
	uint8_t type = cursor_u8(&left);
	uint8_t length_high = cursor_u8(&left);
	if ((type == HANDSHAKE_CLIENT_HELLO || type == HANDSHAKE_SERVER_HELLO) &&
		length_high == 0 && !walk->is_encrypted)
		leave_open(walk, record_start, start - record_start, type);
}

struct handshake {
	uint8_t type;
	uint32_t length;
	const char *name;
	struct cursor body; /* its part within this segment */
};

static void handshake_describe(const struct place *at, const struct handshake *handshake,
	uint32_t start, struct place *ret_inside)
{
	uint32_t there = (uint32_t)cursor_remaining(&handshake->body);
	struct field value = {
		.kind = FIELD_AMOUNT,
		.label = handshake->name,
		.number = handshake->type,
		.amount = handshake->length,
		.unit = UNIT_BYTES,
		.is_part = there != handshake->length,
	};
	int32_t parent =
		field_add(at, &tls_handshake, start, there + TLS_HANDSHAKE_HEADER_SIZE, &value);
	*ret_inside = place_inside(at, parent, &handshake->body);
	field_named(ret_inside, &tls_handshake_type, start, handshake->type, handshake->name);
	field_decimal(ret_inside, &tls_handshake_length, start + 1, handshake->length);
	if (handshake->type != HANDSHAKE_CLIENT_HELLO &&
		handshake->type != HANDSHAKE_SERVER_HELLO && there)
		field_bytes(
			ret_inside, &tls_handshake_data, start + TLS_HANDSHAKE_HEADER_SIZE, there);
}

/* Reads one message. It counts only when its record ends in this segment. */
static void handshake_read(struct walk *walk, const struct place *at,
	const struct handshake *handshake, uint32_t start)
{
	struct tls_message unfinished = { 0 };
	struct tls_message *message = walk->message;
	uint8_t type = handshake->type;
	bool is_retry = type == HANDSHAKE_SERVER_HELLO && tls_hello_is_retry(handshake->body);
	if (walk->message->open_offset) {
		message = &unfinished;
	} else {
		keep_handshake(walk, type);
		summarize(walk, is_retry ? "Hello Retry Request" : handshake->name);
	}
	struct place inside = { 0 };
	if (at)
		handshake_describe(at, handshake, start - at->base, &inside);
	struct cursor body = handshake->body;
	if (type == HANDSHAKE_CLIENT_HELLO || type == HANDSHAKE_SERVER_HELLO)
		tls_hello_read(&body, message, at ? &inside : NULL, type);
	tls_version_seen(walk->message, message->version);
}

/* Reads the messages of a handshake record of `wire_size` bytes on the wire. */
static void handshakes_read(
	struct cursor content, struct walk *walk, const struct place *at, uint32_t wire_size)
{
	uint32_t record_start = cursor_position(&content);
	if (walk->message->open_offset) {
		if (at && cursor_remaining(&content))
			field_bytes(at, &tls_handshake_fragment, place_offset(at, &content),
				(uint32_t)cursor_remaining(&content));
		return;
	}
	leave_open_record(walk, content, wire_size);
	while (cursor_remaining(&content) >= TLS_HANDSHAKE_HEADER_SIZE) {
		uint32_t start = cursor_position(&content);
		uint32_t left_on_wire = wire_size - (start - record_start);
		struct cursor ahead = content;
		struct handshake handshake = { 0 };
		handshake.type = cursor_u8(&ahead);
		handshake.length = cursor_u24(&ahead);
		handshake.name = name_of_tls_handshake(handshake.type);
		uint32_t size = handshake.length + TLS_HANDSHAKE_HEADER_SIZE;
		bool fits = size <= left_on_wire ||
			may_span_records(ahead, handshake.type, handshake.length);
		/*
		 * In TLS 1.3 a change of cipher changes nothing: a second hello may follow it.
		 */
		bool is_clear = !walk->is_encrypted ||
			(handshake.type == HANDSHAKE_CLIENT_HELLO && size == left_on_wire);
		/* Encrypted messages often begin with 4 zeros, which is also a hello request. */
		bool is_zeros = handshake.type == HANDSHAKE_HELLO_REQUEST && size != wire_size;
		if (!handshake.name || !fits || !is_clear || is_zeros) {
			if (!walk->message->open_offset)
				summarize(walk, "Encrypted Handshake Message");
			if (at)
				field_bytes(at, &tls_handshake_encrypted, start - at->base,
					(uint32_t)cursor_remaining(&content));
			return;
		}
		if (size > left_on_wire)
			leave_open(walk, record_start, start - record_start, handshake.type);
		content = ahead;
		handshake.body = cursor_take(&content, handshake.length);
		handshake_read(walk, at, &handshake, start);
	}
	if (cursor_remaining(&content))
		leave_open_header(walk, content, record_start);
}

static void alert_read(
	struct cursor content, struct walk *walk, const struct place *at, uint32_t wire_size)
{
	uint32_t start = at ? place_offset(at, &content) : 0;
	uint32_t there = (uint32_t)cursor_remaining(&content);
	uint8_t level = cursor_u8(&content);
	uint8_t description = cursor_u8(&content);
	if (wire_size != 2 || walk->is_encrypted) {
		summarize(walk, "Encrypted Alert");
		if (at && there)
			field_bytes(at, &tls_alert_message, start, there);
		return;
	}
	const char *level_name = level == 1 ? "Warning" : level == 2 ? "Fatal" : NULL;
	const char *name = name_of_tls_alert(description);
	if (walk->summary) {
		autofinish(text) struct text words = { 0 };
		if (walk->is_label)
			text_append_format(&words, "Alert: %s", name ? name : "Unknown");
		else
			text_append_format(&words, "Alert (Level: %s, Description: %s)",
				level_name ? level_name : "Unknown", name ? name : "Unknown");
		summarize(walk, text_string(&words));
	}
	if (!at)
		return;
	struct field value = {
		.kind = FIELD_WORD,
		.label = "Alert Message",
		.number = description,
		.word = name ? name : "Unknown",
	};
	int32_t parent = field_add(at, &tls_alert_message, start, 2, &value);
	struct place inside = place_below(at, parent);
	field_named(&inside, &tls_alert_message_level, start, level, level_name);
	field_named(&inside, &tls_alert_message_desc, start + 1, description, name);
}

static void content_read(struct cursor content, struct walk *walk, const struct place *at,
	uint8_t type, uint32_t wire_size)
{
	uint32_t there = (uint32_t)cursor_remaining(&content);
	switch (type) {
	case CONTENT_HANDSHAKE:
		handshakes_read(content, walk, at, wire_size);
		return;
	case CONTENT_ALERT:
		alert_read(content, walk, at, wire_size);
		return;
	case CONTENT_CHANGE_CIPHER_SPEC:
		summarize(walk, "Change Cipher Spec");
		walk->is_encrypted = true;
		if (at && there)
			field_bytes(at, &tls_change_cipher_spec, place_offset(at, &content), there);
		return;
	default:
		summarize(
			walk, type == CONTENT_APPLICATION_DATA ? "Application Data" : "Heartbeat");
		if (at && there)
			field_bytes(at,
				type == CONTENT_APPLICATION_DATA ? &tls_app_data
								 : &tls_heartbeat_message,
				place_offset(at, &content), there);
		return;
	}
}

struct record {
	uint8_t type;
	uint16_t version, length;
};

static struct record record_read(struct cursor *cursor)
{
	struct record record = { 0 };
	record.type = cursor_u8(cursor);
	record.version = cursor_u16(cursor);
	record.length = cursor_u16(cursor);
	return record;
}

static bool is_record(struct cursor cursor)
{
	struct record record = record_read(&cursor);
	return cursor_ok(&cursor) && record.type >= CONTENT_CHANGE_CIPHER_SPEC &&
		record.type <= CONTENT_HEARTBEAT && record.version >= VERSION_SSL_3 &&
		record.version <= VERSION_TLS_1_3 && record.length > 0 &&
		record.length <= RECORD_LENGTH_MAX;
}

/*
 * Whether the version in a record's header is the one that was agreed on. A client hello only
 * offers a version. An encrypted record may hide the real one. A record that continues a message
 * says nothing new.
 */
static bool is_settled(const struct walk *walk, uint8_t type, struct cursor content)
{
	if (type != CONTENT_HANDSHAKE)
		return true;
	uint8_t handshake = cursor_u8(&content);
	return cursor_ok(&content) && !walk->message->open_offset &&
		handshake != HANDSHAKE_CLIENT_HELLO && name_of_tls_handshake(handshake);
}

/* Reads the captured records at the cursor and moves the cursor behind them. */
static void records_walk(struct cursor *cursor, struct walk *walk)
{
	while (is_record(*cursor)) {
		uint32_t start = cursor_position(cursor);
		struct record record = record_read(cursor);
		struct cursor content = cursor_take(cursor, record.length);
		uint32_t there = (uint32_t)cursor_remaining(&content);
		if (walk->message->version == 0)
			walk->message->version = record.version;
		if (walk->message->record_version == 0 && is_settled(walk, record.type, content))
			walk->message->record_version = record.version;
		if (!walk->at) {
			content_read(content, walk, NULL, record.type, record.length);
			continue;
		}
		const struct place *at = walk->at;
		const char *name = name_of_tls_content(record.type);
		struct field value = {
			.kind = FIELD_WORD_AMOUNT,
			.number = record.type,
			.word = name,
			.amount = record.length,
			.unit = UNIT_BYTES,
			.is_part = there != record.length,
		};
		int32_t parent = field_add(
			at, &tls_record, start - at->base, there + TLS_RECORD_HEADER_SIZE, &value);
		struct place inside = place_inside(at, parent, &content);
		field_named(&inside, &tls_record_content_type, start - at->base, record.type, name);
		field_named_hex(&inside, &tls_record_version, start - at->base + 1, record.version,
			name_of_tls_version(record.version));
		field_decimal(&inside, &tls_record_length, start - at->base + 3, record.length);
		content_read(content, walk, &inside, record.type, record.length);
	}
}

/*
 * The hello of SSL 2 (RFC 5246 appendix E.2), in which old clients offer newer versions:
 * | 0x80 and size 2 | type 1 | version 2 | suites size 2 | session size 2 | challenge size 2 | … |
 */
static bool is_old_hello(struct cursor cursor, uint32_t wire_size)
{
	enum { OLD_FIXED_SIZE = 9, LENGTH_SIZE = 2 };
	uint16_t length = cursor_u16(&cursor) & 0x7fff;
	bool fits = wire_size == length + (uint32_t)LENGTH_SIZE;
	uint8_t type = cursor_u8(&cursor);
	uint16_t version = cursor_u16(&cursor);
	uint16_t suites_size = cursor_u16(&cursor);
	uint16_t session_size = cursor_u16(&cursor);
	uint16_t challenge_size = cursor_u16(&cursor);
	return cursor_ok(&cursor) && fits && type == HANDSHAKE_CLIENT_HELLO &&
		(version == 2 || (version >= VERSION_SSL_3 && version <= VERSION_TLS_1_2)) &&
		suites_size % 3 == 0 &&
		OLD_FIXED_SIZE + suites_size + session_size + challenge_size == length;
}

bool tls_old_hello_dissect(struct frame *frame, struct input *in)
{
	if (!is_old_hello(in->cursor, input_wire_remaining(in)))
		return false;
	int layer = layer_begin(frame, PROTOCOL_TLS, in);
	if (layer < 0)
		return false;
	struct cursor *cursor = &in->cursor;
	uint16_t length = cursor_u16(cursor);
	uint8_t type = cursor_u8(cursor);
	uint16_t version = cursor_u16(cursor);
	uint16_t sizes[3] = { 0 };
	for (unsigned i = 0; i < 3; i++)
		sizes[i] = cursor_u16(cursor);
	cursor_skip(cursor, cursor_remaining(cursor));
	layer_end_header(frame, layer, in);
	frame->application = PART_TLS;
	frame->parts.application.tls.message = (struct tls_message){
		.version = version,
		.handshakes = { type },
		.handshake_count = 1,
	};
	frame_name_protocol(frame, "SSLv2");
	if (input_is_cut(in))
		frame_set_status(
			frame, DECODE_TRUNCATED, input_position(in), "cut inside the SSL 2 hello");
	if (!frame->fields)
		return true;
	struct place at = place_in(frame, layer);
	field_decimal(&at, &tls_record_length, 0, length & 0x7fffu);
	field_set_label(&at, field_named(&at, &tls_handshake_type, 2, type, "Client Hello"),
		"Handshake Message Type");
	field_named_hex(&at, &tls_handshake_version, 3, version, name_of_tls_version(version));
	field_decimal(&at, &tls_handshake_cipher_spec_len, 5, sizes[0]);
	field_decimal_of(&at, &tls_handshake_session_id_length, 7, 2, sizes[1]);
	field_decimal(&at, &tls_handshake_challenge_length, 9, sizes[2]);
	uint32_t offset = 11;
	static const struct field_spec *const specs[] = { &tls_handshake_cipherspec,
		&tls_handshake_session_id, &tls_handshake_challenge };
	for (unsigned i = 0; i < 3; i++) {
		if (sizes[i])
			field_bytes(&at, specs[i], offset, sizes[i]);
		offset += sizes[i];
	}
	return true;
}

bool tls_dissect(struct frame *frame, struct input *in)
{
	if (!is_record(in->cursor))
		return false;
	int layer = layer_begin(frame, PROTOCOL_TLS, in);
	if (layer < 0)
		return false;
	struct place at = { 0 };
	if (frame->fields)
		at = place_in(frame, layer);
	struct tls_message *message = &frame->parts.application.tls.message;
	frame->application = PART_TLS;
	*message = (struct tls_message){ 0 };
	struct walk walk = {
		.message = message,
		.at = frame->fields ? &at : NULL,
		.wire_end = in->wire_end,
	};
	records_walk(&in->cursor, &walk);
	frame_name_protocol(frame, name_of_tls_version(message->version));
	layer_end_header(frame, layer, in);
	/* The rest is an incomplete record header, or no record at all. */
	if (cursor_remaining(&in->cursor) > 0 || input_is_cut(in))
		layer_stop_continued(frame, layer, in, "cut inside a TLS record");
	return true;
}

/* Appends the names of the messages from index `first` on. */
static void summarize_handshakes(
	struct walk *walk, const struct tls_message *message, unsigned first)
{
	for (unsigned i = first; i < message->handshake_count; i++)
		summarize(walk, name_of_tls_handshake(message->handshakes[i]));
}

static void append_words(
	const struct frame *frame, const struct tls_message *known, bool is_label, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_TLS, &cursor);
	struct tls_message message = { 0 };
	autofinish(text) struct text words = { 0 };
	struct walk walk = {
		.message = &message,
		.summary = &words,
		.is_label = is_label,
		.wire_end = frame->payload_offset + frame_tcp(frame)->payload_size,
	};
	if (known->is_continued) {
		summarize_handshakes(&walk, known, 0);
		message.open_offset = 1; /* these records only continue a message */
	}
	if (is_old_hello(cursor, walk.wire_end - cursor_position(&cursor)))
		text_append(&words, "Client Hello");
	else
		records_walk(&cursor, &walk);
	if (!known->is_continued)
		summarize_handshakes(&walk, known, message.handshake_count);
	const char *name = name_of_tls_handshake(message.open_type);
	if (!words.size && message.open_type && name)
		text_append_format(&words, "[%s Fragment]", name);
	if (!words.size && known->is_continued)
		text_append(&words, "Continuation Data");
	text_append(out, text_string(&words));
}

void tls_summary_append(
	const struct frame *frame, const struct tls_message *message, struct text *out)
{
	append_words(frame, message, false, out);
}

bool tls_label_append(
	const struct frame *frame, const struct tls_message *message, struct text *out)
{
	size_t before = out->size;
	append_words(frame, message, true, out);
	return out->size > before;
}

void tls_name_version(struct frame_reading *reading, uint16_t version)
{
	reading->tls_version = version;
	reading->protocol_text = name_of_tls_version(version);
}

bool tls_record_header_read(
	const uint8_t header[TLS_RECORD_HEADER_SIZE], uint8_t *ret_type, uint16_t *ret_length)
{
	struct cursor cursor = cursor_over((struct bytes){ header, TLS_RECORD_HEADER_SIZE });
	struct cursor ahead = cursor;
	if (!is_record(ahead))
		return false;
	struct record record = record_read(&cursor);
	*ret_type = record.type;
	*ret_length = record.length;
	return true;
}

void tls_handshake_add(uint8_t type, struct bytes body, struct tls_message *message)
{
	struct walk walk = { .message = message };
	keep_handshake(&walk, type);
	if (type != HANDSHAKE_CLIENT_HELLO && type != HANDSHAKE_SERVER_HELLO)
		return;
	struct cursor cursor = cursor_over(body);
	tls_hello_read(&cursor, message, NULL, type);
}
