#ifndef TESTS_CAPTURE_BUILDER_H
#define TESTS_CAPTURE_BUILDER_H

/*
 * Capture files, built block by block in either byte order, in a file of the test's own. Included
 * behind cmocka.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file/file.h"
#include "base/text.h"

/* An Ethernet frame that has only what filters look at: 10.0.0.1:1234 > 10.0.0.2:80, SYN. */
static const uint8_t frame_bytes[] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00, 0x45, 0, 0,
	40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x04, 0xd2, 0, 80, 0, 0, 0, 1, 0, 0,
	0, 0, 0x50, 2, 0xff, 0xff, 0, 0, 0, 0 };

/* A capture under construction, in either byte order. */
struct builder {
	struct text bytes;
	bool is_big_endian;
};

static inline void put(struct builder *builder, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++) {
		unsigned shift = 8 * (builder->is_big_endian ? size - 1 - i : i);
		text_append_char(&builder->bytes, (char)(value >> shift & 0xff));
	}
}

static inline void put_file_header(struct builder *builder, uint32_t magic, uint32_t link_type)
{
	put(builder, magic, 4);
	put(builder, 2, 2);
	put(builder, 4, 2);
	put(builder, 0, 8);
	put(builder, 65535, 4);
	put(builder, link_type, 4);
}

static inline void put_packet(struct builder *builder, uint32_t seconds, uint32_t fraction)
{
	put(builder, seconds, 4);
	put(builder, fraction, 4);
	put(builder, sizeof(frame_bytes), 4);
	put(builder, sizeof(frame_bytes) + 100, 4);
	text_append_size(&builder->bytes, (const char *)frame_bytes, sizeof(frame_bytes));
}

static inline void put_block(struct builder *builder, uint32_t type, const struct builder *body)
{
	uint32_t size = (uint32_t)body->bytes.size + 12;
	put(builder, type, 4);
	put(builder, size, 4);
	text_append_size(&builder->bytes, text_string(&body->bytes), body->bytes.size);
	put(builder, size, 4);
}

/* `resolution` is the option if_tsresol: 6 are microseconds, which it also is without. */
static inline void put_interface_of(struct builder *builder, uint16_t link_type, uint8_t resolution)
{
	struct builder body = { .is_big_endian = builder->is_big_endian };
	put(&body, link_type, 2);
	put(&body, 0, 2);
	put(&body, 65535, 4);
	put(&body, 9, 2);
	put(&body, 1, 2);
	text_append_char(&body.bytes, (char)resolution);
	text_append_size(&body.bytes, "\0\0\0", 3);
	put(&body, 0, 4);
	put_block(builder, 1, &body);
	text_finish(&body.bytes);
}

static inline void put_interface(struct builder *builder, uint16_t link_type)
{
	put_interface_of(builder, link_type, 6);
}

static inline void put_section(struct builder *builder)
{
	struct builder body = { .is_big_endian = builder->is_big_endian };
	put(&body, 0x1a2b3c4d, 4);
	put(&body, 1, 2);
	put(&body, 0, 2);
	put(&body, UINT64_MAX, 8);
	put_block(builder, 0x0a0d0d0a, &body);
	text_finish(&body.bytes);
}

static inline void put_enhanced_packet(
	struct builder *builder, uint32_t interface, uint64_t time_us)
{
	struct builder body = { .is_big_endian = builder->is_big_endian };
	put(&body, interface, 4);
	put(&body, time_us >> 32, 4);
	put(&body, time_us & 0xffffffff, 4);
	put(&body, sizeof(frame_bytes), 4);
	put(&body, sizeof(frame_bytes), 4);
	text_append_size(&body.bytes, (const char *)frame_bytes, sizeof(frame_bytes));
	put(&body, 0, (4 - sizeof(frame_bytes) % 4) % 4);
	put_block(builder, 6, &body);
	text_finish(&body.bytes);
}

/* A file of the test's own; *state is its path. */
static inline int set_up(void **state)
{
	char path[] = "/tmp/pcapdeck-test-capture-file-XXXXXX";
	int descriptor = mkstemp(path);
	if (descriptor < 0)
		return -1;
	(void)close(descriptor);
	*state = strdup(path);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)unlink(*state);
	free(*state);
	return 0;
}

static inline void write_bytes(const char *path, const char *data, size_t size)
{
	autofinish(error) struct error error = { 0 };
	assert_true(file_replace(path, (struct bytes){ (const uint8_t *)data, size }, &error));
}

static inline void write_built(const char *path, struct builder *builder)
{
	write_bytes(path, text_string(&builder->bytes), builder->bytes.size);
	text_finish(&builder->bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
