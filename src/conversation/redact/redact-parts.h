#ifndef CONVERSATION_REDACT_PARTS_H
#define CONVERSATION_REDACT_PARTS_H

/*
 * Shared by the parts of redact.c: the search of a capture, in streams and in single packets, and
 * its results. Used only by redact*.c.
 */

#include "base/memory/hash-table.h"
#include "base/text.h"
#include "conversation/pass.h"
#include "conversation/redact/fragment-table.h"
#include "conversation/redact/login-prompt.h"
#include "conversation/redact/redact.h"
#include "conversation/redact/value-matcher.h"
#include "dissect/http/stream-frames.h"

enum { SEARCHED_SIZE_MAX = 256 << 20 };

/* A span of packet bytes to hide. */
struct span {
	uint64_t frame;
	uint32_t offset, size;
	size_t id;
	bool is_answer; /* the answer to a prompt */
};

struct segment {
	int64_t start; /* in its direction, counted from the first captured byte */
	uint32_t size;
	uint32_t offset; /* of its payload in the packet */
	uint64_t frame;
	const uint8_t *data;
};

/* Bytes [start, end) of a direction. */
struct stretch {
	int64_t start, end;
};

/* Identifies a flow: the packets of one direction. */
struct flow_key {
	struct address source, destination;
	uint16_t source_port, destination_port;
};

struct flow {
	struct flow_key key;
	size_t direction;
	bool is_loose; /* index in search.loose: only quotes and fragments have it */
	UT_hash_handle hh;
};

struct direction {
	struct segment *segments;
	size_t count, capacity;
	uint32_t largest; /* the largest payload */
	uint32_t last_sequence;
	int64_t last_start;
	bool has_syn;
	int64_t first_start; /* of the data after the SYN */
	/* index of the earlier direction with the same ports, plus 1; 0: none */
	size_t older;
	uint16_t ports[2]; /* of its segments */
	uint16_t server_port; /* the destination of a SYN; 0: not captured */
	uint8_t framing; /* enum protocol: frames of it begin at `frames_start` */
	int64_t frames_start;
	struct stretch *prompted; /* typed after a prompt */
	size_t prompted_count, prompted_capacity;
	const char *protocol; /* as its packets are named; NULL: only TCP */
	bool is_understood; /* a rule knows its protocol */
	bool has_strange_text; /* text that the rules may not know completely */
};

/* Names of protocols that were not understood, in the order of their first packets. */
struct unsearched {
	const char *names[UNSEARCHED_MAX];
	size_t count;
	bool has_more;
	struct arena arena;
};

/* A capture as the first reading found it. */
struct read_capture {
	char *path;
	uint64_t packet_count;
};

struct redaction {
	struct anonymizer *anonymizer; /* NULL: addresses are not hidden */
	struct span *spans; /* sorted by frame */
	size_t span_count, span_capacity;
	struct secret_list found; /* found in the capture; its ranges are reused */
	bool *is_reported; /* indexed by id */
	size_t first_copy; /* from this id on, secrets are copies of others */
	struct redaction_report report;
	struct redacted_values values;
	struct value_matcher *matcher; /* finds copies of the values */
	struct unsearched unsearched;
	unsigned skipped; /* skipped steps (enum redaction_step) */
	const struct redaction_place *places; /* also hidden */
	size_t place_count;
	struct read_capture *captures;
	size_t capture_count, capture_capacity;
};

/* The state of one search. */
struct search {
	struct redaction *redaction;
	struct arena arena; /* owns the payloads */
	struct direction *directions; /* two for each stream */
	size_t count, capacity;
	struct direction *loose; /* directions without a stream */
	size_t loose_count, loose_capacity;
	struct login_prompt *prompts; /* one for each direction */
	size_t prompt_count, prompt_capacity;
	struct flow *flows;
	struct fragment_table *fragments;
	struct datagram_sender *datagram_senders; /* senders of datagrams with text */
	bool is_learning; /* learns addresses only */
	bool is_copying; /* all values are known: search for copies that segments cut */
	struct text text; /* of a run without gaps */
	struct text other; /* the same run, as later copies of its segments have it */
};

/*
 * A decoded packet and the origin of its bytes: a captured packet, or the fragments of a datagram.
 */
struct searched_packet {
	const struct frame *frame;
	const struct frame_reading *shown; /* how the frame is interpreted */
	const struct datagram *datagram; /* NULL: a captured packet */
	uint32_t header_size; /* bytes in frame->data before those of the datagram */
};

/* The origin of a searched text. */
struct origin {
	const struct direction *direction; /* NULL: a single packet */
	int64_t start; /* in the direction */
	uint64_t frame; /* the single packet */
};

/* ---- redact-search.c ---- */

/* Adds a secret of this kind to redaction->found and returns its id. */
size_t redaction_new_secret(struct secret_list *list, enum secret kind);

/* Remembers the values in the ranges of `list`. Adjacent ranges with the same id are one value. */
void redaction_remember(struct redaction *redaction, const struct secret_list *list,
	const uint8_t *text, const struct origin *origin);

/* The end of the headers that identify the packet. */
uint32_t redaction_text_offset(const struct frame *frame);

/* Decodes the packet again, with its fields. */
void redaction_describe(
	struct frame *ret_frame, const struct frame *frame, struct field_list *fields);

/* ---- redact-streams.c: the segments of connections ---- */

struct flow_key flow_key_of(const struct address *source, const struct address *destination,
	const struct tcp_header *tcp);

/* Returns the flow of the key; a new flow has no direction yet. */
struct flow *search_flow(struct search *search, const struct flow_key *key, bool *ret_is_new);

/* Converts `sequence` to a place in its direction; with `moves`, the next one is relative to it. */
int64_t direction_place(
	struct direction *direction, const struct tcp_header *tcp, uint32_t sequence, bool moves);
void direction_add(struct direction *direction, const struct segment *segment);
void directions_finish(struct direction *directions, size_t count);

/* False, with an error, when the capture exceeds the limits of the search. */
bool search_has_space(const struct search *search, struct error *error);

/* Adds the segment of a frame with TCP. */
bool search_add_segment(struct search *search, const struct frame *frame,
	const struct packet_facts *facts, struct error *error);

/* Hides bytes [start, end) of the direction in every packet that carries any of them. */
void direction_hide(struct redaction *redaction, const struct direction *direction, int64_t start,
	int64_t end, size_t id);

/*
 * Sorts the segments of a direction. direction_first() then returns the first one that may reach
 * beyond `start`.
 */
void direction_sort(struct direction *direction);
size_t direction_first(const struct direction *direction, int64_t start);

/* ---- redact-gaps.c: gaps, and segments of other connections ---- */

/*
 * Call after the last packet: finds segments that belong to an earlier or later connection with the
 * same ports.
 */
void search_share_segments(struct search *search);

/*
 * Searches messages that continue over gaps and hides their logins. Returns whether such messages
 * are known. The direction must be sorted.
 */
bool search_over_gaps(struct search *search, const struct direction *direction, bool lacks_start);

/* ---- redact-streams.c ---- */

/* Searches the segments of a direction as one text. */
void search_direction(struct search *search, struct direction *direction);

/* The packet with the byte at `offset` of a text. */
uint64_t origin_frame(const struct origin *origin, size_t offset);

/* ---- redact-frames.c: protocols that connections change to ---- */

/* The position in the frames of a direction; a zeroed value is before the first. */
struct frames_state {
	bool has_begun, is_lost;
	bool is_in_payload;
	int64_t next; /* the next byte to read */
	uint8_t preface_size; /* bytes of HTTP/2's preface so far */
	uint8_t header[WEBSOCKET_HEADER_MAX]; /* the frame's header so far */
	uint8_t header_size;
	uint64_t left; /* of its payload */
	uint64_t kept; /* bytes of `left` that stay */
	size_t id; /* the id of the payload's secret */
	bool has_id;
};

/* Lets each direction learn from the other where its frames begin, unless it knows that itself. */
void frames_pair(struct direction *one, struct direction *other);

/* Hides the payloads of frames in `bytes`, which are at `start` of the direction. */
void frames_search(struct search *search, const struct direction *direction,
	struct frames_state *state, int64_t start, struct bytes bytes);

/* Remembers the secrets among a packet's compressed headers, to find copies of them. */
void frames_remember(
	struct redaction *redaction, const struct frame *frame, const struct stream_frames *stream);

/* ---- redact-packets.c: packets other than captured segments ---- */

void search_packet(struct search *search, const struct searched_packet *packet);

/* Calls `add` for each captured place of the packet's bytes [from, to). */
typedef void packet_place_function(void *user, const struct segment *place);
void packet_places(const struct searched_packet *packet, uint32_t from, uint32_t to,
	packet_place_function *add, void *user);

/*
 * Hides what the rules find in bytes [offset, end) of the packet. Returns whether a protocol's rule
 * knows them.
 */
bool search_text_between(
	struct search *search, const struct searched_packet *packet, uint32_t offset, uint32_t end);

/* Call after the last packet: searches reassembled datagrams. */
void search_datagrams(struct search *search);

/* ---- redact-datagrams.c: texts over datagrams of the same ports ---- */

void search_datagram_text(struct search *search, const struct searched_packet *packet);
void datagram_senders_finish(struct search *search);

/* ---- redact-unsearched.c: data that no rule understood ---- */

/* Whether most bytes are readable characters, so that rules for texts may help. */
bool unsearched_is_readable(struct bytes text);

void unsearched_add_packet(struct redaction *redaction, const struct frame *frame,
	const struct frame_reading *shown, struct bytes text);
/*
 * Notes a stream that no rule understood. `is_inside`: an HTTP text begins inside a message of
 * unknown kind.
 */
void unsearched_add_stream(struct redaction *redaction, struct direction *direction,
	struct bytes text, bool is_inside);

/* Notes unexplained texts, after both directions were searched. `other` may be NULL. */
void unsearched_add_texts(struct redaction *redaction, const struct direction *direction,
	const struct direction *other);

/* Notes what a search found that no rule reads, and removes it from the list. */
void unsearched_add_types(struct redaction *redaction, struct secret_list *found);

/* Notes the text of one message of which nothing else is known. */
void unsearched_add_message(struct redaction *redaction, const char *name, struct bytes text);

#endif
