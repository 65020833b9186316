/*
 * A buffer that slides over a pcap file. Each read fills it behind what is left of the piece before,
 * so that a record is whole in one place; only the record across the edge is ever moved.
 *
 * Left out: swapped files and pipes, which libpcap reads, and pcapng, which is read block by block.
 */
#include "trace/record-window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/arena.h"

/*
 * Measured: pieces of this size stay in the second-level cache from the kernel's copy to the
 * dissectors' look. A record may be of any size up to RECORD_SIZE_MAX (libpcap's own limit) besides.
 */
enum { PIECE_SIZE = 128 * 1024, HEADER_SIZE = 16, RECORD_SIZE_MAX = 262144 };

struct record_window {
	int descriptor;
	uint32_t captured_max;
	uint64_t offset; /* in the file, of buffer[end] */
	size_t start, end; /* what is read and not yet handed out */
	uint8_t buffer[PIECE_SIZE + HEADER_SIZE + RECORD_SIZE_MAX];
};

struct record_window *record_window_new(int descriptor, uint64_t offset, uint32_t snapshot)
{
	struct record_window *window = xmalloc(sizeof(*window));
	window->descriptor = descriptor;
	window->captured_max = snapshot < RECORD_SIZE_MAX ? snapshot : RECORD_SIZE_MAX;
	window->offset = offset;
	window->start = window->end = 0;
	return window;
}

void record_window_free(struct record_window *window)
{
	free(window);
}

uint64_t record_window_position(const struct record_window *window)
{
	return window->offset - (window->end - window->start);
}

/* Makes `size` bytes stand at buffer[start]; false when the file has no more. */
static bool fill(struct record_window *window, size_t size)
{
	memmove(window->buffer, window->buffer + window->start, window->end - window->start);
	window->end -= window->start;
	window->start = 0;
	while (window->end < size) {
		ssize_t got = pread(window->descriptor, window->buffer + window->end, PIECE_SIZE,
			(off_t)window->offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		window->end += (size_t)got;
		window->offset += (size_t)got;
	}
	return true;
}

static inline bool has(struct record_window *window, size_t size)
{
	return window->end - window->start >= size || fill(window, size);
}

bool record_window_next(struct record_window *window, struct record *ret_record)
{
	if (!has(window, HEADER_SIZE))
		return false;
	uint32_t header[HEADER_SIZE / 4];
	memcpy(header, window->buffer + window->start, sizeof(header));
	uint32_t captured = header[2];
	if (captured > window->captured_max || !has(window, HEADER_SIZE + captured))
		return false;
	*ret_record = (struct record){
		.seconds = header[0],
		.fraction = header[1],
		.captured = captured,
		.length = header[3],
		.data = window->buffer + window->start + HEADER_SIZE,
	};
	window->start += HEADER_SIZE + captured;
	return true;
}
