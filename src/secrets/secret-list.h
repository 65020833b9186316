#ifndef SECRETS_SECRET_LIST_H
#define SECRETS_SECRET_LIST_H

/*
 * The result of a search: kinds of secrets and their places; and what a search must know about
 * earlier texts.
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
	SECRET_HEADER, /* another header named after a key or token */
	SECRET_PARAMETER, /* of a query or a form */
	SECRET_MEMBER, /* of JSON, XML, YAML, a multipart form; a line of a settings file */
	SECRET_TOKEN, /* recognized by its form: a JWT, a bearer token, a private key */
	SECRET_LOGIN, /* PASS and AUTH lines, user:password@ in addresses */
	SECRET_ENCODED, /* a compressed body, which cannot be searched */
	SECRET_FRAGMENT, /* a value whose beginning is missing */
	SECRET_DATAGRAM, /* fragments that cannot be reassembled */
	SECRET_FRAMES, /* payloads of HTTP/2 and WebSocket: compressed, masked, in pieces */
	SECRET_COUNT,
};

/* The name in reports: "Authorization", "passwords in addresses". */
const char *secret_name(enum secret secret, bool is_korean);

/* One piece of a secret; all pieces have the secret's id. */
struct secret_range {
	size_t offset, size;
	size_t id;
};

enum {
	SECRET_TYPE_SIZE_MAX = 47,
	SECRET_TYPES_MAX = 8,
};

/* The types of bodies that no rule reads, as in their headers: "application/cbor". */
struct secret_types {
	char names[SECRET_TYPES_MAX][SECRET_TYPE_SIZE_MAX + 1];
	size_t count; /* further types count as the last one */
};

/* A zeroed value is empty. */
struct secret_list {
	struct secret_range *ranges;
	size_t count, capacity;
	enum secret *kinds; /* indexed by id */
	size_t secret_count, secret_capacity;
	struct secret_types unread; /* found since the caller last emptied it */
};

void secret_list_finish(struct secret_list *list);

/*
 * Sorts the ranges from index `first` on and removes overlaps. Overlapping ranges become one
 * secret: that of the range which begins first, or else is longer.
 */
void secret_list_merge(struct secret_list *list, size_t first);

/* How the value ends in which a text broke off. */
enum secret_ending {
	SECRET_ENDS_WITH_MESSAGE, /* at the next HTTP message */
	SECRET_ENDS_WITH_LINE,
	SECRET_ENDS_WITH_PARAMETER, /* in a body or a request's target: at '&', not at a line end */
	SECRET_ENDS_WITH_LINE_PARAMETER, /* in an address within a line */
	SECRET_ENDS_WITH_QUOTE, /* at '"' */
	SECRET_ENDS_WITH_APOSTROPHE,
	SECRET_ENDS_WITH_NUMBER, /* at what follows a number in JSON */
	SECRET_ENDS_WITH_VALUE, /* the value has not begun */
	SECRET_ENDS_WITH_TAG, /* at the start or end of a tag */
	SECRET_ENDS_WITH_ELEMENT, /* of XML or HTML: at its end tag */
	SECRET_ENDS_WITH_PART, /* at the end of a multipart part */
	SECRET_ENDS_WITH_TOKEN,
	SECRET_ENDS_WITH_KEY, /* at the end of a PEM block */
	SECRET_ENDING_COUNT,
};

/* The format of a text. */
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
	SECRET_ELEMENT_SIZE_MAX = 31, /* remembered bytes of an element's name */
};

/* The HTTP message in whose header or body a text breaks off; zeroed: unknown. */
struct secret_message {
	enum secret_format format;
	bool is_request;
	bool is_in_header, is_in_body; /* the place where it breaks off */
	bool is_encoded, is_chunked, has_length;
	uint64_t length;
	char boundary[SECRET_BOUNDARY_SIZE_MAX + 1]; /* as much as is remembered; "": unknown */
	char type[SECRET_TYPE_SIZE_MAX + 1]; /* of the body; "": unknown */
};

/* What is known about the bytes before a text; after the search, about those after it. */
struct secret_state {
	bool lacks_start; /* bytes before the text are missing */
	bool has_text_before; /* there was a text before the missing bytes */
	enum secret open; /* the text begins inside such a value; or SECRET_NONE */
	enum secret_ending ending;
	char element[SECRET_ELEMENT_SIZE_MAX + 1]; /* the open element, which its end tag ends */
	struct secret_message message;
};

#endif
