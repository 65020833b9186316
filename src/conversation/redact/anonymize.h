#ifndef CONVERSATION_ANONYMIZE_H
#define CONVERSATION_ANONYMIZE_H

/*
 * Hides the addresses of a talk's captures: each one is replaced everywhere by a stand-in
 * (addresses/address-book), both as octets and as text. First the addresses of all packets of all
 * captures are learned; then packets are changed.
 */

#include "addresses/address-book.h"
#include "dissect/frame.h"

struct anonymizer;
struct anonymizer *anonymizer_new(void);
void anonymizer_free(struct anonymizer *anonymizer);
DEFINE_AUTOFREE(anonymizer);

/* Learns the addresses of a packet that was decoded with its fields. */
void anonymizer_learn(struct anonymizer *anonymizer, const struct frame *frame);

/* A contiguous run of bytes from one direction of a TCP connection. */
struct stream_run {
	uint16_t ports[2]; /* the sender's port first */
	struct bytes bytes;
	bool is_start; /* begins with the connection's first byte */
};
void anonymizer_learn_run(struct anonymizer *anonymizer, const struct stream_run *run);

/* Whether there were more addresses than the limit: not all are hidden then. */
bool anonymizer_is_full(const struct anonymizer *anonymizer);

/*
 * Searches a run for what no packet shows alone: addresses that are cut, and messages that begin in
 * an earlier segment. `find_pieces` calls add_piece() for each packet that carries any of the bytes
 * from `offset` on. anonymizer_begin_runs() discards the runs of another capture; call
 * anonymizer_end_runs() after the last run and before the first packet.
 */
struct run_piece {
	uint64_t frame;
	uint32_t offset, size; /* of the bytes in the packet */
	uint32_t skip; /* bytes of the match before this piece */
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

/*
 * Searches a reassembled, decoded datagram in the same way. Offsets count from the first byte of
 * its frame.
 */
void anonymizer_search_datagram(struct anonymizer *anonymizer, const struct frame *frame,
	find_pieces_function *find_pieces, void *context);

void anonymize_address(struct anonymizer *anonymizer, struct address *address);

/*
 * Replaces the addresses in `data`, a copy of the packet's bytes in which secrets may be hidden
 * already. The frame was decoded with its fields from the original bytes.
 */
void anonymize_packet(struct anonymizer *anonymizer, const struct frame *frame, uint8_t *data);

/* Steps of redaction. A test leaves one out to prove that it is noticed. */
enum redaction_step {
	REDACTION_SPANS = 1,
	REDACTION_COPIES = 2,
	REDACTION_OWN = 4,
	REDACTION_ADDRESS_PIECES = 8,
	REDACTION_ADDRESS_FIELDS = 16,
	REDACTION_ADDRESS_PLACES = 32,
	REDACTION_ADDRESS_COPIES = 64,
	REDACTION_ADDRESS_TEXTS = 128,
	REDACTION_ADDRESS_LANES = 256, /* redaction_hide_address() */
};
void anonymizer_skip(struct anonymizer *anonymizer, unsigned steps);

/* What identifies machines and stays in changed packets. */
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
	size_t addresses; /* replaced addresses */
	bool has_names[KEPT_COUNT];
	/* Protocols whose data is not decoded: only known addresses are hidden there. */
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
