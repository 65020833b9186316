#ifndef CONVERSATION_SCRUB_PARTS_H
#define CONVERSATION_SCRUB_PARTS_H

/*
 * What the parts of scrub.c share: the search of a capture, in streams and in single packets, and what
 * it found. Known only to scrub*.c.
 */

#include <uthash.h>

#include "base/text.h"
#include "conversation/pass.h"
#include "conversation/redact/fragment-table.h"
#include "conversation/redact/login-prompt.h"
#include "conversation/redact/scrub.h"
#include "conversation/redact/value-matcher.h"
#include "dissect/http/stream-frames.h"

enum { SEARCHED_SIZE_MAX = 256 << 20 };

/* Bytes of a packet to be hidden. */
struct span {
	uint64_t frame;
	uint32_t offset, size;
	size_t id;
	bool is_answer; /* to a prompt */
};

struct segment {
	int64_t start; /* in its direction, counted from the first that was captured */
	uint32_t size;
	uint32_t offset; /* of its payload in the packet */
	uint64_t frame;
	const uint8_t *data;
};

/* Bytes [start, end) of a direction. */
struct stretch {
	int64_t start, end;
};

/* What packets of a direction have in common, and where it is. */
struct flow_key {
	struct address source, destination;
	uint16_t source_port, destination_port;
};

struct flow {
	struct flow_key key;
	size_t direction;
	bool is_loose; /* of search.loose: no packet has it, only quotes and fragments */
	UT_hash_handle hh;
};

struct direction {
	struct segment *segments;
	size_t count, capacity;
	uint32_t largest; /* of its payloads */
	uint32_t last_sequence;
	int64_t last_start;
	bool has_syn;
	int64_t first_start; /* of the data behind the SYN */
	size_t older; /* one more than the place of the direction that had its ports before; 0: none */
	uint16_t ports[2]; /* of its segments */
	uint16_t server_port; /* the one that a SYN was sent to; 0: not captured */
	uint8_t framing; /* enum protocol: its bytes are frames of it from `frames_start` on */
	int64_t frames_start;
	struct stretch *prompted; /* what was typed behind a prompt */
	size_t prompted_count, prompted_capacity;
	const char *protocol; /* as its packets name it; NULL: none but TCP's */
	bool is_understood; /* a rule knows its protocol, as text or in messages */
	bool has_strange_text; /* that no rule may know all of */
};

/* Names of what was not understood, in the order in which they were met. */
struct unsearched {
	const char *names[UNSEARCHED_MAX];
	size_t count;
	bool has_more;
	struct arena arena;
};

struct scrub {
	struct anonymizer *anonymizer; /* NULL: addresses stay */
	struct span *spans; /* by frame */
	size_t span_count, span_capacity;
	struct secret_list found; /* of the capture; ranges are reused */
	bool *is_reported; /* by id */
	size_t first_copy; /* from this id on they are copies of others */
	struct scrub_report report;
	struct hidden_values values;
	struct value_matcher *matcher; /* of the values */
	struct unsearched unsearched;
	unsigned skipped; /* steps */
	const struct scrub_place *places; /* that are hidden, too */
	size_t place_count;
};

/* Of one search. */
struct search {
	struct scrub *scrub;
	struct arena arena; /* the payloads */
	struct direction *directions; /* two a stream */
	size_t count, capacity;
	struct direction *loose; /* of no stream */
	size_t loose_count, loose_capacity;
	struct login_prompt *prompts; /* as the directions */
	size_t prompt_count, prompt_capacity;
	struct flow *flows;
	struct fragment_table *fragments;
	struct talker *talkers; /* who sends datagrams of text */
	bool is_learning; /* the addresses; nothing is looked for yet */
	bool is_copying; /* all values are known: those that segments cut are looked for */
	struct text text; /* of a run without gaps */
	struct text
		other; /* the same, where segments say different things: what the later ones say */
};

/* A decoded packet, and where its bytes come from: a captured packet, or the fragments of a datagram. */
struct unit {
	const struct frame *frame;
	const struct frame_reading *shown; /* as what the frame is shown */
	const struct datagram *datagram; /* NULL: the packet itself */
	uint32_t header_size; /* of what stands before the datagram's bytes in frame->data */
};

/* Where a text that was searched comes from. */
struct origin {
	const struct direction *direction; /* NULL: one packet */
	int64_t start; /* in it */
	uint64_t frame; /* that packet */
};

/* ---- scrub-search.c ---- */

/* A secret of this kind, in scrub->found: its id. */
size_t scrub_new_secret(struct secret_list *list, enum secret kind);

/* Keeps the values of the ranges of `list`; ranges behind each other that have one id are one value. */
void scrub_remember(struct scrub *scrub, const struct secret_list *list, const uint8_t *text,
	const struct origin *origin);

/* Where the headers end that the packet is known by. */
uint32_t scrub_text_offset(const struct frame *frame);

/* Decodes the packet once more, with its fields. */
void scrub_describe(struct frame *ret_frame, const struct frame *frame, struct field_list *fields);

/* ---- scrub-streams.c: the segments of connections ---- */

struct flow_key flow_key_of(const struct address *source, const struct address *destination,
	const struct tcp_header *tcp);

/* The flow of the key; a new one has no direction yet. */
struct flow *search_flow(struct search *search, const struct flow_key *key, bool *ret_is_new);

/* Where `sequence` is in its direction; `moves`: the next one is counted from it. */
int64_t direction_place(
	struct direction *direction, const struct tcp_header *tcp, uint32_t sequence, bool moves);
void direction_add(struct direction *direction, const struct segment *segment);
void directions_finish(struct direction *directions, size_t count);

/* False with an error when the capture holds more than can be searched. */
bool search_has_room(const struct search *search, struct error *error);

/* Adds the segment of a frame that has TCP. */
bool search_add_segment(struct search *search, const struct frame *frame,
	const struct packet_facts *facts, struct error *error);

/* Hides bytes [start, end) of the direction, in every packet that carries any of them. */
void direction_hide(struct scrub *scrub, const struct direction *direction, int64_t start,
	int64_t end, size_t id);

/* In order, and the first segment then that may reach into what begins at `start`. */
void direction_sort(struct direction *direction);
size_t direction_first(const struct direction *direction, int64_t start);

/* ---- scrub-gaps.c: what is missing, and what belongs to another connection ---- */

/* After the last packet: segments that are those of an earlier or later connection with the same ports. */
void search_share_segments(struct search *search);

/* Whether messages are known that go on over gaps; their logins are hidden. The direction is sorted. */
bool search_over_gaps(struct search *search, const struct direction *direction, bool lacks_start);

/* ---- scrub-streams.c ---- */

/* Searches what the direction's segments say together. */
void search_direction(struct search *search, struct direction *direction);

/* The packet that has the byte at `offset` of a text. */
uint64_t origin_frame(const struct origin *origin, size_t offset);

/* ---- scrub-frames.c: what connections change to ---- */

/* Where a walk over a direction's frames is; zeroed: before the first. */
struct frames_state {
	bool has_begun, is_lost;
	bool is_in_payload;
	int64_t next; /* where it goes on */
	uint8_t preface_size; /* of HTTP/2's preface, so far */
	uint8_t header[WEBSOCKET_HEADER_MAX]; /* of the frame, so far */
	uint8_t header_size;
	uint64_t left; /* of its payload */
	uint64_t kept; /* of that, what tells nothing */
	size_t id; /* of the payload's secret */
	bool has_id;
};

/* What one direction of a connection says about the other one, which said nothing since it was known. */
void frames_pair(struct direction *one, struct direction *other);

/* Hides what the frames hold in `bytes`, which stand at `start` of the direction. */
void frames_search(struct search *search, const struct direction *direction,
	struct frames_state *state, int64_t start, struct bytes bytes);

/* Of a packet with headers that were compressed: the secrets among them, for copies elsewhere. */
void frames_remember(
	struct scrub *scrub, const struct frame *frame, const struct stream_frames *stream);

/* ---- scrub-units.c: what is no segment by itself ---- */

void search_unit(struct search *search, const struct unit *unit);

/* Calls `add` for each captured place of the unit's bytes [from, to). */
typedef void place_function(void *user, const struct segment *place);
void unit_places(
	const struct unit *unit, uint32_t from, uint32_t to, place_function *add, void *user);

/* Hides what the rules find in bytes [offset, end) of the unit. Whether a rule of a protocol knows them. */
bool search_text_between(
	struct search *search, const struct unit *unit, uint32_t offset, uint32_t end);

/* ---- scrub-datagrams.c: what datagrams of the same ports say together ---- */

void search_datagram_text(struct search *search, const struct unit *unit);
void talkers_finish(struct search *search);

/* ---- scrub-units.c ---- */

/* After the last packet: the datagrams that fragments make. */
void search_datagrams(struct search *search);

/* ---- scrub-unsearched.c: what was not understood ---- */

/* Mostly characters that people read: rules for texts may be of use. */
bool unsearched_is_readable(struct bytes text);

void unsearched_add_packet(struct scrub *scrub, const struct frame *frame,
	const struct frame_reading *shown, struct bytes text);
/* A text of HTTP that begins in a message is `is_inside`, when nobody knows what that message is. */
void unsearched_add_stream(
	struct scrub *scrub, struct direction *direction, struct bytes text, bool is_inside);

/* After both directions were searched: texts that neither of them explains. `other` may be NULL. */
void unsearched_add_texts(
	struct scrub *scrub, const struct direction *direction, const struct direction *other);

/* What the search of a text found that no rule reads; the list forgets it. */
void unsearched_add_types(struct scrub *scrub, struct secret_list *found);

/* A text of one message, of which nothing else is known. */
void unsearched_add_message(struct scrub *scrub, const char *name, struct bytes text);

#endif
