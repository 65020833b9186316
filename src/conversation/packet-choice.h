#ifndef CONVERSATION_PACKET_CHOICE_H
#define CONVERSATION_PACKET_CHOICE_H

/*
 * Which packets of a capture are chosen: by what the file says of them, which is known before they
 * are decoded, and by their connection. Numbers and analysis always come from the whole file; a
 * choice changes neither.
 */

#include "base/arena.h"
#include "base/error.h"
#include "conversation/packet-facts.h"
#include "trace/trace.h"

struct frame_range {
	uint64_t first, last; /* inclusive */
};

struct packet_choice {
	const char *filter; /* libpcap's; NULL or "" for all */
	const struct frame_range *ranges; /* none: all */
	size_t range_count;
	int64_t stream; /* -1: all */
	const char *interface; /* the number or the name of one; NULL: all */
	size_t limit; /* more matches than this are counted, not chosen; 0: no limit */
	bool once; /* of a packet that was captured several times only the first that matches */
};

/*
 * "1-3,8,10-" → ranges in the arena; a sentence when it is none ("-" at the end: to the last
 * frame).
 */
bool frame_ranges_parse(const char *text, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, struct error *error);

/* A choice while a capture is read. */
struct chooser;

/*
 * For one reading of `trace`; both are borrowed. NULL, with a sentence, when the filter does not
 * compile.
 */
struct chooser *chooser_new(
	const struct packet_choice *choice, const struct trace *trace, struct error *error);
void chooser_free(struct chooser *chooser);

/* Whether it takes all packets there are. */
bool packet_choice_is_all(const struct packet_choice *choice);

enum chosen {
	CHOSEN_NOT,
	CHOSEN,
	CHOSEN_BEYOND_LIMIT, /* it matches, behind as many as are wanted */
	CHOSEN_BEFORE, /* it matches, and is a copy of one that was chosen */
};

/*
 * Whether a packet may be chosen, and has room, before it is decoded. Of each one, in their order.
 */
bool chooser_may(struct chooser *chooser, const struct packet *packet);

/* Whether it is, after that. */
enum chosen chooser_decide(
	struct chooser *chooser, uint64_t number, const struct packet_facts *facts);

#endif
