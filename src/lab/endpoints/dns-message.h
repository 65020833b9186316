#ifndef LAB_DNS_MESSAGE_H
#define LAB_DNS_MESSAGE_H

/* DNS messages (RFC 1035, 4) of recordings: a query with one question, and its answer. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

enum {
	DNS_PORT = 53,
	DNS_DATAGRAM_MAX = 512, /* without EDNS */
	DNS_MESSAGE_MAX = 4096,
};

/* Checks a type ("A", "AAAA", "TXT") and a name ("pingpong.test"). */
bool dns_question_check(const char *type, const char *name, struct error *error);

/* Appends the query of a checked question. */
void dns_append_query(struct text *out, uint16_t id, const char *type, const char *name);

/*
 * Appends the answer to a query: records for names below "test" (RFC 6761), which no network has,
 * and NXDOMAIN for all others. A and AAAA have the addresses of the loopback. TXT has more text
 * than a datagram holds. An answer of more than `limit` bytes is truncated: it has the TC bit and
 * no record. Appends nothing when the query cannot be answered.
 */
void dns_append_answer(struct text *out, struct bytes query, size_t limit);

/* Whether the message answers a query with this id. */
bool dns_is_answer(struct bytes message, uint16_t id);

bool dns_is_truncated(struct bytes message);

#endif
