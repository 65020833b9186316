#ifndef CONVERSATION_ANONYMIZE_H
#define CONVERSATION_ANONYMIZE_H

/*
 * Hides the addresses of a talk's captures: each one wherever it stands, as octets or spelled, behind
 * one that stands for it (addresses/address-book). First everything is learned, of all packets of all
 * captures; then packets are changed.
 */

#include "addresses/address-book.h"
#include "dissect/frame.h"

struct anonymizer;
struct anonymizer *anonymizer_new(void);
void anonymizer_free(struct anonymizer *anonymizer);
DEFINE_AUTOFREE(anonymizer);

/* Remembers the addresses of a packet, which was decoded with its fields. */
void anonymizer_learn(struct anonymizer *anonymizer, const struct frame *frame);

/* The same for bytes that a TCP connection carried, one behind the other. */
struct stream_run {
	uint16_t ports[2]; /* the sender's first */
	struct bytes bytes;
	bool is_start; /* the connection's first bytes */
};
void anonymizer_learn_run(struct anonymizer *anonymizer, const struct stream_run *run);

/* Whether there were more addresses than are kept: then not all are hidden. */
bool anonymizer_is_full(const struct anonymizer *anonymizer);

/*
 * Searches a run for what no packet tells alone: addresses that are cut, and messages that begin in
 * an earlier segment. `find_pieces` calls add_piece() for each packet that carries any of the bytes
 * from `offset` on. anonymizer_begin_runs() forgets those of another capture, and
 * anonymizer_end_runs() stands between the last run and the first packet.
 */
struct run_piece {
	uint64_t frame;
	uint32_t offset, size; /* in the packet */
	uint32_t skip; /* bytes of the match before it */
};
struct run_pieces {
	struct run_piece *items;
	size_t count, capacity;
};
typedef void find_pieces_function(
	void *context, size_t offset, size_t size, struct run_pieces *out);
void anonymizer_begin_runs(struct anonymizer *anonymizer);
void anonymizer_search_run(struct anonymizer *anonymizer, const struct stream_run *run,
	find_pieces_function *find_pieces, void *context);
void anonymizer_end_runs(struct anonymizer *anonymizer);

/* The same for a datagram that fragments make, decoded: offsets count from its frame's first byte. */
void anonymizer_search_datagram(struct anonymizer *anonymizer, const struct frame *frame,
	find_pieces_function *find_pieces, void *context);

void anonymize_address(struct anonymizer *anonymizer, struct address *address);

/*
 * Replaces the addresses in `data`, a copy of the packet's bytes in which something may be covered
 * already. The frame was decoded with its fields, from the bytes as they were.
 */
void anonymize_packet(struct anonymizer *anonymizer, const struct frame *frame, uint8_t *data);

/* Steps of hiding, for tests of who must notice when one is left out. */
enum scrub_step {
	SCRUB_SPANS = 1,
	SCRUB_COPIES = 2,
	SCRUB_OWN = 4,
	SCRUB_ADDRESS_PIECES = 8,
	SCRUB_ADDRESS_FIELDS = 16,
	SCRUB_ADDRESS_PLACES = 32,
	SCRUB_ADDRESS_COPIES = 64,
	SCRUB_ADDRESS_TEXTS = 128,
	SCRUB_ADDRESS_LANES = 256, /* scrub_address() */
};
void anonymizer_skip(struct anonymizer *anonymizer, unsigned steps);

/* What of the packets that were changed tells of machines, and stays. */
enum kept_name {
	KEPT_DNS,
	KEPT_MDNS,
	KEPT_TLS,
	KEPT_HTTP,
	KEPT_DHCP,
	KEPT_NETBIOS,
	KEPT_NEIGHBORS, /* LLDP, CDP */
	KEPT_WLAN,
	KEPT_COUNT,
};
enum { KEPT_LIST_MAX = 8 };
struct anonymizer_report {
	size_t addresses; /* others stand for so many */
	bool has_names[KEPT_COUNT];
	/* Protocols whose data nobody reads: known addresses are hidden there, and no other. */
	const char *unread[KEPT_LIST_MAX];
	size_t unread_count;
	/* Numbers that equal an address. */
	struct {
		const char *field;
		uint64_t frame;
	} numbers[KEPT_LIST_MAX];
	size_t number_count;
};
const struct anonymizer_report *anonymizer_report(struct anonymizer *anonymizer);

const struct address_book *anonymizer_book(const struct anonymizer *anonymizer);

#endif
