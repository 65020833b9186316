#ifndef DIAGRAM_FIELD_SENTENCE_TABLE_H
#define DIAGRAM_FIELD_SENTENCE_TABLE_H

/* The tables behind field-sentence.c; nothing outside of it includes this. */

#include "explain/field-sentence.h"

/* "{v}" in a sentence stands for the value, "{n}" for the number in groups of three. */
struct field_words {
	const char *name;
	const char *korean, *english;
	/* Instead, where the packet decides which sentence is right; false: the sentence above. */
	bool (*write)(struct text *out, const struct sentence_context *context,
		const struct field *field);
};

/* Each is sorted by name, as strcmp() has it, and holds the names of one or more prefixes. */
extern const struct field_words link_sentences[], internet_sentences[], icmp_sentences[],
	transport_sentences[], application_sentences[], tunnel_sentences[], frame_sentences[];
extern const size_t link_sentence_count, internet_sentence_count, icmp_sentence_count,
	transport_sentence_count, application_sentence_count, tunnel_sentence_count,
	frame_sentence_count;

/* printf() of the right language. */
bool sentence_say(struct text *out, const struct sentence_context *context, const char *korean,
	const char *english, ...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* The number in groups of three, in memory of `buffer`. */
enum { GROUPED_SIZE = 48 };
const char *sentence_number(char buffer[GROUPED_SIZE], uint64_t number);

bool sentence_mss(
	struct text *out, const struct sentence_context *context, const struct field *field);

#endif
