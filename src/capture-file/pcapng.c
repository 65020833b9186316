/*
 * Reads a block whole, then takes it apart. Blocks of unknown types are skipped, whatever their
 * length.
 *
 *   | type 4 | total length 4 | body, padded to 4 | total length 4 |
 *
 * The file chooses every size, so each is checked against the block, and the block against a limit.
 * The reader is as strict as libpcap about the framing of packets, and lenient about options: a
 * damaged option ends its list. Left out: custom blocks, systemd's journal, and decryption keys,
 * which must not be shown.
 */
#include "capture-file/pcapng.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "base/text.h"
#include "capture-file/link-types.h"

enum block_type {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete, but still in use */
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_NAMES = 4,
	BLOCK_STATISTICS = 5,
	BLOCK_ENHANCED_PACKET = 6,
};

enum option_type {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_INTERFACE_NAME = 2,
	OPTION_RESOLUTION = 9,
	OPTION_TIME_OFFSET = 14,
	OPTION_INTERFACE_DROPS = 5, /* in statistics: dropped by the interface, or by the system */
	OPTION_SYSTEM_DROPS = 7,
};

enum name_record { NAMES_END = 0, NAMES_IPV4 = 1, NAMES_IPV6 = 2 };

enum {
	ORDER_MAGIC = 0x1a2b3c4d,
	BLOCK_OVERHEAD = 12,
	BLOCK_HEADER_SIZE = 8,
	BLOCK_TRAILER_SIZE = 4,
	SECTION_SIZE_MIN = BLOCK_OVERHEAD + 16,
	BLOCK_SIZE_MAX = 16 << 20, /* libpcap's limit */
	PACKET_SIZE_MAX = 262144, /* the usual limit of readers */
	INTERFACES_MAX = 4096,
	INTERFACE_NAME_MAX = 64,
	NAMES_MAX = 10000, /* the limit of kept names */
	NAME_SIZE_MAX = 255, /* of a host name: RFC 1035 */
	MICROSECONDS = 1000000,
	RESOLUTION_IS_BINARY = 0x80,
};

__extension__ typedef unsigned __int128 wide; /* holds a time in ns times any resolution */

struct pcapng {
	FILE *stream;
	struct arena arena; /* owns the names */
	uint64_t position;
	const char *reason;
	bool is_swapped; /* the section is little-endian */
	uint32_t section_start; /* the index of its first interface */
	struct pcapng_interface *interfaces;
	size_t interface_count, interface_capacity;
	struct pcapng_name *names;
	size_t name_count, name_capacity;
	/* The current block: `body_size` bytes, and its trailer. */
	uint32_t type, body_size;
	uint8_t *body;
	size_t body_capacity;
	struct text comments; /* the joined comments of a packet that has several */
	bool has_ahead; /* `ahead` is a packet read in advance; result_ahead is its result */
	enum pcapng_result result_ahead;
	struct pcapng_packet ahead;
};

/* ---- blocks ---- */

static enum pcapng_result damaged(struct pcapng *reader, const char *reason)
{
	reader->reason = reason;
	return PCAPNG_DAMAGED;
}

static uint16_t read_u16(const struct pcapng *reader, struct cursor *cursor)
{
	return reader->is_swapped ? cursor_u16_le(cursor) : cursor_u16(cursor);
}

static uint32_t read_u32(const struct pcapng *reader, struct cursor *cursor)
{
	return reader->is_swapped ? cursor_u32_le(cursor) : cursor_u32(cursor);
}

static uint64_t read_u64(const struct pcapng *reader, struct cursor *cursor)
{
	uint64_t first = read_u32(reader, cursor);
	uint64_t second = read_u32(reader, cursor);
	return reader->is_swapped ? second << 32 | first : first << 32 | second;
}

/* Reads exactly `size` bytes; false when there are fewer. */
static bool read_exactly(struct pcapng *reader, void *to, size_t size)
{
	size_t got = fread(to, 1, size, reader->stream);
	reader->position += got;
	return got == size;
}

static bool skip_bytes(struct pcapng *reader, uint32_t size)
{
	uint8_t skipped[4096];
	while (size) {
		uint32_t part = size < sizeof(skipped) ? size : (uint32_t)sizeof(skipped);
		if (!read_exactly(reader, skipped, part))
			return false;
		size -= part;
	}
	return true;
}

/* Whether this file reads blocks of this type; others are skipped. */
static bool is_read(uint32_t type)
{
	return type == BLOCK_ENHANCED_PACKET || type == BLOCK_SIMPLE_PACKET ||
		type == BLOCK_PACKET || type == BLOCK_INTERFACE || type == BLOCK_NAMES ||
		type == BLOCK_STATISTICS || type == BLOCK_SECTION;
}

static uint32_t number_at(const struct pcapng *reader, const uint8_t *bytes)
{
	struct cursor cursor = cursor_over((struct bytes){ bytes, 4 });
	return read_u32(reader, &cursor);
}

static void grow_body(struct pcapng *reader, uint32_t size)
{
	if (reader->body_capacity >= size + BLOCK_TRAILER_SIZE)
		return;
	size_t capacity = reader->body_capacity ? reader->body_capacity : 4096;
	while (capacity < size + BLOCK_TRAILER_SIZE)
		capacity *= 2;
	free(reader->body);
	reader->body = xmalloc(capacity);
	reader->body_capacity = capacity;
}

/* Begins a section. Its length is in a byte order that its own first bytes tell. */
static enum pcapng_result begin_section(struct pcapng *reader, const uint8_t *length_bytes)
{
	uint8_t order[4];
	if (!read_exactly(reader, order, sizeof(order)))
		return PCAPNG_CUT;
	reader->is_swapped = false;
	if (number_at(reader, order) != ORDER_MAGIC) {
		reader->is_swapped = true;
		if (number_at(reader, order) != ORDER_MAGIC)
			return damaged(reader, MESSAGE("a section has no byte order"));
	}
	uint32_t length = number_at(reader, length_bytes);
	if (length < SECTION_SIZE_MIN || length > BLOCK_SIZE_MAX || length % 4)
		return damaged(reader, MESSAGE("a section's header has a wrong length"));
	reader->body_size = length - BLOCK_OVERHEAD;
	grow_body(reader, reader->body_size);
	memcpy(reader->body, order, sizeof(order));
	return read_exactly(reader, reader->body + sizeof(order),
		       reader->body_size - sizeof(order) + BLOCK_TRAILER_SIZE)
		? PCAPNG_PACKET
		: PCAPNG_CUT;
}

static enum pcapng_result read_body(struct pcapng *reader, const uint8_t *length_bytes)
{
	uint32_t length = number_at(reader, length_bytes);
	if (length < BLOCK_OVERHEAD)
		return damaged(reader, MESSAGE("a block is shorter than its frame"));
	if (length % 4)
		return damaged(reader, MESSAGE("a block's length is no multiple of 4"));
	reader->body_size = length - BLOCK_OVERHEAD;
	if (!is_read(reader->type)) {
		bool is_there = skip_bytes(reader, reader->body_size);
		reader->body_size = 0;
		if (!is_there)
			return PCAPNG_CUT;
	} else if (length > BLOCK_SIZE_MAX) {
		return damaged(reader, MESSAGE("a block is larger than 16 MB"));
	}
	grow_body(reader, reader->body_size);
	return read_exactly(reader, reader->body, reader->body_size + BLOCK_TRAILER_SIZE)
		? PCAPNG_PACKET
		: PCAPNG_CUT;
}

/* Reads the next block of any type; PCAPNG_PACKET means success. */
static enum pcapng_result read_block(struct pcapng *reader)
{
	uint8_t header[BLOCK_HEADER_SIZE];
	uint64_t before = reader->position;
	if (!read_exactly(reader, header, sizeof(header)))
		return reader->position == before ? PCAPNG_END : PCAPNG_CUT;
	reader->type = number_at(reader, header);
	const uint8_t *length = header + 4;
	/* the number is the same in either byte order */
	bool is_section = reader->type == BLOCK_SECTION;
	enum pcapng_result result =
		is_section ? begin_section(reader, length) : read_body(reader, length);
	if (result != PCAPNG_PACKET)
		return result;
	if (memcmp(reader->body + reader->body_size, length, BLOCK_TRAILER_SIZE) != 0)
		return damaged(reader, MESSAGE("a block's two lengths differ"));
	return PCAPNG_PACKET;
}

static struct cursor body_of(const struct pcapng *reader)
{
	return cursor_over((struct bytes){ reader->body, reader->body_size });
}

static void skip_padding(struct cursor *cursor, uint32_t size)
{
	uint32_t padding = (4 - size % 4) % 4;
	(void)cursor_take(cursor, padding);
}

struct option {
	uint16_t type;
	struct bytes value;
};

/* Reads the next option; false at the end of the list, and where the list is damaged. */
static bool next_option(
	const struct pcapng *reader, struct cursor *cursor, struct option *ret_option)
{
	ret_option->type = read_u16(reader, cursor);
	uint16_t size = read_u16(reader, cursor);
	if (!cursor_ok(cursor) || ret_option->type == OPTION_END)
		return false;
	ret_option->value = cursor_bytes(cursor, size);
	bool is_there = cursor_ok(cursor);
	skip_padding(cursor, size);
	return is_there;
}

/* ---- sections, interfaces, names ---- */

static enum pcapng_result add_section(struct pcapng *reader)
{
	struct cursor cursor = body_of(reader);
	(void)read_u32(reader, &cursor);
	uint16_t major = read_u16(reader, &cursor);
	if (major != 1)
		return damaged(reader, MESSAGE("a version of pcapng that is not known"));
	reader->section_start = (uint32_t)reader->interface_count;
	return PCAPNG_PACKET;
}

/* The ticks per second: 2 or 10 to the power in the option; 0 when that needs more than 64 bits. */
static uint64_t ticks_of(uint8_t resolution)
{
	unsigned base = resolution & RESOLUTION_IS_BINARY ? 2 : 10;
	uint64_t ticks = 1;
	for (unsigned i = 0; i < (resolution & (RESOLUTION_IS_BINARY - 1u)); i++) {
		if (ticks > UINT64_MAX / base)
			return 0;
		ticks *= base;
	}
	return ticks;
}

static void read_interface_option(const struct pcapng *reader, const struct option *option,
	struct pcapng_interface *interface, struct arena *arena)
{
	struct cursor value = cursor_over(option->value);
	size_t size = option->value.size;
	if (option->type == OPTION_INTERFACE_NAME && size) {
		size = strnlen((const char *)option->value.data, size);
		interface->name = arena_strndup(arena, (const char *)option->value.data,
			size < INTERFACE_NAME_MAX ? size : INTERFACE_NAME_MAX);
	} else if (option->type == OPTION_RESOLUTION && size == 1) {
		interface->ticks_per_second = ticks_of(cursor_u8(&value));
	} else if (option->type == OPTION_TIME_OFFSET && size == 8) {
		interface->offset_s = (int64_t)read_u64(reader, &value);
	}
}

static enum pcapng_result add_interface(struct pcapng *reader)
{
	struct cursor cursor = body_of(reader);
	struct pcapng_interface interface = { .name = "", .ticks_per_second = MICROSECONDS };
	interface.link_type = link_type_from_file(read_u16(reader, &cursor));
	(void)read_u16(reader, &cursor);
	interface.snapshot = read_u32(reader, &cursor);
	if (!cursor_ok(&cursor))
		return damaged(reader, MESSAGE("an interface's block is too short"));
	if (reader->interface_count == INTERFACES_MAX)
		return damaged(reader, MESSAGE("it has more than 4096 interfaces"));
	struct option option;
	while (next_option(reader, &cursor, &option))
		read_interface_option(reader, &option, &interface, &reader->arena);
	grow_array(&reader->interfaces, reader->interface_count, &reader->interface_capacity,
		sizeof(interface));
	reader->interfaces[reader->interface_count++] = interface;
	return PCAPNG_PACKET;
}

/* Reads a record with an address and its names; only the first name is kept. */
static void add_name(struct pcapng *reader, struct bytes record, uint8_t address_size)
{
	if (record.size <= address_size || reader->name_count == NAMES_MAX)
		return;
	const char *first = (const char *)record.data + address_size;
	size_t size = strnlen(first, record.size - address_size);
	if (!size || size > NAME_SIZE_MAX)
		return;
	grow_array(
		&reader->names, reader->name_count, &reader->name_capacity, sizeof(*reader->names));
	struct pcapng_name *name = &reader->names[reader->name_count++];
	*name = (struct pcapng_name){
		.size = address_size,
		.name = arena_strndup(&reader->arena, first, size),
	};
	memcpy(name->octets, record.data, address_size);
}

static void add_names(struct pcapng *reader)
{
	struct cursor cursor = body_of(reader);
	struct option record; /* a record has the layout of an option */
	while (next_option(reader, &cursor, &record)) {
		if (record.type == NAMES_IPV4)
			add_name(reader, record.value, 4);
		else if (record.type == NAMES_IPV6)
			add_name(reader, record.value, 16);
	}
}

/*
 * Reads the drop counters of an interface. A later block of the same interface replaces an earlier
 * one.
 */
static void add_statistics(struct pcapng *reader)
{
	struct cursor cursor = body_of(reader);
	uint32_t index = reader->section_start + read_u32(reader, &cursor);
	(void)read_u64(reader, &cursor);
	struct option option;
	uint64_t dropped = 0;
	bool has_drop_count = false;
	if (!cursor_ok(&cursor) || index >= reader->interface_count)
		return;
	while (next_option(reader, &cursor, &option)) {
		struct cursor value = cursor_over(option.value);
		bool is_drops =
			option.type == OPTION_INTERFACE_DROPS || option.type == OPTION_SYSTEM_DROPS;
		if (!is_drops || option.value.size != sizeof(uint64_t))
			continue;
		has_drop_count = true;
		uint64_t more = read_u64(reader, &value);
		dropped = more > UINT32_MAX - dropped ? UINT32_MAX : dropped + more;
	}
	struct pcapng_interface *interface = &reader->interfaces[index];
	interface->knows_drops |= has_drop_count;
	if (has_drop_count)
		interface->dropped = (uint32_t)dropped;
}

/* ---- packets ---- */

/* Converts a time in ticks of the interface to seconds and nanoseconds since the epoch. */
static void set_time(
	const struct pcapng_interface *interface, uint64_t ticks, struct pcapng_packet *packet)
{
	uint64_t units = interface->ticks_per_second;
	uint64_t seconds = units ? ticks / units : 0;
	uint64_t fraction = units ? ticks % units : 0;
	packet->seconds = (int64_t)(seconds + (uint64_t)interface->offset_s);
	if (units && units <= NS_PER_S && NS_PER_S % units == 0)
		packet->nanoseconds = (uint32_t)(fraction * (NS_PER_S / units));
	else if (units)
		packet->nanoseconds = (uint32_t)((wide)fraction * NS_PER_S / units);
}

static void add_comments(
	struct pcapng *reader, struct cursor *options, struct pcapng_packet *packet)
{
	struct option option;
	text_clear(&reader->comments);
	while (next_option(reader, options, &option)) {
		if (option.type != OPTION_COMMENT || !option.value.size)
			continue;
		if (!packet->comment.size) {
			packet->comment = option.value;
			continue;
		}
		if (!reader->comments.size)
			text_append_size(&reader->comments, (const char *)packet->comment.data,
				packet->comment.size);
		text_append_char(&reader->comments, '\n');
		text_append_size(
			&reader->comments, (const char *)option.value.data, option.value.size);
	}
	if (reader->comments.size)
		packet->comment = (struct bytes){ (const uint8_t *)reader->comments.data,
			reader->comments.size };
}

/* Returns the interface of this number in the section, or NULL. */
static const struct pcapng_interface *find_interface(
	struct pcapng *reader, uint32_t index, struct pcapng_packet *packet)
{
	if (index >= reader->interface_count - reader->section_start) {
		(void)damaged(reader, MESSAGE("a packet is of an interface that is not there"));
		return NULL;
	}
	packet->interface = reader->section_start + index;
	return &reader->interfaces[packet->interface];
}

/* Reads the packet's bytes, which the options follow. */
static enum pcapng_result read_packet_data(
	struct pcapng *reader, struct cursor *cursor, struct pcapng_packet *packet)
{
	if (!cursor_ok(cursor))
		return damaged(reader, MESSAGE("a packet's block is too short"));
	if (packet->captured > PACKET_SIZE_MAX)
		return damaged(reader, MESSAGE("a packet is larger than 262144 bytes"));
	struct bytes data = cursor_bytes(cursor, packet->captured);
	if (!cursor_ok(cursor))
		return damaged(reader, MESSAGE("a packet is longer than its block"));
	skip_padding(cursor, packet->captured);
	packet->data = data.data;
	return PCAPNG_PACKET;
}

/*
 * Enhanced packet block: | interface 4 | time, high 4 | low 4 | captured 4 | length 4 | data |
 * options |
 */
static enum pcapng_result read_enhanced(struct pcapng *reader, struct pcapng_packet *packet)
{
	struct cursor cursor = body_of(reader);
	uint32_t index = read_u32(reader, &cursor);
	if (reader->type == BLOCK_PACKET) { /* 2 bytes of interface number and 2 of drops */
		struct cursor again = body_of(reader);
		index = read_u16(reader, &again);
	}
	uint64_t high = read_u32(reader, &cursor);
	uint64_t low = read_u32(reader, &cursor);
	packet->captured = read_u32(reader, &cursor);
	packet->length = read_u32(reader, &cursor);
	enum pcapng_result result = read_packet_data(reader, &cursor, packet);
	if (result != PCAPNG_PACKET)
		return result;
	const struct pcapng_interface *interface = find_interface(reader, index, packet);
	if (!interface)
		return PCAPNG_DAMAGED;
	set_time(interface, high << 32 | low, packet);
	add_comments(reader, &cursor, packet);
	return PCAPNG_PACKET;
}

/*
 * Simple packet block: | length 4 | data |. The packet is of the first interface, has no time, and
 * is cut by that interface's snapshot length.
 */
static enum pcapng_result read_simple(struct pcapng *reader, struct pcapng_packet *packet)
{
	struct cursor cursor = body_of(reader);
	packet->length = packet->captured = read_u32(reader, &cursor);
	const struct pcapng_interface *interface = find_interface(reader, 0, packet);
	if (!interface)
		return PCAPNG_DAMAGED;
	uint32_t snapshot = interface->snapshot && interface->snapshot < PACKET_SIZE_MAX
		? interface->snapshot
		: PACKET_SIZE_MAX;
	if (packet->captured > snapshot)
		packet->captured = snapshot;
	set_time(interface, 0, packet);
	return read_packet_data(reader, &cursor, packet);
}

/* Reads blocks up to the next packet. */
static enum pcapng_result find_packet(struct pcapng *reader, struct pcapng_packet *ret_packet)
{
	for (;;) {
		enum pcapng_result result = read_block(reader);
		if (result != PCAPNG_PACKET)
			return result;
		*ret_packet = (struct pcapng_packet){ 0 };
		switch (reader->type) {
		case BLOCK_ENHANCED_PACKET:
		case BLOCK_PACKET:
			return read_enhanced(reader, ret_packet);
		case BLOCK_SIMPLE_PACKET:
			return read_simple(reader, ret_packet);
		case BLOCK_SECTION:
			result = add_section(reader);
			break;
		case BLOCK_INTERFACE:
			result = add_interface(reader);
			break;
		case BLOCK_NAMES:
			add_names(reader);
			break;
		case BLOCK_STATISTICS:
			add_statistics(reader);
			break;
		default:
			break;
		}
		if (result != PCAPNG_PACKET)
			return result;
	}
}

/* ---- the reader ---- */

/* Reads the section header and the blocks before the first interface. */
static enum pcapng_result read_front(struct pcapng *reader)
{
	enum pcapng_result result = read_block(reader);
	if (result == PCAPNG_PACKET && reader->type != BLOCK_SECTION)
		return damaged(reader, MESSAGE("it begins with no section"));
	if (result == PCAPNG_PACKET)
		result = add_section(reader);
	while (result == PCAPNG_PACKET && !reader->interface_count) {
		result = read_block(reader);
		if (result != PCAPNG_PACKET)
			break;
		if (reader->type == BLOCK_ENHANCED_PACKET || reader->type == BLOCK_PACKET ||
			reader->type == BLOCK_SIMPLE_PACKET)
			return damaged(reader, MESSAGE("a packet comes before any interface"));
		if (reader->type == BLOCK_INTERFACE)
			result = add_interface(reader);
		else if (reader->type == BLOCK_SECTION)
			result = add_section(reader);
		else if (reader->type == BLOCK_NAMES)
			add_names(reader);
	}
	if (result == PCAPNG_END)
		return reader->position ? damaged(reader, MESSAGE("it has no interface"))
					: PCAPNG_CUT;
	return result;
}

struct pcapng *pcapng_new(
	FILE *stream, bool looks_ahead, enum pcapng_result *ret_result, const char **ret_reason)
{
	struct pcapng *reader = xcalloc(1, sizeof(*reader));
	reader->stream = stream;
	*ret_result = read_front(reader);
	if (*ret_result != PCAPNG_PACKET) {
		*ret_reason = reader->reason ? reader->reason : MESSAGE("truncated");
		pcapng_free(reader);
		return NULL;
	}
	if (looks_ahead) {
		reader->has_ahead = true;
		reader->result_ahead = find_packet(reader, &reader->ahead);
	}
	return reader;
}

void pcapng_free(struct pcapng *reader)
{
	if (!reader)
		return;
	arena_finish(&reader->arena);
	text_finish(&reader->comments);
	free(reader->interfaces);
	free(reader->names);
	free(reader->body);
	free(reader);
}

enum pcapng_result pcapng_next(struct pcapng *reader, struct pcapng_packet *ret_packet)
{
	if (!reader->has_ahead)
		return find_packet(reader, ret_packet);
	*ret_packet = reader->ahead;
	/* The end of the file stays the result of all further calls. */
	reader->has_ahead = reader->result_ahead != PCAPNG_PACKET;
	return reader->result_ahead;
}

const char *pcapng_reason(const struct pcapng *reader)
{
	return reader->reason ? reader->reason : MESSAGE("truncated");
}

uint32_t pcapng_interface_count(const struct pcapng *reader)
{
	return (uint32_t)reader->interface_count;
}

const struct pcapng_interface *pcapng_interface(const struct pcapng *reader, uint32_t index)
{
	return &reader->interfaces[index];
}

size_t pcapng_name_count(const struct pcapng *reader)
{
	return reader->name_count;
}

const struct pcapng_name *pcapng_name(const struct pcapng *reader, size_t index)
{
	return &reader->names[index];
}

uint64_t pcapng_position(const struct pcapng *reader)
{
	return reader->position;
}
