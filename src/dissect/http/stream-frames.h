#ifndef DISSECT_STREAM_FRAMES_H
#define DISSECT_STREAM_FRAMES_H

/*
 * Protocols whose frames follow each other on a TCP connection, and of which only earlier packets tell: WebSocket
 * (RFC 6455) behind its upgrade, HTTP/2 (RFC 9113) behind its preface. A segment's payload is
 * dissected when it is known what it goes on with, as conversation/follow/stream-track.c says.
 */

#include "dissect/frame.h"
#include "dissect/http/hpack.h"

enum {
	WEBSOCKET_HEADER_MAX = 14,
	HTTP2_HEADER_SIZE = 9,
	HTTP2_PREFACE_SIZE = 24,
	HTTP2_PREFACE = 0x100, /* as a frame's type: what a client says first */
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
	HTTP2_END_STREAM = 0x01, /* of SETTINGS and PING: an acknowledgment */
	HTTP2_END_HEADERS = 0x04,
	HTTP2_PADDED = 0x08,
	HTTP2_HAS_PRIORITY = 0x20,
};

extern const char http2_preface[HTTP2_PREFACE_SIZE + 1];

/* RFC 9113 section 4.1. */
struct http2_header {
	uint32_t length, stream;
	uint8_t type, flags;
};
struct http2_header http2_header_read(const uint8_t header[HTTP2_HEADER_SIZE]);

/* What stands before the block: the padding's length, the priority, the promised stream. */
uint32_t http2_before_block(const struct http2_header *header);

/*
 * The block of headers in a frame's payload: behind padding's length and what precedes it. Without data when
 * the padding is longer than the frame.
 */
struct bytes http2_block_of(const struct http2_header *header, struct bytes payload);

/* RFC 6455 section 5.2. */
struct websocket_header {
	uint8_t opcode;
	bool is_final, is_masked;
	uint8_t size; /* of the header */
	uint64_t length; /* of the payload */
};

/* The header at the front of `bytes`; false, and the size that is needed to know more, when it is not all there. */
bool websocket_header_read(
	struct bytes bytes, struct websocket_header *ret_header, uint8_t *ret_needed);

/* A request or a status line, as HTTP/2's headers say it. */
struct http2_words {
	struct bytes method, path, status;
};

/* Takes from the fields what they say of it. */
void http2_words_read(struct http2_words *words, const struct hpack_field *fields, size_t count);

/* A status, or a method and its path; a CONNECT has no path, which is known at the end of its headers. */
bool http2_words_are_whole(const struct http2_words *words, bool is_end);

/* What the dissector cannot read in the packet alone. */
struct stream_item {
	uint32_t
		offset; /* of the frame's header in the packet; 0: it stands in an earlier segment */
	uint16_t type; /* of an HTTP/2 frame, or a WebSocket's opcode */
	uint8_t flags; /* of an HTTP/2 frame; of a WebSocket: bit 0 final, bit 1 masked */
	uint32_t stream;
	const struct hpack_field *fields; /* that its block of headers holds */
	size_t field_count;
	uint32_t block_offset; /* of it in the packet; 0: not all of it is there */
	struct http2_words words; /* of all frames of the headers that end here */
};

/* Dissects the payload of a TCP segment as these frames. */
void stream_frames_dissect(struct frame *frame, const struct stream_frames *stream);

/*
 * The first request or status line of the frames that end in a packet; "" where there is none, or
 * NULL.
 */
struct http2_words http2_words_of(const struct stream_frames *stream);

/* For stream-frames.c: the frames of one protocol, from the input's position on. */
struct input;
void http2_frames_dissect(struct frame *frame, struct input *in);
void websocket_frames_dissect(struct frame *frame, struct input *in);

#endif
