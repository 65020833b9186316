#ifndef DIAGRAM_FIELD_SENTENCE_H
#define DIAGRAM_FIELD_SENTENCE_H

/*
 * What a packet and its fields say, in plain sentences, in Korean or English: for the details of a
 * packet, which show field, bytes and sentence as one thing. Every field of Ethernet, ARP, IPv4,
 * IPv6, ICMP, ICMPv6, TCP, UDP and DNS has one of its own; a unit test holds the tables to that.
 */

#include "base/text.h"
#include "conversation/selection.h"

/* Between groups of digits in sentences: U+202F, at which no line breaks. */
#define SENTENCE_SPACE "\xe2\x80\xaf"

struct sentence_context {
	const struct shown_packet *packet;
	const struct tcp_connection *connection; /* the packet's, or NULL */
	bool is_korean;
};

/* The context of a packet of the capture that `summary` describes. */
struct sentence_context sentence_context_of(
	const struct shown_packet *packet, const struct capture_summary *summary, const char *lang);

/* The sentence of this field, else that of the field around it. Appends nothing when there is none. */
void field_sentence_append(
	struct text *out, const struct sentence_context *context, const struct field *field);

/*
 * The same in parts, for whoever stores sentences by the name of the field. What is known of a name
 * (NULL: nothing), to be looked up once a name; what the packet makes special (false: nothing does),
 * and else what is said of that very name (NULL: nothing), where "{v}" stands for the value and "{n}"
 * for the number in groups of three.
 */
struct field_words;
const struct field_words *field_words_find(const char *name);
bool field_words_special_append(struct text *out, const struct field_words *words,
	const struct sentence_context *context, const struct field *field);
const char *field_words_template(const struct field_words *words, bool is_korean);

/* What a segment is for, by its flags and its size; nothing without TCP. */
void packet_purpose_append(struct text *out, const struct sentence_context *context);

#endif
