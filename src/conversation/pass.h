#ifndef CONVERSATION_PASS_H
#define CONVERSATION_PASS_H

/*
 * Reads a capture: each packet is decoded once, in capture order, and added to the analysis. With
 * choices, packets that may be chosen are decoded with their fields, in memory that can be kept.
 */

#include "conversation/capture-analysis.h"
#include "conversation/color-rules.h"
#include "conversation/oddities.h"
#include "conversation/packet-choice.h"

/* A packet and what is known about it. A pass sets the first three members. */
struct shown_packet {
	struct frame frame;
	struct packet_facts facts; /* a copy that is shown has no labels, which would be untrue */
	struct field_list fields;
	struct packet_oddities oddities;
	const struct color_rule *rule;
	const char *comment; /* the packet's comment in the capture file; "": none */
	/*
	 * The packet before redaction, for the names that the author gave; NULL when nothing was
	 * changed.
	 */
	const struct shown_packet *original;
};

/*
 * Whether the packet has a segment whose numbers are relative. Those of a fragment, and of a header
 * longer than its packet, stay raw: its size is unknown.
 */
static inline bool packet_has_numbers(const struct shown_packet *packet)
{
	const struct tcp_header *tcp = packet->facts.has_tcp ? frame_tcp(&packet->frame) : NULL;
	return tcp && !tcp->is_unmeasured;
}

/*
 * Returns the number of the segment's first byte of data, relative like the segment's own number,
 * which a SYN takes up. The packet has a segment that the TCP analysis knows.
 */
static inline uint32_t packet_data_number(const struct shown_packet *packet)
{
	bool is_syn = frame_tcp(&packet->frame)->flags & TCP_SYN;
	return packet->facts.tcp.sequence + (is_syn ? 1 : 0);
}

struct pass_options {
	/*
	 * For packets that may be chosen; the pass releases what it does not keep. NULL: the next
	 * two members are not used.
	 */
	struct arena *arena;
	bool keeps; /* decode in the arena, bytes included, for pass_keep() */
	bool describes; /* describe fields */
	bool finds_copies; /* takes a tenth of a scan's time */
	/* Connections are reported to `end` instead of kept, as in tcp_table_new_streaming(). */
	bool is_streaming;
	tcp_connection_function *end;
	void *user;
};

enum { PASS_SCRATCH_FIELDS = 96 };

struct pass {
	struct pass_options options;
	struct capture_file *capture_file; /* borrowed; NULL: packets come from pass_add() */
	struct capture_analysis analysis;
	struct chooser **choosers;
	size_t choice_count;
	const struct packet_choice *choices; /* borrowed */
	struct packet packet; /* the current packet */
	struct shown_packet *at;
	uint64_t packet_count;
	int64_t first_ns, last_ns;
	int64_t before_ns; /* time of the previous packet; for the first packet its own */
	uint32_t before_interface; /* of the previous packet; for the first packet its own */
	bool is_file_damaged; /* the file is cut or damaged behind its last packet */
	/* The remaining members are private. */
	uint32_t last_interface;
	bool takes_all; /* the only choice takes all packets */
	struct shown_packet scratch; /* a packet that is not kept */
	struct field scratch_fields
		[PASS_SCRATCH_FIELDS]; /* lent; an arena gets only the fields in use */
	bool is_marked; /* the arena holds memory of the current packet after the mark */
	struct arena_mark mark;
};

/*
 * Begins a reading. False, with a message, when a choice's filter does not compile. Call
 * pass_finish() in any case.
 */
bool pass_init(struct pass *pass, struct capture_file *capture_file,
	const struct packet_choice *choices, size_t choice_count,
	const struct pass_options *options, struct error *error);
void pass_finish(struct pass *pass);
DEFINE_AUTOFINISH(pass);

/*
 * Reads the next packet: pass->packet and pass->at are valid until the next call. Results are those
 * of capture_file_next(). It also fails at the limit of connections, and at the end when a choice's
 * interface is not in the file.
 */
enum capture_file_result pass_next(struct pass *pass, struct error *error);

/* Adds a packet from elsewhere, with its number and the like set. False as in pass_next(). */
bool pass_add(struct pass *pass, const struct packet *packet, struct error *error);

/* Whether the choice takes the current packet; call it once for each choice. */
enum chosen pass_decide(struct pass *pass, size_t choice);
static inline enum chosen pass_choice(struct pass *pass, size_t choice)
{
	return pass->takes_all ? CHOSEN : pass_decide(pass, choice);
}

/* Keeps the current packet, which was chosen, in the arena. It belongs to the caller. */
struct shown_packet *pass_keep(struct pass *pass);

/* Releases the current packet. Call it before allocating from the arena for anything else. */
void pass_release_packet(struct pass *pass);

/* Forgets all earlier packets, after the limit of connections. */
void pass_restart(struct pass *pass);

#endif
