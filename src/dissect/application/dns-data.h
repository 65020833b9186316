#ifndef DISSECT_DNS_DATA_H
#define DISSECT_DNS_DATA_H

/* Names and the data of records, wherever they stand in a DNS message. Known only to dns.c. */

#include "base/text.h"
#include "dissect/decode.h"

enum dns_record_type {
	DNS_TYPE_A = 1,
	DNS_TYPE_NS = 2,
	DNS_TYPE_CNAME = 5,
	DNS_TYPE_SOA = 6,
	DNS_TYPE_NULL = 10,
	DNS_TYPE_PTR = 12,
	DNS_TYPE_HINFO = 13,
	DNS_TYPE_MX = 15,
	DNS_TYPE_TXT = 16,
	DNS_TYPE_AAAA = 28,
	DNS_TYPE_SRV = 33,
	DNS_TYPE_NAPTR = 35,
	DNS_TYPE_KX = 36,
	DNS_TYPE_DNAME = 39,
	DNS_TYPE_OPT = 41,
	DNS_TYPE_NSEC = 47,
	DNS_TYPE_SVCB = 64,
	DNS_TYPE_HTTPS = 65,
	DNS_TYPE_CAA = 257,
};

/*
 * The largest message has some 5000 records, whose names have 34 labels in the zones that name IPv6
 * addresses. Fewer records' data fits into the fields of a packet.
 */
enum { NAME_STEPS_MAX = 1 << 19, DATA_NAME_STEPS_MAX = 1 << 17 };

/* One pass over a message. `at` and `summary` are NULL when nobody asks for them. */
struct dns_walk {
	struct cursor cursor; /* where the walk stands, up to the message's end */
	struct cursor message; /* from its first byte: what pointers count from */
	const struct place *at;
	struct text *summary;
	size_t summary_start; /* what stood there before */
	bool is_multicast;
	bool asks; /* the summary has a question mark behind the next question's type */
	bool skips_edns; /* in the summary: it is in nearly all messages */
	const char *fault; /* static: a name that is wrong; NULL: a walk that fails was too short */
	/*
	 * Labels and pointers that may still be followed: of the names before records, and of those in their
	 * data, which only some walks read and which therefore change nothing that is said of the message.
	 */
	unsigned name_steps_left, data_name_steps_left;
};

/*
 * Moves `cursor`, which may be ahead of the walk's, behind the name at it, appending it to `out` unless
 * that is NULL. False when it is cut (cursor not ok) or wrong (walk->fault), which it also is when
 * the names of the message are more work than those of any real one.
 */
bool dns_name_read(struct dns_walk *walk, struct cursor *cursor, struct text *out);

/* A copy of a name that outlives it, for fields. */
struct bytes dns_name_keep(const struct place *at, const struct text *name);

/* A field whose value is this name, kept. */
int32_t dns_field_name(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, struct bytes name);

/* The data of a record of this type, which is all that the walk's cursor has. */
void dns_data_describe(struct dns_walk *walk, const struct place *at, uint16_t type);

/* What the Info column says of it; `owner` is the record's name. */
void dns_data_summarize(struct dns_walk *walk, uint16_t type, const char *owner);

#endif
