#ifndef EXPLAIN_SENTENCE_FACTS_H
#define EXPLAIN_SENTENCE_FACTS_H

/*
 * Answers what claims ask about a packet. An answer is true only when the capture shows it. Fields
 * of a packet that an ICMP error quotes have no segment and no connection.
 */

#include "explain/field-sentence.h"

/*
 * Returns the segment that the field belongs to or that carries it; without a field, the packet's.
 * NULL when there is none.
 */
const struct tcp_header *sentence_segment(
	const struct sentence_context *context, const struct field *field);

/*
 * Whether all of these flags are set in that segment, and whether all of them are clear. Both are
 * false without a segment.
 */
bool segment_has(const struct sentence_context *context, const struct field *field, unsigned flags);
bool segment_lacks(
	const struct sentence_context *context, const struct field *field, unsigned flags);

/* Whether the segment has one of these labels of the TCP analysis (TCP_LABEL_*). */
bool segment_has_label(
	const struct sentence_context *context, const struct field *field, uint32_t labels);

/* Whether a SYN that says who the client is was captured, and whether those of both sides were. */
bool connection_has_syn(const struct sentence_context *context);
bool connection_has_both_syns(const struct sentence_context *context);

/* Returns the bytes of the segment's options; 0 also when they are not known. */
uint32_t segment_options_size(const struct sentence_context *context, const struct field *field);

/*
 * Returns the nearest field of that name in the same layer: the last one before `field`, else the
 * next one behind it; or NULL.
 */
const struct field *field_beside(
	const struct sentence_context *context, const struct field *field, const char *name);

/* Whether the message of NTP that the field is in is a server's code without the time. */
bool ntp_has_kiss_code(const struct sentence_context *context, const struct field *field);

/* Whether a neighbor solicitation goes to the neighbor alone: it checks that it is still there. */
bool frame_checks_neighbor(const struct frame *frame);

/* Whether the field's value is zero, with addresses and bytes all zero; and whether it is not. */
bool field_is_zero(const struct sentence_context *context, const struct field *field);
bool field_is_set(const struct sentence_context *context, const struct field *field);

/*
 * Whether the bytes of a field eth.padding fill the frame up to the smallest one of 60 bytes, and
 * up to the smallest one and its first VLAN tag.
 */
bool field_fills_frame(const struct sentence_context *context, const struct field *field);
bool field_fills_tagged_frame(const struct sentence_context *context, const struct field *field);

/* Whether more than one VLAN tag follows the header that the field belongs to. */
bool field_is_under_tags(const struct sentence_context *context, const struct field *field);

/* Whether the field's header directly follows one of this protocol. */
bool field_is_over(
	const struct sentence_context *context, const struct field *field, enum protocol protocol);

bool address_is_zero(const struct address *address);
bool address_is_loopback(const struct address *address);

#endif
