#ifndef DISSECT_STREAM_FRAMES_H
#define DISSECT_STREAM_FRAMES_H

/*
 * Protocols whose frames follow each other on a TCP connection and are known only from earlier
 * packets: WebSocket (RFC 6455) after its upgrade, and HTTP/2 (RFC 9113) after its preface. A
 * payload is dissected once conversation/follow/stream-track.c knows what it continues.
 */

#include "dissect/frame.h"
#include "dissect/http/hpack.h"

enum {
	WEBSOCKET_HEADER_MAX = 14,
	HTTP2_HEADER_SIZE = 9,
	HTTP2_PREFACE_SIZE = 24,
	HTTP2_PREFACE = 0x100, /* a frame type for the client's preface */
};

enum http2_type {
	HTTP2_DATA = 0,
	HTTP2_HEADERS = 1,
	HTTP2_PRIORITY = 2,
	HTTP2_RST_STREAM = 3,
	HTTP2_SETTINGS = 4,
	HTTP2_PUSH_PROMISE = 5,
	HTTP2_PING = 6,
	HTTP2_GOAWAY = 7,
	HTTP2_WINDOW_UPDATE = 8,
	HTTP2_CONTINUATION = 9,
	HTTP2_ALTSVC = 10,
};

enum http2_flag {
	HTTP2_END_STREAM = 0x01, /* an acknowledgment in SETTINGS and PING */
	HTTP2_END_HEADERS = 0x04,
	HTTP2_PADDED = 0x08,
	HTTP2_HAS_PRIORITY = 0x20,
};

extern const char http2_preface[HTTP2_PREFACE_SIZE + 1];

/* An HTTP/2 frame header (RFC 9113 section 4.1). */
struct http2_header {
	uint32_t length, stream;
	uint8_t type, flags;
};
struct http2_header http2_header_read(const uint8_t header[HTTP2_HEADER_SIZE]);

/* The bytes before the header block: padding length, priority, promised stream. */
uint32_t http2_before_block(const struct http2_header *header);

/*
 * Returns the header block in a frame's payload, without padding and the members before the block.
 * The data is NULL when the padding is longer than the frame.
 */
struct bytes http2_block_of(const struct http2_header *header, struct bytes payload);

/* A WebSocket frame header (RFC 6455 section 5.2). */
struct websocket_header {
	uint8_t opcode;
	bool is_final, is_masked;
	uint8_t size; /* of the header */
	uint64_t length; /* of the payload */
};

/*
 * Reads the header at the front of `bytes`. When it is incomplete, returns false and the size that
 * is needed to read on.
 */
bool websocket_header_read(
	struct bytes bytes, struct websocket_header *ret_header, uint8_t *ret_needed);

/* The parts of a request or status line, from HTTP/2's pseudo-headers. */
struct http2_words {
	struct bytes method, path, status;
};

/* Takes the pseudo-headers among the fields. */
void http2_words_read(struct http2_words *words, const struct hpack_field *fields, size_t count);

/*
 * Whether there is a status, or a method and its path. A CONNECT has no path, which is certain only
 * at the end of its headers.
 */
bool http2_words_are_whole(const struct http2_words *words, bool is_end);

/* What the dissector cannot learn from the packet alone about one frame. */
struct stream_item {
	/* of the frame header in the packet; 0: it is in an earlier segment */
	uint32_t offset;
	uint16_t type; /* an HTTP/2 frame type, or a WebSocket opcode */
	uint8_t flags; /* of an HTTP/2 frame; of WebSocket: bit 0 FIN, bit 1 MASK */
	uint32_t stream;
	const struct hpack_field *fields; /* decoded from its header block */
	size_t field_count;
	uint32_t block_offset; /* of the block in the packet; 0: not all of it is in this packet */
	struct http2_words words; /* of the whole header list that ends here */
};

/* Dissects the payload of a TCP segment as these frames. */
void stream_frames_dissect(struct frame *frame, const struct stream_frames *stream);

/*
 * The first request or status line among the frames that end in a packet; empty when there is none
 * or `stream` is NULL.
 */
struct http2_words http2_words_of(const struct stream_frames *stream);

/* For stream-frames.c: dissects the frames of one protocol from the input's position on. */
struct input;
void http2_frames_dissect(struct frame *frame, struct input *in);
void websocket_frames_dissect(struct frame *frame, struct input *in);

#endif
