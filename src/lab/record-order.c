/*
 * Most recordings are in order, which one pass over the file finds out. Of another one the places
 * of all packets are sorted, and only the packets that change their places are written.
 */
#include "lab/record-order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "capture-file/record-window.h"

enum { FILE_HEADER_SIZE = 24, RECORD_HEADER_SIZE = 16 };
static const uint32_t magic_us = 0xa1b2c3d4, magic_ns = 0xa1b23c4d;

/* The head of a pcap (draft-ietf-opsawg-pcap-04, section 4), in this machine's byte order. */
struct head {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t reserved[2], snapshot, link_type;
};

/* Where a packet is in the file. */
struct place {
	int64_t time_ns;
	uint64_t start;
	size_t size;
};

struct reading {
	int descriptor;
	struct record_window *window;
	int64_t unit_ns;
};

static void reading_finish(struct reading *reading)
{
	record_window_free(reading->window);
}
DEFINE_AUTOFINISH(reading);

static bool begin_reading(int descriptor, struct reading *ret_reading)
{
	struct head head;
	_Static_assert(sizeof(head) == FILE_HEADER_SIZE, "no padding");
	if (pread(descriptor, &head, sizeof(head), 0) != sizeof(head) ||
		(head.magic != magic_us && head.magic != magic_ns))
		return false;
	*ret_reading = (struct reading){
		.descriptor = descriptor,
		.window = record_window_new(descriptor, FILE_HEADER_SIZE, head.snapshot),
		.unit_ns = head.magic == magic_ns ? 1 : NS_PER_US,
	};
	return true;
}

static bool next_place(struct reading *reading, struct place *ret_place)
{
	struct record record;
	uint64_t start = record_window_position(reading->window);
	if (!record_window_next(reading->window, &record))
		return false;
	*ret_place = (struct place){
		.time_ns = (int64_t)record.seconds * NS_PER_S +
			(int64_t)record.fraction * reading->unit_ns,
		.start = start,
		.size = RECORD_HEADER_SIZE + (size_t)record.captured,
	};
	return true;
}

/* Whether the file is a whole pcap with a packet that is older than one before it, by little. */
static bool can_be_sorted(int descriptor)
{
	autofinish(reading) struct reading reading = { 0 };
	struct stat status;
	struct place place;
	int64_t newest_ns = 0; /* times of a pcap have no sign */
	bool is_sorted = true;
	if (!begin_reading(descriptor, &reading))
		return false;
	while (next_place(&reading, &place)) {
		if (newest_ns - place.time_ns > RECORD_ORDER_NS_MAX)
			return false;
		is_sorted = is_sorted && place.time_ns >= newest_ns;
		newest_ns = place.time_ns > newest_ns ? place.time_ns : newest_ns;
	}
	return !is_sorted && fstat(descriptor, &status) == 0 &&
		record_window_position(reading.window) == (uint64_t)status.st_size;
}

/* Returns the places of all packets in the order of their times, malloc()ed. */
static struct place *sorted_places(int descriptor, size_t *ret_count)
{
	autofinish(reading) struct reading reading = { 0 };
	struct place *places = NULL, place;
	size_t count = 0, capacity = 0;
	(void)begin_reading(descriptor, &reading);
	while (next_place(&reading, &place)) {
		grow_array(&places, count, &capacity, sizeof(*places));
		size_t at = count++;
		for (; at && places[at - 1].time_ns > place.time_ns; at--)
			places[at] = places[at - 1];
		places[at] = place;
	}
	*ret_count = count;
	return places;
}

/* Writes `count` packets to the place in the file that they have together, in this order. */
static bool write_run(int descriptor, const struct place *places, size_t count, uint64_t start,
	size_t size, struct error *error)
{
	automem uint8_t *sorted = xmalloc(size);
	bool ok = true;
	for (size_t i = 0, at = 0; ok && i < count; at += places[i++].size)
		ok = pread(descriptor, sorted + at, places[i].size, (off_t)places[i].start) ==
			(ssize_t)places[i].size;
	ok = ok && lseek(descriptor, (off_t)start, SEEK_SET) >= 0 &&
		file_write_all(descriptor, (struct bytes){ sorted, size });
	return ok ||
		error_set(error, "cannot put the packets of the capture in order: %s",
			message_of_errno(errno));
}

/*
 * Writes each run of packets that change places among each other. A run ends where the bytes up to
 * there are those of its packets.
 */
static bool write_sorted(
	int descriptor, const struct place *places, size_t count, struct error *error)
{
	uint64_t start = FILE_HEADER_SIZE, end = start;
	for (size_t i = 0, first = 0, size = 0; i < count; i++) {
		uint64_t behind = places[i].start + places[i].size;
		end = behind > end ? behind : end;
		size += places[i].size;
		if (end != start + size)
			continue;
		if (i > first &&
			!write_run(descriptor, places + first, i + 1 - first, start, size, error))
			return false;
		start = end;
		first = i + 1;
		size = 0;
	}
	return true;
}

bool record_order_restore(int descriptor, uint64_t *digest, struct error *error)
{
	uint64_t now;
	size_t count;
	if (!can_be_sorted(descriptor))
		return true;
	if (!file_digest(descriptor, &now, error))
		return false;
	if (now != *digest)
		return true;
	automem struct place *places = sorted_places(descriptor, &count);
	return write_sorted(descriptor, places, count, error) &&
		file_digest(descriptor, digest, error);
}
