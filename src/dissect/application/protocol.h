#ifndef DISSECT_PROTOCOL_H
#define DISSECT_PROTOCOL_H

/*
 * The description of a protocol over UDP or TCP. The protocol's file defines it, and a row in
 * protocols.c enters it. Dissectors, names and summaries are found through the rows.
 */

#include "base/text.h"
#include "dissect/decode.h"

/* The first bytes of a payload. Bytes that were not captured are zero. */
struct front {
	uint32_t size; /* of the payload on the wire */
	uint32_t captured_size;
	uint8_t first, second;
	uint16_t second_half; /* bytes 2 and 3 */
	uint32_t word; /* bytes 0 to 3 */
	uint32_t cookie; /* bytes 4 to 7 */
};

struct protocol_description {
	const char *name; /* as in Wireshark's protocol column */
	/*
	 * PROTOCOL_NONE when no other code asks for the protocol: its row gives it a number then.
	 */
	enum protocol number;

	/*
	 * Exactly one of the next three members is set; it decides which payloads are the
	 * protocol's.
	 */
	/* takes every payload of its port */
	void (*dissect)(struct frame *frame, struct input *in);
	/* Returns false, and consumes nothing, when the payload is not the protocol's. */
	bool (*dissect_if)(struct frame *frame, struct input *in);
	/* Whether the payload is a message of this protocol, which is named, not decoded. */
	bool (*is_message)(const struct front *front);

	/*
	 * Appends the Info column of a decoded message; may be NULL. Captured text is appended
	 * unescaped.
	 */
	void (*append_summary)(const struct frame *frame, struct text *out);
	/*
	 * Appends the Info column of a message that is not decoded. Returns false when it is no
	 * message or too short; the caller then removes what was appended.
	 */
	bool (*append_words)(struct text *out, struct cursor message);
	/* The fields that matter most, in order. Empty: the message shows its first fields. */
	struct key_field key_fields[KEY_FIELDS_MAX];
};

/* A port and a protocol. Either may be in several rows. */
struct port_row {
	uint16_t port;
	const struct protocol_description *protocol;
};

/* Sorted by port. */
extern const struct port_row udp_ports[], tcp_ports[];
extern const size_t udp_port_count, tcp_port_count;

/*
 * Protocols over UDP that are recognized by their bytes on any port. They are tried after the
 * ports.
 */
extern const struct protocol_description *const udp_recognized[];
extern const size_t udp_recognized_count;

/* The number of a protocol in `struct layer` and `struct frame`. */
enum protocol protocol_number(const struct protocol_description *protocol);

/* The protocol with this number; NULL when no row has it. */
const struct protocol_description *protocol_find(enum protocol number);

/* Gives the frame the name of a protocol whose messages are not decoded. */
static inline void frame_name_as(struct frame *frame, const struct protocol_description *protocol)
{
	frame->named = protocol;
	frame_name_protocol(frame, protocol->name);
}

#endif
