#ifndef CONVERSATION_PASS_H
#define CONVERSATION_PASS_H

/*
 * One reading of a capture: each packet is decoded once, in capture order, and meets the tables
 * that remember the packets before it. With choices, packets that may be chosen are decoded with
 * their fields, where they can stay.
 */

#include "conversation/capture-analysis.h"
#include "conversation/color-rules.h"
#include "conversation/oddities.h"
#include "conversation/packet-choice.h"

/* A packet with what is known of it. A pass fills the first three. */
struct shown_packet {
	struct frame frame;
	struct packet_facts facts; /* a copy that is shown has no labels: they are not true */
	struct field_list fields;
	struct packet_oddities oddities;
	const struct color_rule *rule;
	const char *comment; /* that the capture has of it; "" when there is none */
	/*
	 * What it was before it was scrubbed, for what the author calls it; NULL when that is the
	 * same.
	 */
	const struct shown_packet *original;
};

struct pass_options {
	/*
	 * For packets that may be chosen; the pass takes back what it does not keep. NULL: nothing
	 * of both below.
	 */
	struct arena *arena;
	bool keeps; /* they are decoded where they can stay, bytes and all, for pass_keep() */
	bool describes; /* they are decoded with their fields */
	bool finds_copies; /* which takes a tenth of a scan's time */
	/* Connections are summed up by `end`, as of tcp_table_new_streaming(), rather than kept. */
	bool is_streaming;
	tcp_connection_function *end;
	void *user;
};

enum { PASS_FIELDS_ROOM = 96 };

struct pass {
	struct pass_options options;
	struct trace *trace; /* borrowed; NULL: packets come from elsewhere */
	struct capture_analysis capture;
	struct chooser **choosers;
	size_t choice_count;
	const struct packet_choice *choices; /* borrowed */
	struct packet packet; /* at hand, and what is known of it */
	struct shown_packet *at;
	uint64_t packet_count;
	int64_t first_ns, last_ns;
	int64_t before_ns; /* of the packet before this one; of the first its own */
	/* The rest is the pass's own. */
	bool takes_all; /* the only choice does */
	struct shown_packet room; /* of a packet that is not kept */
	struct field fields_room[PASS_FIELDS_ROOM]; /* lent: an arena gets as many as there are */
	bool is_marked; /* the arena has something of the packet at hand, behind the mark */
	struct arena_mark mark;
};

/* False, with a sentence, when a choice's filter does not compile; pass_finish() in any case. */
bool pass_init(struct pass *pass, struct trace *trace, const struct packet_choice *choices,
	size_t choice_count, const struct pass_options *options, struct error *error);
void pass_finish(struct pass *pass);
DEFINE_AUTOFINISH(pass);

/*
 * The next packet of the trace: pass->packet and pass->at, up to the next call. As trace_next(); an
 * error as well at the limit of connections, and at the end when a choice's interface is not in the
 * file.
 */
enum trace_result pass_next(struct pass *pass, struct error *error);

/*
 * The same with a packet from elsewhere, whose number and the like are set. False as of
 * pass_next().
 */
bool pass_add(struct pass *pass, const struct packet *packet, struct error *error);

/* Whether the packet at hand is chosen by that choice; to be asked once. */
enum chosen pass_decide(struct pass *pass, size_t choice);
static inline enum chosen pass_choice(struct pass *pass, size_t choice)
{
	return pass->takes_all ? CHOSEN : pass_decide(pass, choice);
}

/* Keeps the packet at hand, which is chosen, in the arena: it is the caller's then. */
struct shown_packet *pass_keep(struct pass *pass);

/*
 * Is not kept, or no longer needed: for whoever allocates in the arena before the next one is read.
 */
void pass_forget(struct pass *pass);

/* Forgets all packets before, when their connections were too many. */
void pass_restart(struct pass *pass);

#endif
