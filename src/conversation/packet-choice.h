#ifndef CONVERSATION_PACKET_CHOICE_H
#define CONVERSATION_PACKET_CHOICE_H

/*
 * Chooses packets of a capture: by what the file says of them before they are decoded, and by their
 * connection. Numbers and analysis always come from the whole file, whatever is chosen.
 */

#include "base/arena.h"
#include "base/error.h"
#include "capture-file/capture-file.h"
#include "conversation/packet-facts.h"

struct frame_range {
	uint64_t first, last; /* inclusive */
};

struct packet_choice {
	const char *filter; /* in libpcap's language; NULL or "": all packets */
	const struct frame_range *ranges; /* none: all frames */
	size_t range_count;
	int64_t stream; /* stream number; -1: all */
	const char *interface; /* number or name; NULL: all */
	size_t limit; /* further matches are counted, not chosen; 0: no limit */
	bool once; /* of a packet captured several times, choose the first match only */
};

/*
 * Parses "1-3,8,10-" into ranges in the arena; "10-" goes to the last frame. False, with a message,
 * when it is invalid.
 */
bool frame_ranges_parse(const char *text, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, struct error *error);

/* State of a choice while a capture is read. */
struct chooser;

/*
 * Makes a chooser for one reading of `capture`; both arguments are borrowed. NULL, with a message,
 * when the filter does not compile.
 */
struct chooser *chooser_new(const struct packet_choice *choice, const struct capture_file *capture,
	struct error *error);
void chooser_free(struct chooser *chooser);

/* Whether the choice takes every packet. */
bool packet_choice_is_all(const struct packet_choice *choice);

enum chosen {
	CHOSEN_NOT,
	CHOSEN,
	CHOSEN_BEYOND_LIMIT, /* it matches, but exceeds the limit */
	CHOSEN_BEFORE, /* it matches, but is a copy of a chosen packet */
};

/* Whether a packet may be chosen, before it is decoded. Call it for each packet, in order. */
bool chooser_may(struct chooser *chooser, const struct packet *packet);

/* Whether the decoded packet is chosen. Call it after chooser_may(). */
enum chosen chooser_decide(
	struct chooser *chooser, uint64_t number, const struct packet_facts *facts);

#endif
