#ifndef EXPLAIN_FIELD_SENTENCE_H
#define EXPLAIN_FIELD_SENTENCE_H

/*
 * Says in plain sentences, in Korean or English, what a packet and its fields mean. Views of a
 * packet show them beside the field and its bytes. Every field of Ethernet, ARP, IPv4, IPv6, ICMP,
 * ICMPv6, TCP, UDP and DNS has a sentence of its own, which a unit test checks.
 */

#include "base/text.h"
#include "conversation/selection.h"

struct sentence_context {
	const struct shown_packet *packet;
	const struct tcp_connection *connection; /* the packet's connection, or NULL */
	bool is_korean;
};

/*
 * Returns the context of a packet of the capture that `summary` describes. It borrows the packet
 * and the summary.
 */
struct sentence_context sentence_context_of(
	const struct shown_packet *packet, const struct capture_summary *summary, const char *lang);

/* Appends the sentence of this field, else that of the field around it, else nothing. */
void field_sentence_append(
	struct text *out, const struct sentence_context *context, const struct field *field);

/*
 * The same in three steps, for callers that store sentences by the name of the field.
 * field_words_find() looks up what is known of a name; NULL: nothing. field_words_special_append()
 * appends what only this packet's field needs; false: nothing. field_words_template() returns what
 * is said of that name otherwise, where "{v}" stands for the value, "{n}" for the number in groups
 * of three, and "{i}" for a number that is a name, without groups; NULL: nothing.
 */
struct field_words;
const struct field_words *field_words_find(const char *name);
/* Returns the field name that is nearest to a misspelt one; NULL when none is near. */
const char *field_words_nearest(const char *name);

bool field_words_special_append(struct text *out, const struct field_words *words,
	const struct sentence_context *context, const struct field *field);
const char *field_words_template(const struct field_words *words, bool is_korean);

/*
 * Appends what a packet is for: a message of DNS, ARP and the like by its kind; a segment by its
 * flags, its size and the analysis. Appends nothing when that is not known.
 */
void packet_purpose_append(struct text *out, const struct sentence_context *context);

#endif
