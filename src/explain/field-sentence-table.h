#ifndef EXPLAIN_FIELD_SENTENCE_TABLE_H
#define EXPLAIN_FIELD_SENTENCE_TABLE_H

/*
 * The tables behind field-sentence.c. Each file of sentences has one, or several. Only explain/ and
 * its tests include this header.
 *
 * A field has a definition: what its standard says of it, which is true of every packet with that
 * field. The definition of a bit says "If set". A sentence that is true only of some packets is a
 * claim, whose function says of which. tests/unit/explain/test-true-sentences.c has a packet for
 * each claim for which it is false.
 *
 * "{v}" in a sentence stands for the field's value, "{n}" for its number in groups of three, "{i}"
 * for a number that is a name (see text_append_grouped()), "{s}" for its number of seconds, and
 * "{0}" to "{2}" for what the table's `fill` appends. In Korean
 * sentences, no particle whose form depends on the sound before it (은/는, 이/가, 을/를, 와/과,
 * 로/으로) stands directly behind these.
 */

#include "base/array.h"
#include "explain/field-sentence.h"

enum { SENTENCE_VALUES = 3 };

struct claim {
	/* NULL: the claim holds for every packet; for sentences that contain values. */
	bool (*holds)(const struct sentence_context *context, const struct field *field);
	const char *korean, *english;
};

struct field_claims {
	const struct claim *claims;
	size_t count;
	/* Appends the values of "{0}" to "{2}". Called only when a claim holds. May be NULL. */
	void (*fill)(const struct sentence_context *context, const struct field *field,
		struct text values[SENTENCE_VALUES]);
	bool are_all_said; /* say all claims that hold, in order; else only the first one */
};

/* Makes field_claims of an array. CLAIMS_WITH() also takes `fill` and `are_all_said`. */
#define CLAIMS(array)                                                                              \
	&(const struct field_claims)                                                               \
	{                                                                                          \
		(array), ARRAY_COUNT(array), NULL, false                                           \
	}
#define CLAIMS_WITH(array, fill, are_all_said)                                                     \
	&(const struct field_claims)                                                               \
	{                                                                                          \
		(array), ARRAY_COUNT(array), (fill), (are_all_said)                                \
	}

struct field_words {
	const char *name;
	const char *korean, *english; /* the definition, said when no claim holds */
	const struct field_claims *claims; /* or NULL */
};

struct sentence_table {
	const char *prefix; /* how the names in the table begin; one table may have several */
	const struct field_words *words;
	const size_t *count;
};

/* All tables, for field_words_find() and for tests that walk them. */
extern const struct sentence_table sentence_tables[];
extern const size_t sentence_table_count;

/*
 * Each table is sorted by name in the order of strcmp(). Those in header_sentences are names of
 * HTTP headers.
 */
extern const struct field_words link_sentences[], internet_sentences[], icmp_sentences[],
	transport_sentences[], application_sentences[], tunnel_sentences[], frame_sentences[],
	option_sentences[], header_sentences[], tftp_sentences[], tls_sentences[], dhcp_sentences[],
	igmp_sentences[], ntp_sentences[], wlan_sentences[];
extern const size_t link_sentence_count, internet_sentence_count, icmp_sentence_count,
	transport_sentence_count, application_sentence_count, tunnel_sentence_count,
	frame_sentence_count, option_sentence_count, header_sentence_count, tftp_sentence_count,
	tls_sentence_count, dhcp_sentence_count, igmp_sentence_count, ntp_sentence_count,
	wlan_sentence_count;

/*
 * A sentence about an option, a message or an extension, found by its number. Tables are sorted by
 * number and have a row for each number that has a name.
 */
struct number_words {
	uint32_t number;
	const char *korean, *english;
};
extern const struct number_words dhcp_option_words[], dhcpv6_option_words[], tls_handshake_words[],
	tls_extension_words[];
extern const size_t dhcp_option_word_count, dhcpv6_option_word_count, tls_handshake_word_count,
	tls_extension_word_count;

/* Returns NULL when the number has no row. */
const struct number_words *number_words_find(
	const struct number_words *words, size_t count, uint64_t number);

/*
 * The claims that say what a segment is for. The first entry with a claim that holds is said. Their
 * functions get a NULL field.
 */
enum { PURPOSE_CLAIMS = 3 };
extern const struct field_claims *const purpose_claims[PURPOSE_CLAIMS];

/*
 * Claims about a segment with as much data as the MSS allows, or more. {0} is the MSS, {1} the size
 * of its options, {2} that of its data, all in bytes.
 */
extern const struct field_claims full_segment_claims;
extern const struct field_claims option_padding_claims; /* of IPv4 and TCP */

/*
 * Appends what the flags of the packet's segment say, and why, by the analysis; nothing without
 * TCP. How full the segment is, the flags do not say.
 */
void segment_flags_append(struct text *out, const struct sentence_context *context);

/* Appends the claims that hold, all or the first. Returns false when none holds. */
bool claims_append(struct text *out, const struct field_claims *claims,
	const struct sentence_context *context, const struct field *field);

/* Appends the number in groups of three. */
void sentence_number_append(
	struct text *out, const struct sentence_context *context, uint64_t number);

#endif
