#ifndef CONVERSATION_HTTP_FRAMING_H
#define CONVERSATION_HTTP_FRAMING_H

/* What the head of an HTTP/1.x message says about its end. Known only to http-track.c. */

#include "dissect/frame.h"

struct http_framing {
	unsigned status; /* 0 in a request */
	bool is_head, is_connect;
	bool has_length, is_chunked;
	uint64_t length;
	enum protocol upgrade; /* that it changes to: WebSocket or HTTP/2; else PROTOCOL_NONE */
};

/* Could these bytes be the front of a message? Returns its kind. */
enum http_kind http_message_kind(struct bytes bytes);

/* Of a whole head: start line, header lines, blank line. */
struct http_framing http_framing_read(struct bytes head, enum http_kind kind);

#endif
