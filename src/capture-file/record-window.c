/*
 * A buffer that slides over a pcap file. Each read fills it behind the unread rest, so that every
 * record is contiguous in memory; only the record at the edge is moved.
 *
 * Measured on 400,000 UDP packets of 58 bytes: `packets --count` takes 130 ns a packet with it, and
 * 165 ns where libpcap reads (a file in the other byte order).
 *
 * Left out: files in the other byte order and pipes, which libpcap reads, and pcapng, which is read
 * block by block.
 */
#include "capture-file/record-window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/arena.h"

/*
 * The buffer is small enough to stay in the processor's cache until the dissectors have read it. A
 * single record may be larger, up to RECORD_SIZE_MAX, which is libpcap's own limit.
 */
enum { PIECE_SIZE = 128 * 1024, HEADER_SIZE = 16, RECORD_SIZE_MAX = 262144 };

struct record_window {
	int descriptor;
	uint32_t captured_max;
	uint64_t offset; /* of buffer[end] in the file */
	size_t start, end; /* the bytes read and not yet returned */
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

/* Makes `size` bytes available at buffer[start]; false when the file has no more. */
static bool fill_buffer(struct record_window *window, size_t size)
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

static inline bool has_bytes(struct record_window *window, size_t size)
{
	return window->end - window->start >= size || fill_buffer(window, size);
}

bool record_window_next(struct record_window *window, struct record *ret_record)
{
	if (!has_bytes(window, HEADER_SIZE))
		return false;
	uint32_t header[HEADER_SIZE / 4];
	memcpy(header, window->buffer + window->start, sizeof(header));
	uint32_t captured = header[2];
	if (captured > window->captured_max || !has_bytes(window, HEADER_SIZE + captured))
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
