#ifndef DISSECT_FIELD_H
#define DISSECT_FIELD_H

/*
 * What a packet's bytes hold, one field after the other, as data: dissectors make no words. The text
 * of a field, in English or Korean, is made in field-text.c when somebody shows it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum field_role {
	FIELD_ROLE_NONE,
	FIELD_ROLE_FLAGS, /* its bits are fields below it */
	FIELD_ROLE_LIST, /* what is below it stands for itself: options, parts of a record */
	FIELD_ROLE_PORT, /* a number that nobody counts with */
	FIELD_ROLE_TYPE, /* of what is inside: its name says more than its number */
};

/*
 * What all fields of a name have in common. There is one for each name, in its protocol's file, and
 * its address is the field's identity. Those that others look for are in dissect/fields.h.
 */
struct field_spec {
	const char *name; /* Wireshark's display filter name: "tcp.srcport" */
	const char *label; /* "Source Port" */
	uint8_t size; /* bytes; 0: it varies */
	uint8_t bit_offset; /* in these bytes, from the most significant */
	uint8_t bit_size; /* 0: whole bytes */
	uint8_t role; /* enum field_role */
};

#define FIELD_SPEC(NAME, LABEL, SIZE)                                                              \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE)                                   \
	}
#define FIELD_SPEC_AS(ROLE, NAME, LABEL, SIZE)                                                     \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .role = (ROLE)                   \
	}
#define FIELD_SPEC_BITS(NAME, LABEL, SIZE, BIT_OFFSET, BIT_SIZE)                                   \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .bit_offset = (BIT_OFFSET),      \
		.bit_size = (BIT_SIZE)                                                             \
	}

/* Which members of struct field say what it holds, beside `number`; and how English shows it. */
enum field_kind {
	FIELD_DECIMAL, /* 8080 */
	FIELD_HEX, /* 0x0800, as many digits as it has bits */
	FIELD_FLAG, /* "Set", "Not set" */
	FIELD_WORD, /* word: "Egress" */
	FIELD_NAMED, /* word, or NULL: "Reply (2)", "Unknown (9)" */
	FIELD_NAMED_HEX, /* the same: "IPv4 (0x0800)" */
	FIELD_REMARKED, /* word: "1 (primary reference)" */
	FIELD_REMARKED_SIGNED, /* word; the number is a signed byte */
	FIELD_DECIMAL_HEX, /* "7 (0x0007)" */
	FIELD_HEX_DECIMAL, /* "0x0007 (7)" */
	FIELD_HEX_WORD, /* word: "0x0100 query" */
	FIELD_TCP_FLAGS, /* "0x012 (SYN, ACK)" */
	FIELD_AMOUNT, /* amount, unit: "20 bytes"; is_part: "20 bytes, not all here" */
	FIELD_AMOUNT_RAW, /* the same, and the number that says so: "20 bytes (5)" */
	FIELD_RAW_AMOUNT, /* "5 (48 bytes)", "7 (multiply by 128)" */
	FIELD_WORD_AMOUNT, /* "Handshake, 512 bytes, not all here" */
	FIELD_WORD_INDEX, /* word, amount: "Indexed Header Field, index 2" */
	FIELD_STREAM, /* first, second, is_part: "Stream 9, 22 bytes, not all here" */
	FIELD_CLASS_TYPE, /* first, second: "class 0x0102, type 0x80" */
	FIELD_SEQUENCE_FRAGMENT, /* of the number, 12 bits and 4: "44, fragment 0" */
	FIELD_TIMESTAMPS, /* first, second: "TSval 5, TSecr 4" */
	FIELD_TENTHS, /* of a second: "2.5 seconds" */
	FIELD_SECONDS_16_16, /* fixed point: "0.015625 seconds" */
	FIELD_NTP_TIME, /* 32 bits of seconds since 1900, 32 of their fraction */
	FIELD_ADDRESS, /* bytes: 6, 4 or 16 octets */
	FIELD_BYTES, /* bytes: hexadecimal digits */
	FIELD_TEXT, /* bytes: as captured, what is no letter is escaped */
	FIELD_NAME, /* bytes: a name that is escaped already */
	FIELD_RECORD, /* bytes: such a name; the number is a type of DNS: "example.org: type A" */
	FIELD_HEADER, /* header: its label was captured, too */
};

enum field_unit {
	UNIT_NONE,
	UNIT_BYTES, /* "1 bytes", as Wireshark has it */
	UNIT_BYTE, /* "1 byte" */
	UNIT_SECONDS,
	UNIT_BLOCKS,
	UNIT_SUITES,
	UNIT_TIMES, /* "multiply by 128" */
};

struct field_header {
	struct bytes name, value;
};

/*
 * A field with its span. Bits inside the span count from the most significant: bit_size 0 means
 * whole bytes. Options and flags are fields of their own, below their parent. Spans and headers are
 * borrowed from the packet, or live in the list's arena.
 */
struct field {
	const struct field_spec *spec;
	const char *label; /* static, instead of the spec's; else NULL */
	uint64_t number; /* the raw value when it is a number of at most 8 bytes, else 0 */
	union {
		struct bytes bytes;
		const struct field_header *header;
		struct {
			const char *word; /* static */
			uint64_t amount;
		};
		struct {
			uint64_t first, second;
		};
	};
	uint32_t offset; /* from the packet's first byte */
	uint32_t size; /* bytes */
	int32_t parent; /* index of the parent field in the list, or -1 */
	uint8_t kind; /* enum field_kind */
	uint8_t unit; /* enum field_unit */
	bool is_part; /* of the amount not all is in the packet */
	uint8_t digits; /* of a hexadecimal number; 0: as many as it has bits */
	uint8_t bit_offset, bit_size;
	uint8_t layer; /* index into frame.layers */
};

struct field_list {
	struct arena *arena; /* owned by the caller */
	struct field *fields;
	size_t count;
	size_t capacity; /* internal */
};

struct address;

/* The address that a field is; false when it is none. */
bool field_read_address(const struct field *field, struct address *ret_address);

/* Whether it is a header of HTTP with this name, in whichever case. */
bool field_header_is(const struct field *field, const char *name);

/* The first field with this spec right below `field`, or NULL. */
const struct field *field_child(
	const struct field_list *list, const struct field *field, const struct field_spec *spec);

#endif
