#ifndef LISTING_LEFT_OUT_WORDS_H
#define LISTING_LEFT_OUT_WORDS_H

/* The packets that a selection leaves out, in words. */

#include "base/text.h"
#include "conversation/left-out.h"

/* Appends "packets 4–9 not shown (6)", "4–9번 패킷 6개 생략". */
void left_out_append(struct text *out, const struct left_out *left_out, bool is_korean);

/* Appends a short form: "6 not shown", "6개 생략". */
void left_out_append_short(struct text *out, const struct left_out *left_out, bool is_korean);

/*
 * Appends the total: "16 packets not shown"; nothing when there are none. `left_out` as in
 * left_out_append_all().
 */
void left_out_append_total(
	struct text *out, const struct left_out *left_out, size_t count, bool is_korean);

/*
 * Appends all gaps of a selection: "packets 4–9, 12 not shown (7)"; nothing when there are none.
 * `left_out` is the selection's array, for its `count` packets.
 */
void left_out_append_all(
	struct text *out, const struct left_out *left_out, size_t count, bool is_korean);

#endif
