#ifndef EXPLAIN_WORDS_H
#define EXPLAIN_WORDS_H

/* The words that diagrams add, in Korean and English. */

#include <stdbool.h>

#include "dissect/frame.h"

enum diagram_word {
	DIAGRAM_WORD_CLIENT,
	DIAGRAM_WORD_SERVER,
	DIAGRAM_WORD_BYTES,
	DIAGRAM_WORD_FIELD,
	DIAGRAM_WORD_VALUE,
	DIAGRAM_WORD_RELATIVE,
	DIAGRAM_WORD_AS_TABLE,
	DIAGRAM_WORD_NO_DATA,
	DIAGRAM_WORD_MEANING,
	DIAGRAM_WORD_COUNT,
};

bool diagram_is_korean(const char *lang);

const char *diagram_word(enum diagram_word word, bool is_korean);

/*
 * Returns a header's name on a picture: "IPv6 확장 헤더" for an extension header, which dissectors call
 * IPv6; otherwise the name that dissectors use.
 */
const char *diagram_protocol_name(enum protocol protocol, bool is_korean);

/* Returns a TCP analysis label in plain words, by its bit index: "재전송", "retransmission". */
const char *diagram_label_words(unsigned bit_index, bool is_korean);

#endif
