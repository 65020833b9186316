#ifndef SECRETS_SECRETS_H
#define SECRETS_SECRETS_H

/*
 * Where a text that was sent holds what nobody else should see: the rules of `build --scrub`, which
 * slides/README.md lists for users. Nothing is changed here.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

enum secret {
	SECRET_NONE,
	SECRET_AUTHORIZATION,
	SECRET_PROXY_AUTHORIZATION,
	SECRET_COOKIE,
	SECRET_SET_COOKIE,
	SECRET_HEADER, /* another header that is named after a key or a token */
	SECRET_PARAMETER, /* of a query or a form */
	SECRET_MEMBER, /* of JSON, XML, YAML, a multipart form; a line of a settings file */
	SECRET_TOKEN, /* known by its looks: a JWT, a bearer token, a private key */
	SECRET_LOGIN, /* PASS and AUTH lines, user:password@ in addresses */
	SECRET_ENCODED, /* a compressed body, which cannot be searched */
	SECRET_FRAGMENT, /* a value whose beginning is missing */
	SECRET_DATAGRAM, /* fragments that cannot be put together */
	SECRET_FRAMES, /* what frames of HTTP/2 and WebSocket hold: compressed, masked, in pieces */
	SECRET_COUNT,
};

/* "Authorization", "passwords in addresses": as a report names it. */
const char *secret_name(enum secret secret, bool is_korean);

/* A secret may be in several pieces, which have its id. */
struct secret_range {
	size_t offset, size;
	size_t id;
};

enum {
	SECRET_TYPE_SIZE_MAX = 47,
	SECRET_TYPES_MAX = 8,
};

/* The types of bodies that no rule reads, "application/cbor", as their headers name them. */
struct secret_types {
	char names[SECRET_TYPES_MAX][SECRET_TYPE_SIZE_MAX + 1];
	size_t count; /* more are counted as the last one */
};

/* A zeroed value is empty. */
struct secret_list {
	struct secret_range *ranges;
	size_t count, capacity;
	enum secret *kinds; /* by id */
	size_t secret_count, secret_capacity;
	struct secret_types unread; /* in what was searched since somebody emptied it */
};

void secret_list_finish(struct secret_list *list);

/*
 * Puts the ranges from `first` on in the order of their places, each byte in one of them: what two
 * rules found is one secret, that of the range which begins first, or is longer.
 */
void secret_list_settle(struct secret_list *list, size_t first);

/* How the value ends that a text broke off in. */
enum secret_ending {
	SECRET_ENDS_WITH_MESSAGE, /* where the next HTTP message begins */
	SECRET_ENDS_WITH_LINE,
	SECRET_ENDS_WITH_PARAMETER, /* of a body or a request's target: '&', never a line's end */
	SECRET_ENDS_WITH_LINE_PARAMETER, /* of an address in a line */
	SECRET_ENDS_WITH_QUOTE, /* '"' */
	SECRET_ENDS_WITH_APOSTROPHE,
	SECRET_ENDS_WITH_NUMBER, /* at what follows a number in JSON */
	SECRET_ENDS_WITH_VALUE, /* which has not begun */
	SECRET_ENDS_WITH_TAG, /* where one begins or ends */
	SECRET_ENDS_WITH_ELEMENT, /* of XML or HTML: with its end tag */
	SECRET_ENDS_WITH_PART, /* of a multipart body */
	SECRET_ENDS_WITH_TOKEN,
	SECRET_ENDS_WITH_KEY, /* PEM */
	SECRET_ENDING_COUNT,
};

/* What a text is written in. */
enum secret_format {
	SECRET_FORMAT_UNKNOWN,
	SECRET_FORMAT_FORM, /* application/x-www-form-urlencoded */
	SECRET_FORMAT_JSON,
	SECRET_FORMAT_MARKUP, /* XML, HTML */
	SECRET_FORMAT_MULTIPART,
	SECRET_FORMAT_CODE, /* JavaScript, CSS */
	SECRET_FORMAT_LINES, /* settings, logs, prose */
	SECRET_FORMAT_COUNT,
};

enum {
	SECRET_BOUNDARY_SIZE_MAX = 70, /* RFC 2046, 5.1.1 */
	SECRET_ELEMENT_SIZE_MAX = 31, /* as much of an element's name is remembered */
};

/* The HTTP message whose header or body a text breaks off in; zeroed: none is known. */
struct secret_message {
	enum secret_format format;
	bool is_request;
	bool is_in_header, is_in_body; /* where it breaks off */
	bool is_encoded, is_chunked, has_length;
	uint64_t length;
	char boundary[SECRET_BOUNDARY_SIZE_MAX + 1]; /* as much of it; "" when unknown */
	char type[SECRET_TYPE_SIZE_MAX + 1]; /* of the body; "": not told */
};

/* What is known about the bytes before a text; afterwards, about those behind it. */
struct secret_state {
	bool lacks_start; /* bytes before the text are missing */
	bool has_text_before; /* and before them there was a text */
	enum secret open; /* the text begins inside such a value, or SECRET_NONE */
	enum secret_ending ending;
	char element[SECRET_ELEMENT_SIZE_MAX + 1]; /* that ends with its end tag */
	struct secret_message message;
};

/*
 * Adds the secrets of `text` to the list, in the order of their places and without overlap; sets
 * state->open and state->message. Takes time in proportion to the text.
 */
void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list);

/*
 * Whether the rules for texts read all of it, whatever protocol it is of: a message with headers, JSON, XML,
 * a form, or lines that each have a name and a value. Elsewhere a secret may stand at a place of its own.
 */
bool secrets_read_whole(struct bytes text);

#endif
