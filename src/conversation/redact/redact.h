#ifndef CONVERSATION_REDACT_H
#define CONVERSATION_REDACT_H

/*
 * Hides secrets in the bytes of packets before anything is made of them. Each byte of a secret
 * becomes '*', so sizes, offsets and sequence numbers stay. The whole capture is read first, so
 * secrets that span segments are found.
 */

#include "base/error.h"
#include "conversation/redact/anonymize.h"
#include "conversation/redact/redacted-values.h"
#include "dissect/frame.h"
#include "secrets/secrets.h"

/* One for all captures of a talk, so that an address has the same stand-in in all of them. */
struct redaction;
struct redaction *redaction_new(bool hides_addresses);
void redaction_free(struct redaction *redaction);
DEFINE_AUTOFREE(redaction);

/* Leaves out steps (enum redaction_step), for tests that prove each step is needed. */
void redaction_skip(struct redaction *redaction, unsigned steps);

/* Bytes of a packet to hide although no rule found them in its capture. */
struct redaction_place {
	const char *path; /* of the capture file */
	uint64_t frame;
	uint32_t offset, size;
	enum secret kind;
};

/* Adds places to hide. The array is borrowed, not copied. Call it before the first search. */
void redaction_hide_places(
	struct redaction *redaction, const struct redaction_place *places, size_t count);

/* The argument of redaction_new(). */
bool redaction_hides_addresses(const struct redaction *redaction);

/*
 * Reads the whole capture and learns its addresses. Learn all captures of a talk before the first
 * search, since one may show an address of another. Of a damaged file it reads what comes before
 * the damage, as selection_read() does. Fails when no packet can be read, or there are too many
 * addresses.
 */
bool redaction_learn(struct redaction *redaction, const char *path, struct error *error);

/*
 * Reads the whole capture and finds its secrets, in the same way. The functions below then apply to
 * this capture. Fails when no packet can be read, or the capture exceeds the limits of the search.
 */
bool redaction_search(struct redaction *redaction, const char *path, struct error *error);

/*
 * Call after each reading of the capture. False, with an error, when it has more packets than at
 * the first time, as a file that is still being written: nobody has searched these.
 */
bool redaction_has_read(struct redaction *redaction, const char *path, uint64_t packet_count,
	struct error *error);

/*
 * Hides secrets in `data`, a copy of frame->data. Checksums that were right are made right again;
 * in a fragmented or cut packet, as far as its bytes allow.
 */
void redaction_hide_in_packet(
	struct redaction *redaction, const struct frame *frame, uint8_t *data);

/* Replaces an address by its stand-in; unchanged without hides_addresses. */
void redaction_hide_address(struct redaction *redaction, struct address *address);

/*
 * What redaction_hide_in_packet() hid in all captures so far (secrets by kind, and addresses), and
 * what it left.
 */
enum { UNSEARCHED_MAX = 12 };
struct redaction_report {
	uint64_t secrets[SECRET_COUNT];
	struct anonymizer_report addresses;
	/* protocols that were not searched for logins; the redaction owns the names */
	const char *const *unsearched;
	size_t unsearched_count;
	bool has_more_unsearched;
	size_t local_values; /* too short or common to be searched for elsewhere */
};
struct redaction_report redaction_report(const struct redaction *redaction);

/*
 * The values found in all captures so far, in their original form. Nothing that is made of the
 * packets may contain one. Borrowed until the next search.
 */
const struct redacted_value *redaction_values(const struct redaction *redaction, size_t *ret_count);

/* The addresses learned from all captures; NULL without hides_addresses. */
const struct address_book *redaction_addresses(const struct redaction *redaction);

#endif
