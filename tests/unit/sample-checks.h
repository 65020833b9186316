#ifndef TESTS_SAMPLE_CHECKS_H
#define TESTS_SAMPLE_CHECKS_H

/*
 * Checks for the tests of dissect/ on tables of packets in hexadecimal: decodes each packet, each
 * prefix of it, and each with one byte changed. Include it behind cmocka.
 */

#include "base/array.h"
#include "frame-checks.h"

struct sample {
	const char *name;
	const char *hex;
	int link_type;
	enum decode status;
	enum protocol protocol;
	const char *source, *destination;
	uint32_t padding; /* bytes at the end that may be missing without an effect */
};

/* The bytes of a packet in a buffer of the test. */
struct packet_bytes {
	uint8_t data[2048];
	size_t size;
};

static inline struct packet_bytes unhex(const char *hex)
{
	struct packet_bytes bytes = { .size = strlen(hex) / 2 };
	assert_true(bytes.size <= sizeof(bytes.data));
	for (size_t i = 0; i < bytes.size; i++) {
		char pair[3] = { hex[2 * i], hex[2 * i + 1], '\0' };
		bytes.data[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return bytes;
}

/* One decoded sample with its fields. */
struct decoded {
	struct packet_bytes bytes;
	struct arena arena;
	struct field_list fields;
	struct frame frame;
};

static inline void decode(struct decoded *decoded, const char *hex, int link_type)
{
	*decoded = (struct decoded){ .bytes = unhex(hex) };
	decoded->fields.arena = &decoded->arena;
	dissect_frame(&decoded->frame, link_type,
		(struct bytes){ decoded->bytes.data, decoded->bytes.size },
		(uint32_t)decoded->bytes.size, &decoded->fields);
}

static inline const struct field *find_field(const struct decoded *decoded, const char *name)
{
	for (size_t i = 0; i < decoded->fields.count; i++) {
		if (strcmp(decoded->fields.fields[i].spec->name, name) == 0)
			return &decoded->fields.fields[i];
	}
	fail_msg("no field '%s'", name);
	return NULL;
}

/* Checks the value of a field in English. */
static inline void assert_value(const struct decoded *decoded, const char *name, const char *value)
{
	autofinish(text) struct text words = { 0 };
	field_text_append(&words, find_field(decoded, name), false);
	assert_string_equal(text_string(&words), value);
}

static inline void assert_field(const struct decoded *decoded, const char *name, const char *value,
	uint32_t offset, uint32_t size)
{
	const struct field *field = find_field(decoded, name);
	assert_value(decoded, name, value);
	assert_int_equal(field->offset, offset);
	assert_int_equal(field->size, size);
}

static inline void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = &samples[i];
		struct decoded decoded;
		decode(&decoded, sample->hex, sample->link_type);
		const struct frame *frame = &decoded.frame;
		char source[ADDRESS_TEXT_SIZE], destination[ADDRESS_TEXT_SIZE];
		address_format(&frame->source, source);
		address_format(&frame->destination, destination);
		if (frame->status != sample->status || frame->protocol != sample->protocol ||
			strcmp(source, sample->source) != 0 ||
			strcmp(destination, sample->destination) != 0)
			fail_msg("%s: status %d (%s), protocol %s, %s > %s", sample->name,
				frame->status, frame->status_text ? frame->status_text : "",
				protocol_name(frame->protocol), source, destination);
		arena_finish(&decoded.arena);
	}
}

/* Checks that a cut packet is truncated, wherever it is cut. The length on the wire is known. */
static inline void check_prefixes(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = &samples[i];
		struct packet_bytes bytes = unhex(sample->hex);
		for (size_t size = 0; size <= bytes.size; size++) {
			enum decode status = check_bytes(
				sample->link_type, bytes.data, size, (uint32_t)bytes.size);
			bool is_whole = size >= bytes.size - sample->padding;
			/*
			 * A packet with an unknown or wrong field has that status as soon as the
			 * field is there.
			 */
			bool is_right = status == DECODE_TRUNCATED ||
				(is_whole && status == DECODE_OK) ||
				(sample->status == status && status != DECODE_OK);
			if (!is_right)
				fail_msg("%s, %zu of %zu bytes: status %d", sample->name, size,
					bytes.size, status);
		}
	}
}

/*
 * Checks that headers that do not fit into a short packet are malformed, and that nothing crashes.
 */
static inline void check_short_packets(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct packet_bytes bytes = unhex(samples[i].hex);
		for (size_t size = 0; size <= bytes.size; size++) {
			enum decode status =
				check_bytes(samples[i].link_type, bytes.data, size, (uint32_t)size);
			/*
			 * The length in the IP header says that more was sent, whatever the length
			 * of the frame.
			 */
			if (status == DECODE_TRUNCATED)
				fail_msg("%s, %zu bytes: truncated", samples[i].name, size);
		}
	}
}

/* Sets each byte of each sample to several values. check_bytes() must pass for each. */
static inline void check_changed_bytes(const struct sample *samples, size_t count)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	for (size_t i = 0; i < count; i++) {
		struct packet_bytes bytes = unhex(samples[i].hex);
		for (size_t at = 0; at < bytes.size; at++) {
			uint8_t kept = bytes.data[at];
			for (size_t j = 0; j < ARRAY_COUNT(values); j++) {
				bytes.data[at] = values[j];
				(void)check_bytes(samples[i].link_type, bytes.data, bytes.size,
					(uint32_t)bytes.size);
			}
			bytes.data[at] = kept;
		}
	}
}

#endif
