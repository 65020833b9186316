#ifndef EXPLAIN_MESSAGE_FIELDS_H
#define EXPLAIN_MESSAGE_FIELDS_H

/*
 * Finds the fields of the message that a packet is shown as: its topmost one, or the error of ICMP
 * that quotes others.
 */

#include "conversation/selection.h"
#include "dissect/tls/quic.h"

enum { MESSAGE_FIELDS_SHOWN = 2 };

struct message_field {
	size_t index; /* in packet->fields */
	const char *label; /* static, in the packet, or in the arena; in English, as labels are */
};

/* Returns the first field with this name in the message's own layer, or NULL. */
const struct field *message_field(const struct shown_packet *packet, const char *name);

/* Returns the first field of the message that has this name and this number, or NULL. */
const struct field *message_field_with(
	const struct shown_packet *packet, const char *name, uint64_t number);

/* Whether the message has fields with this name, and all of them have this number. */
bool message_fields_all(const struct shown_packet *packet, const char *name, uint64_t number);

/*
 * Counts among the first `limit` fields of the message with this name those that have this number.
 * Writes how many fields were looked at, at most `limit`.
 */
size_t message_fields_count(const struct shown_packet *packet, const char *name, uint64_t limit,
	uint64_t number, size_t *ret_seen);

/* Whether the message has this field, with a number that is not 0. */
bool message_field_is_set(const struct shown_packet *packet, const char *name);

/*
 * Whether a response of DNS has another code than NOERROR (RFC 1035 section 4.1.1). An OPT record
 * may have upper bits of it (RFC 6891 section 6.1.3).
 */
bool message_dns_failed(const struct shown_packet *packet);

/* Whether a message of SSDP searches for devices, or answers such a search. */
bool message_searches(const struct shown_packet *packet);
bool message_answers_search(const struct shown_packet *packet);

/* Whether it is the line in which an end of SSH says its version (RFC 4253 section 4.2). */
bool message_says_ssh_version(const struct shown_packet *packet);

/* Whether it begins with a long header of QUIC of this type; see quic_type_of(). */
bool message_is_quic(const struct shown_packet *packet, enum quic_type type);

/* Whether it is a datagram with several packets of QUIC. */
bool message_is_coalesced(const struct shown_packet *packet);

/* Whether it is a gratuitous ARP, which is about the sender's own address. */
bool message_announces_sender(const struct shown_packet *packet);

/*
 * Whether the panel beside a sequence is about the message and not about the segment of TCP that
 * carries it: all but HTTP/1, and segments that open or end a connection.
 */
bool message_is_panel_subject(const struct shown_packet *packet);

/*
 * Writes the fields of the message that matter most (dissect/application/key-fields.h), the most
 * important first, and returns their number; 0 when the packet lacks them all. A protocol without a
 * list has its first fields.
 */
unsigned message_key_fields(struct arena *arena, const struct shown_packet *packet, bool is_korean,
	struct message_field ret_fields[MESSAGE_FIELDS_SHOWN]);

#endif
