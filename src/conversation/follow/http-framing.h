#ifndef CONVERSATION_HTTP_FRAMING_H
#define CONVERSATION_HTTP_FRAMING_H

/* The framing of an HTTP/1.x message, from its head. Used only by http-track.c. */

#include "dissect/frame.h"

struct http_framing {
	unsigned status; /* 0 in a request */
	bool is_head, is_connect;
	bool has_length, is_chunked;
	uint64_t length;
	/* the protocol it changes to, WebSocket or HTTP/2; else PROTOCOL_NONE */
	enum protocol upgrade;
};

/* Returns the kind of message that may begin with these bytes. */
enum http_kind http_message_kind(struct bytes bytes);

/* Reads a complete head: start line, headers, blank line. */
struct http_framing http_framing_read(struct bytes head, enum http_kind kind);

#endif
