#ifndef DISSECT_DNS_DATA_H
#define DISSECT_DNS_DATA_H

/* Names and the data of records, anywhere in a DNS message. Used only by dns.c. */

#include "base/text.h"
#include "dissect/application/summary.h"
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
 * The limits are above the largest real message: some 5000 records, whose names have 34 labels in
 * the zones that name IPv6 addresses. The list of fields holds the data of fewer records.
 */
enum { NAME_STEPS_MAX = 1 << 19, DATA_NAME_STEPS_MAX = 1 << 17 };

/* A caller that wants the addresses in records. */
struct dns_address_visit {
	dns_address_function *function;
	void *context;
};

/* One pass over a message. `at` and `summary` are NULL when nobody asks for them. */
struct dns_walk {
	struct cursor cursor; /* the next byte; ends with the message */
	struct cursor message; /* all of it: pointers count from its first byte */
	const struct place *at;
	struct text *summary;
	size_t summary_start; /* size of the text before this message's part */
	bool is_multicast;
	const struct dns_address_visit *visit; /* NULL when nobody asks for addresses */
	bool asks; /* the summary has a question mark behind a question's type */
	bool is_label; /* the summary is that of dns_label_append() */
	uint16_t said_type; /* in a label: the question's, which answers do not repeat; 0: none */
	const char *fault; /* static: what is wrong with a name; NULL: bytes are missing */
	/*
	 * How many labels and pointers may still be followed: in names before records, and in the
	 * data of records. They are counted apart because not every walk reads the data, and every
	 * walk must come to the same result for the message.
	 */
	unsigned name_steps_left, data_name_steps_left;
};

/*
 * Reads the name at `cursor`, which may be ahead of the walk's, and moves the cursor behind it.
 * Appends it to `out` unless that is NULL. False when the name is cut (the cursor fails) or wrong
 * (walk->fault is set). Names beyond the limit of steps count as wrong.
 */
bool dns_name_read(struct dns_walk *walk, struct cursor *cursor, struct text *out);

/* Returns a copy of the name in the arena of the field list. */
struct bytes dns_name_keep(const struct place *at, const struct text *name);

/*
 * Appends a field whose value is a name that dns_name_keep() returned. Returns the field's index,
 * or -1.
 */
int32_t dns_field_name(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, struct bytes name);

/* Describes the data of a record of this type. The walk's cursor covers exactly the data. */
void dns_data_describe(struct dns_walk *walk, const struct place *at, uint16_t type);

/* Appends the data's part of the Info column. `owner` is the record's name. */
void dns_data_summarize(struct dns_walk *walk, uint16_t type, const char *owner);

#endif
