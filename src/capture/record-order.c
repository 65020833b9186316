/*
 * Reads the records of a pcap in this machine's byte order (draft-ietf-opsawg-pcap-04, section 5).
 */
#include "capture/record-order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/digest.h"
#include "base/format/timestamp.h"
#include "base/message.h"

enum { FILE_HEADER_SIZE = 24, RECORD_HEADER_SIZE = 16 };
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d;

struct record {
	int64_t time_ns;
	size_t start, size;
};

struct records {
	struct record *items; /* malloc()ed */
	size_t count, capacity;
	bool is_moved; /* a packet was put before another one */
};

static void records_finish(struct records *records)
{
	free(records->items);
}
DEFINE_AUTOFINISH(records);

static uint32_t word_at(struct bytes file, size_t offset)
{
	uint32_t word;
	memcpy(&word, file.data + offset, sizeof(word));
	return word;
}

/*
 * Puts a record behind those that are not younger. Returns false when it is older than one of them
 * by too much.
 */
static bool insert(struct records *records, struct record record)
{
	size_t place = records->count;
	if (place && records->items[place - 1].time_ns - record.time_ns > RECORD_ORDER_NS_MAX)
		return false;
	grow_array(&records->items, records->count, &records->capacity, sizeof(*records->items));
	for (; place && records->items[place - 1].time_ns > record.time_ns; place--) {
		records->items[place] = records->items[place - 1];
		records->is_moved = true;
	}
	records->items[place] = record;
	records->count++;
	return true;
}

/* Returns false when the file is not to be sorted. */
static bool read_records(struct bytes file, struct records *records)
{
	if (file.size < FILE_HEADER_SIZE)
		return false;
	uint32_t magic = word_at(file, 0);
	if (magic != magic_us && magic != magic_ns)
		return false;
	int64_t unit_ns = magic == magic_ns ? 1 : NS_PER_US;
	for (size_t at = FILE_HEADER_SIZE; at < file.size;) {
		if (file.size - at < RECORD_HEADER_SIZE ||
			file.size - at - RECORD_HEADER_SIZE < word_at(file, at + 8))
			return false;
		struct record record = {
			.time_ns = (int64_t)word_at(file, at) * NS_PER_S +
				(int64_t)word_at(file, at + 4) * unit_ns,
			.start = at,
			.size = RECORD_HEADER_SIZE + (size_t)word_at(file, at + 8),
		};
		if (!insert(records, record))
			return false;
		at += record.size;
	}
	return true;
}

/* Reads the whole file; *ret_data is malloc()ed. */
static bool read_file(int descriptor, uint8_t **ret_data, size_t *ret_size, struct error *error)
{
	struct stat status;
	if (fstat(descriptor, &status) != 0 || status.st_size < 0)
		return error_set(error, "cannot read the capture: %s", message_of_errno(errno));
	size_t size = (size_t)status.st_size, done = 0;
	uint8_t *data = xmalloc(size + 1);
	while (done < size) {
		ssize_t count = pread(descriptor, data + done, size - done, (off_t)done);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		done += (size_t)count;
	}
	*ret_data = data;
	*ret_size = done;
	return done == size ||
		error_set(error, "cannot read the capture: %s", message_of_errno(errno));
}

static bool write_at(int descriptor, struct bytes bytes, size_t offset, struct error *error)
{
	while (bytes.size) {
		ssize_t count = pwrite(descriptor, bytes.data, bytes.size, (off_t)offset);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return error_set(
				error, "cannot write the capture: %s", message_of_errno(errno));
		bytes = (struct bytes){ bytes.data + count, bytes.size - (size_t)count };
		offset += (size_t)count;
	}
	return true;
}

bool record_order_restore(int descriptor, uint64_t *digest, struct error *error)
{
	automem uint8_t *data = NULL;
	autofinish(records) struct records records = { 0 };
	struct bytes file = { 0 };
	if (!read_file(descriptor, &data, &file.size, error))
		return false;
	file.data = data;
	if (digest_add(DIGEST_NOTHING, file) != *digest || !read_records(file, &records) ||
		!records.is_moved)
		return true;
	automem uint8_t *sorted = xmalloc(file.size);
	memcpy(sorted, file.data, FILE_HEADER_SIZE);
	for (size_t i = 0, at = FILE_HEADER_SIZE; i < records.count; at += records.items[i++].size)
		memcpy(sorted + at, file.data + records.items[i].start, records.items[i].size);
	const struct bytes bytes = { sorted, file.size };
	*digest = digest_add(DIGEST_NOTHING, bytes);
	return write_at(descriptor, bytes, 0, error);
}
