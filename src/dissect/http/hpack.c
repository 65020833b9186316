/*
 * HPACK (RFC 7541), with the static table of appendix A. The Huffman code of appendix B is
 * canonical, so the lengths of its codes define it.
 *
 *   1xxxxxxx  header at an index           001xxxxx  new size of the table
 *   01xxxxxx  literal, remembered          0000xxxx  literal
 *   0001xxxx  literal, never to be remembered
 *
 * A short block may name a long header many times. Such headers borrow the table's bytes, and the
 * decoded size of a block is limited.
 */
#include "dissect/http/hpack.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum {
	ENTRY_OVERHEAD = 32, /* RFC 7541 section 4.1 */
	TABLE_SIZE_FIRST = 4096,
	TABLE_SIZE_MAX = 64 * 1024, /* a limit; browsers ask for this much */
	DECODED_SIZE_MAX = 256 * 1024, /* of the headers of one block */
	FIELDS_MAX = 1000,
	STRING_SIZE_MAX = 64 * 1024,
	CODE_LENGTH_MAX = 30,
	SYMBOL_COUNT = 257,
	END_OF_STRING = 256,
};

/* ---- the Huffman code ---- */

/* The length in bits of each symbol's code. */
static const uint8_t code_lengths[SYMBOL_COUNT] = { 13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28,
	28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10,
	12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12,
	10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13,
	19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7,
	7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
	24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23,
	21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22,
	22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27,
	26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25,
	24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30 };

/*
 * A canonical Huffman code. For each code length: the first code, the number of codes, and the
 * index of their first symbol.
 */
struct code_table {
	uint32_t first[CODE_LENGTH_MAX + 1];
	uint16_t count[CODE_LENGTH_MAX + 1], start[CODE_LENGTH_MAX + 1];
	uint16_t symbols[SYMBOL_COUNT];
};

static void build_table(struct code_table *table)
{
	uint32_t code = 0;
	uint16_t position = 0;
	for (unsigned length = 1; length <= CODE_LENGTH_MAX; length++) {
		code <<= 1;
		table->first[length] = code;
		table->start[length] = position;
		for (uint16_t symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
			if (code_lengths[symbol] != length)
				continue;
			table->symbols[position++] = symbol;
			table->count[length]++;
			code++;
		}
	}
}

/* ---- the static table ---- */

struct static_entry {
	const char *name, *value;
};

static const struct static_entry static_table[] = {
	{ ":authority", "" },
	{ ":method", "GET" },
	{ ":method", "POST" },
	{ ":path", "/" },
	{ ":path", "/index.html" },
	{ ":scheme", "http" },
	{ ":scheme", "https" },
	{ ":status", "200" },
	{ ":status", "204" },
	{ ":status", "206" },
	{ ":status", "304" },
	{ ":status", "400" },
	{ ":status", "404" },
	{ ":status", "500" },
	{ "accept-charset", "" },
	{ "accept-encoding", "gzip, deflate" },
	{ "accept-language", "" },
	{ "accept-ranges", "" },
	{ "accept", "" },
	{ "access-control-allow-origin", "" },
	{ "age", "" },
	{ "allow", "" },
	{ "authorization", "" },
	{ "cache-control", "" },
	{ "content-disposition", "" },
	{ "content-encoding", "" },
	{ "content-language", "" },
	{ "content-length", "" },
	{ "content-location", "" },
	{ "content-range", "" },
	{ "content-type", "" },
	{ "cookie", "" },
	{ "date", "" },
	{ "etag", "" },
	{ "expect", "" },
	{ "expires", "" },
	{ "from", "" },
	{ "host", "" },
	{ "if-match", "" },
	{ "if-modified-since", "" },
	{ "if-none-match", "" },
	{ "if-range", "" },
	{ "if-unmodified-since", "" },
	{ "last-modified", "" },
	{ "link", "" },
	{ "location", "" },
	{ "max-forwards", "" },
	{ "proxy-authenticate", "" },
	{ "proxy-authorization", "" },
	{ "range", "" },
	{ "referer", "" },
	{ "refresh", "" },
	{ "retry-after", "" },
	{ "server", "" },
	{ "set-cookie", "" },
	{ "strict-transport-security", "" },
	{ "transfer-encoding", "" },
	{ "user-agent", "" },
	{ "vary", "" },
	{ "via", "" },
	{ "www-authenticate", "" },
};
enum { STATIC_COUNT = ARRAY_COUNT(static_table) };

static struct bytes bytes_of(const char *string)
{
	return (struct bytes){ (const uint8_t *)string, strlen(string) };
}

/* ---- the dynamic table ---- */

struct entry {
	struct bytes name, value; /* stored in `owned` */
	uint8_t *owned;
};

struct hpack {
	struct entry *entries; /* a ring; the newest entry is the one before `next` */
	size_t capacity, next, count;
	size_t size, size_max; /* sizes as RFC 7541 section 4.1 counts them */
	size_t allocated;
	uint8_t **gone; /* evicted entries whose bytes are still borrowed */
	size_t gone_count, gone_capacity;
	struct code_table codes;
};

struct hpack *hpack_new(void)
{
	struct hpack *hpack = xcalloc(1, sizeof(*hpack));
	hpack->size_max = TABLE_SIZE_FIRST;
	build_table(&hpack->codes);
	return hpack;
}

static struct entry *entry_at(const struct hpack *hpack, size_t age)
{
	size_t position = (hpack->next + hpack->capacity - 1 - age) % hpack->capacity;
	return &hpack->entries[position];
}

static void evict_oldest(struct hpack *hpack)
{
	struct entry *oldest = entry_at(hpack, --hpack->count);
	hpack->size -= oldest->name.size + oldest->value.size + ENTRY_OVERHEAD;
	grow_array(&hpack->gone, hpack->gone_count, &hpack->gone_capacity, sizeof(*hpack->gone));
	hpack->gone[hpack->gone_count++] = oldest->owned;
}

void hpack_free_evicted(struct hpack *hpack)
{
	for (size_t i = 0; i < hpack->gone_count; i++)
		free(hpack->gone[i]);
	free(hpack->gone);
	hpack->gone = NULL;
	hpack->gone_count = hpack->gone_capacity = 0;
	hpack->allocated = hpack->size - hpack->count * ENTRY_OVERHEAD;
}

void hpack_free(struct hpack *hpack)
{
	if (!hpack)
		return;
	while (hpack->count)
		evict_oldest(hpack);
	hpack_free_evicted(hpack);
	free(hpack->entries);
	free(hpack);
}

size_t hpack_size(const struct hpack *hpack)
{
	return sizeof(*hpack) + hpack->capacity * sizeof(*hpack->entries) +
		hpack->gone_capacity * sizeof(*hpack->gone) + hpack->allocated;
}

static void shrink_to(struct hpack *hpack, size_t size)
{
	while (hpack->count && hpack->size > size)
		evict_oldest(hpack);
}

static void grow_table(struct hpack *hpack)
{
	if (hpack->count < hpack->capacity)
		return;
	size_t capacity = hpack->capacity ? hpack->capacity * 2 : 16;
	struct entry *entries = xcalloc(capacity, sizeof(*entries));
	for (size_t age = 0; age < hpack->count; age++)
		entries[hpack->count - 1 - age] = *entry_at(hpack, age);
	free(hpack->entries);
	hpack->entries = entries;
	hpack->capacity = capacity;
	hpack->next = hpack->count;
}

/* Copies name and value first: they may belong to an entry that is evicted here. */
static void insert(struct hpack *hpack, struct bytes name, struct bytes value)
{
	size_t size = name.size + value.size + ENTRY_OVERHEAD;
	if (size > hpack->size_max) { /* too large: empties the table, which is no error */
		shrink_to(hpack, 0);
		return;
	}
	uint8_t *copy = xmalloc(name.size + value.size + 1);
	if (name.size)
		memcpy(copy, name.data, name.size);
	if (value.size)
		memcpy(copy + name.size, value.data, value.size);
	shrink_to(hpack, hpack->size_max - size);
	grow_table(hpack);
	hpack->entries[hpack->next] = (struct entry){
		.owned = copy,
		.name = { copy, name.size },
		.value = { copy + name.size, value.size },
	};
	hpack->next = (hpack->next + 1) % hpack->capacity;
	hpack->count++;
	hpack->size += size;
	hpack->allocated += name.size + value.size;
}

/* Finds the header at an index (from 1) of static and dynamic table; false when there is none. */
static bool look_up(
	const struct hpack *hpack, uint32_t index, struct bytes *ret_name, struct bytes *ret_value)
{
	if (index == 0 || index > STATIC_COUNT + hpack->count)
		return false;
	if (index <= STATIC_COUNT) {
		*ret_name = bytes_of(static_table[index - 1].name);
		*ret_value = bytes_of(static_table[index - 1].value);
		return true;
	}
	const struct entry *entry = entry_at(hpack, index - STATIC_COUNT - 1);
	*ret_name = entry->name;
	*ret_value = entry->value;
	return true;
}

/* ---- numbers and strings ---- */

/* The rest of a block. `lacks` is set when the block ends inside a representation. */
struct input {
	const uint8_t *next, *end;
	bool lacks;
};

static uint8_t take(struct input *in)
{
	if (in->next == in->end) {
		in->lacks = true;
		return 0;
	}
	return *in->next++;
}

/*
 * Reads an integer (RFC 7541 section 5.1). `prefix` bits of the first byte belong to it. False when
 * it is out of range.
 */
static bool read_number(struct input *in, uint8_t first, unsigned prefix, uint32_t *ret_number)
{
	uint32_t mask = (1u << prefix) - 1;
	uint64_t number = first & mask;
	*ret_number = (uint32_t)number;
	if (number < mask)
		return true;
	for (unsigned shift = 0; shift <= 28; shift += 7) {
		uint8_t byte = take(in);
		number += (uint64_t)(byte & 0x7f) << shift;
		if (in->lacks)
			return true;
		*ret_number = (uint32_t)number;
		if (!(byte & 0x80))
			return number <= UINT32_MAX;
	}
	return false;
}

/*
 * Decodes a Huffman string (RFC 7541 section 5.2). The last byte is padded with the front of the
 * longest code, all ones.
 */
static bool decode_huffman(const struct code_table *table, struct bytes coded, struct arena *arena,
	struct bytes *ret_text)
{
	enum { SHORTEST = 5 };
	uint8_t *out = arena_alloc(arena, coded.size * 8 / SHORTEST + 1);
	size_t size = 0;
	uint32_t code = 0;
	unsigned length = 0;
	for (size_t bit = 0; bit < coded.size * 8; bit++) {
		code = code << 1 | ((uint32_t)coded.data[bit / 8] >> (7 - bit % 8) & 1u);
		if (++length > CODE_LENGTH_MAX)
			return false;
		uint32_t place = code - table->first[length];
		if (code < table->first[length] || place >= table->count[length])
			continue;
		uint16_t symbol = table->symbols[table->start[length] + place];
		if (symbol == END_OF_STRING)
			return false;
		out[size++] = (uint8_t)symbol;
		code = 0;
		length = 0;
	}
	*ret_text = (struct bytes){ out, size };
	return length < 8 && code == (1u << length) - 1;
}

/* Reads a string. False when it is invalid; in->lacks is set when it is incomplete. */
static bool read_string(
	const struct hpack *hpack, struct input *in, struct arena *arena, struct bytes *ret_text)
{
	uint32_t size;
	uint8_t first = take(in);
	if (!read_number(in, first, 7, &size) || size > STRING_SIZE_MAX)
		return false;
	if (in->lacks || (size_t)(in->end - in->next) < size) {
		in->lacks = true;
		return true;
	}
	struct bytes raw = { in->next, size };
	in->next += size;
	if (first & 0x80)
		return decode_huffman(&hpack->codes, raw, arena, ret_text);
	*ret_text = arena_bytes(arena, raw);
	return true;
}

/* ---- blocks ---- */

static bool resize(struct hpack *hpack, struct input *in, uint8_t first, struct hpack_field *field)
{
	field->form = HPACK_SIZE_UPDATE;
	if (!read_number(in, first, 5, &field->index))
		return false;
	if (in->lacks)
		return true;
	if (field->index > TABLE_SIZE_MAX)
		return false;
	hpack->size_max = field->index;
	shrink_to(hpack, hpack->size_max);
	return true;
}

/*
 * Reads a literal header. `prefix` bits of the first byte hold the index of its name; 0: the name
 * follows as a string.
 */
static bool read_literal(struct hpack *hpack, struct input *in, uint8_t first, unsigned prefix,
	struct arena *arena, struct hpack_field *field)
{
	struct bytes ignored;
	if (!read_number(in, first, prefix, &field->index))
		return false;
	if (!in->lacks && field->index) {
		if (!look_up(hpack, field->index, &field->name, &ignored))
			return false;
	} else if (!in->lacks && !read_string(hpack, in, arena, &field->name)) {
		return false;
	}
	if (!in->lacks && !read_string(hpack, in, arena, &field->value))
		return false;
	if (!in->lacks && field->form == HPACK_LITERAL_INDEXED)
		insert(hpack, field->name, field->value);
	return true;
}

static bool read_indexed(
	const struct hpack *hpack, struct input *in, uint8_t first, struct hpack_field *field)
{
	field->form = HPACK_INDEXED;
	if (!read_number(in, first, 7, &field->index))
		return false;
	return in->lacks || look_up(hpack, field->index, &field->name, &field->value);
}

static bool read_field(
	struct hpack *hpack, struct input *in, struct arena *arena, struct hpack_field *field)
{
	uint8_t first = take(in);
	if (first & 0x80)
		return read_indexed(hpack, in, first, field);
	if ((first & 0xe0) == 0x20)
		return resize(hpack, in, first, field);
	bool is_indexed = first & 0x40;
	field->form = is_indexed ? HPACK_LITERAL_INDEXED
		: first & 0x10   ? HPACK_LITERAL_NEVER
				 : HPACK_LITERAL;
	return read_literal(hpack, in, first, is_indexed ? 6 : 4, arena, field);
}

bool hpack_decode(struct hpack *hpack, struct bytes block, struct arena *arena,
	struct hpack_field **ret_fields, size_t *ret_count, size_t *ret_taken)
{
	struct hpack_field *fields = NULL;
	size_t count = 0, capacity = 0, decoded_size = 0;
	bool is_sound = true;
	*ret_taken = 0;
	while (*ret_taken < block.size) {
		struct input in = { block.data + *ret_taken, block.data + block.size, false };
		struct hpack_field field = { .offset = (uint32_t)*ret_taken };
		is_sound = read_field(hpack, &in, arena, &field);
		if (!is_sound || in.lacks)
			break;
		field.size = (uint32_t)(in.next - block.data) - field.offset;
		*ret_taken += field.size;
		decoded_size += field.name.size + field.value.size;
		is_sound = decoded_size <= DECODED_SIZE_MAX && count < FIELDS_MAX;
		if (!is_sound)
			break;
		grow_array(&fields, count, &capacity, sizeof(*fields));
		fields[count++] = field;
	}
	*ret_fields = count ? arena_copy(arena, fields, count, sizeof(*fields)) : NULL;
	*ret_count = count;
	free(fields);
	return is_sound;
}
