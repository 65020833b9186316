#ifndef DISSECT_FIELD_H
#define DISSECT_FIELD_H

/*
 * The fields of a packet as data. Dissectors write no text: field-text.c makes the text of a field,
 * in English or Korean, when it is shown.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum field_role {
	FIELD_ROLE_NONE,
	FIELD_ROLE_FLAGS, /* its bits are fields below it */
	FIELD_ROLE_LIST, /* a container: its children (options, parts of a record) have all of it */
	FIELD_ROLE_PORT, /* a port: an identifier, not a quantity */
	FIELD_ROLE_NAME, /* another identifier, which is not grouped: see text_append_grouped() */
	FIELD_ROLE_TYPE, /* names the content: its name matters more than its number */
};

/*
 * The constant properties of a field. Each field has one spec, in its protocol's file; the spec's
 * address identifies the field. dissect/fields.h declares the specs that other files look for.
 */
struct field_spec {
	const char *name; /* Wireshark's display filter name: "tcp.srcport" */
	const char *label; /* "Source Port" */
	uint8_t size; /* in bytes; 0: varies */
	uint8_t bit_offset; /* from the most significant bit of these bytes */
	uint8_t bit_size; /* 0: whole bytes */
	uint8_t role; /* enum field_role */
	uint8_t unit; /* enum field_unit of a plain number; Wireshark, and so English, omits it */
};

#define FIELD_SPEC(NAME, LABEL, SIZE)                                                              \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE)                                   \
	}
#define FIELD_SPEC_AS(ROLE, NAME, LABEL, SIZE)                                                     \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .role = (ROLE)                   \
	}
#define FIELD_SPEC_IN(UNIT, NAME, LABEL, SIZE)                                                     \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .unit = (UNIT)                   \
	}
#define FIELD_SPEC_BITS(NAME, LABEL, SIZE, BIT_OFFSET, BIT_SIZE)                                   \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .bit_offset = (BIT_OFFSET),      \
		.bit_size = (BIT_SIZE)                                                             \
	}
#define FIELD_SPEC_NAME_BITS(NAME, LABEL, SIZE, BIT_OFFSET, BIT_SIZE)                              \
	{                                                                                          \
		.name = (NAME), .label = (LABEL), .size = (SIZE), .bit_offset = (BIT_OFFSET),      \
		.bit_size = (BIT_SIZE), .role = FIELD_ROLE_NAME                                    \
	}

/*
 * How a field is shown in English, and which members of struct field hold the value beside
 * `number`.
 */
enum field_kind {
	FIELD_DECIMAL, /* 8080 */
	FIELD_HEX, /* 0x0800; the number of digits follows from the bits */
	FIELD_FLAG, /* "Set", "Not set" */
	FIELD_WORD, /* word: "Egress" */
	FIELD_NAMED, /* word, or NULL: "Reply (2)", "Unknown (9)" */
	FIELD_NAMED_HEX, /* word, or NULL: "IPv4 (0x0800)" */
	FIELD_REMARKED, /* word: "1 (primary reference)" */
	FIELD_SIGNED, /* one signed byte: "-42" */
	FIELD_SECONDS_POWER, /* one signed byte: "6 (2 to the power of 6: 64 seconds)" */
	FIELD_DECIMAL_HEX, /* "7 (0x0007)" */
	FIELD_HEX_DECIMAL, /* "0x0007 (7)" */
	FIELD_HEX_WORD, /* word: "0x0100 query" */
	FIELD_TCP_FLAGS, /* "0x012 (SYN, ACK)" */
	FIELD_AMOUNT, /* amount, unit: "20 bytes"; is_part adds ", not all here" */
	FIELD_AMOUNT_RAW, /* the same with the raw number: "20 bytes (5)" */
	FIELD_RAW_AMOUNT, /* "5 (48 bytes)", "7 (multiply by 128)" */
	FIELD_WORD_AMOUNT, /* "Handshake, 512 bytes, not all here" */
	FIELD_WORD_INDEX, /* word, amount: "Indexed Header Field, index 2" */
	FIELD_STREAM, /* first, second, is_part: "Stream 9, 22 bytes, not all here" */
	FIELD_CLASS_TYPE, /* first, second: "class 0x0102, type 0x80" */
	FIELD_SEQUENCE_FRAGMENT, /* of the number, 12 bits and 4: "44, fragment 0" */
	FIELD_TIMESTAMPS, /* first, second: "TSval 5, TSecr 4" */
	FIELD_TENTHS, /* of a second: "2.5 seconds" */
	FIELD_SECONDS_16_16, /* fixed point: "0.015625 seconds" */
	FIELD_NTP_TIME, /* 32 bits of seconds since 1900 and 32 bits of fraction */
	FIELD_ADDRESS, /* bytes: 6, 4 or 16 octets */
	FIELD_BYTES, /* bytes, as hexadecimal digits */
	FIELD_TEXT, /* bytes: captured text, other characters escaped */
	FIELD_NAME, /* bytes: a name that is already escaped */
	FIELD_RECORD, /* bytes: an escaped name; number: a DNS type: "example.org: type A" */
	FIELD_HEADER, /* an HTTP header: its label was captured, too */
};

enum field_unit {
	UNIT_NONE,
	UNIT_BYTES, /* "1 byte", "2 bytes" */
	UNIT_SECONDS,
	UNIT_MILLISECONDS,
	UNIT_COUNT, /* a count of what the label names: "2" */
	UNIT_BLOCKS,
	UNIT_SUITES,
	UNIT_TIMES, /* "multiply by 128" */
};

struct field_header {
	struct bytes name, value;
};

/*
 * A field and its span. Bits within the span count from the most significant; bit_size 0 means
 * whole bytes. Options and flags are fields of their own below their parent. Bytes are borrowed
 * from the packet or live in the list's arena.
 */
struct field {
	const struct field_spec *spec;
	const char *label; /* static, replaces the spec's; or NULL */
	uint64_t number; /* the raw value of a number of at most 8 bytes, else 0 */
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
	uint32_t size; /* in bytes */
	int32_t parent; /* index of the parent field in the list, or -1 */
	uint8_t kind; /* enum field_kind */
	uint8_t unit; /* enum field_unit */
	bool is_part; /* the packet lacks a part of the amount */
	uint8_t digits; /* of a hexadecimal number; 0: by its bits */
	uint8_t bit_offset, bit_size;
	uint8_t layer; /* index into frame.layers */
};

struct field_list {
	struct arena *arena; /* owned by the caller */
	struct field *fields;
	size_t count;
	size_t capacity; /* internal */
};

/* A list of fields, in order. Fields that the packet lacks are skipped. */
enum { KEY_FIELDS_MAX = 16 };

/* One of the fields of a message that matter most. */
struct key_field {
	const char *field; /* its name, as in struct field_spec; NULL ends the list */
	const char *within; /* the label that it, or the field around it, has; NULL: any */
	const char *when; /* only in a message in which this field has the number `is`; NULL: any */
	uint64_t is;
	bool is_set; /* only when its bytes are not all zero */
	bool is_quoted; /* it belongs to the packet that an ICMP error quotes */
	bool is_next; /* it belongs to the next header of the same protocol */
};

struct address;

/* Reads the address in a field; false when the field is not an address. */
bool field_read_address(const struct field *field, struct address *ret_address);

/* Whether the field is an HTTP header with this name, ignoring case. */
bool field_header_is(const struct field *field, const char *name);

/* Returns the first field with this spec directly below `field`, or NULL. */
const struct field *field_child(
	const struct field_list *list, const struct field *field, const struct field_spec *spec);

#endif
