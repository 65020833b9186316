#ifndef CONVERSATION_SCRUB_H
#define CONVERSATION_SCRUB_H

/*
 * Hides secrets in the bytes of packets, before anything is made of them: each byte of a secret
 * becomes '*', so that sizes, offsets and sequence numbers stay. A secret that is spread over segments
 * is found, since the whole capture is read once before.
 */

#include "base/error.h"
#include "conversation/redact/anonymize.h"
#include "conversation/redact/hidden-values.h"
#include "dissect/frame.h"
#include "secrets/secrets.h"

/* For all captures of a talk, so that an address has the same stand-in in all of them. */
struct scrub;
struct scrub *scrub_new(bool hides_addresses);
void scrub_free(struct scrub *scrub);
DEFINE_AUTOFREE(scrub);

/* Leaves steps out (enum scrub_step): for tests of who must notice. */
void scrub_skip(struct scrub *scrub, unsigned steps);

/* Bytes of a packet that are to be hidden although no rule found them in its capture. */
struct scrub_place {
	const char *path; /* of the capture */
	uint64_t frame;
	uint32_t offset, size;
	enum secret kind;
};

/* The places are kept, not copied. Before the first search. */
void scrub_hide_places(struct scrub *scrub, const struct scrub_place *places, size_t count);

/* As scrub_new() was told. */
bool scrub_hides_addresses(const struct scrub *scrub);

/*
 * Reads the capture whole and learns the addresses in it: of all captures of a talk before the first
 * is searched, for each may tell another's. An error when it cannot be read, or holds too many.
 */
bool scrub_learn(struct scrub *scrub, const char *path, struct error *error);

/*
 * Reads the capture whole and finds its secrets; the calls below are about this capture then. An error
 * when it cannot be read, or holds more than can be searched.
 */
bool scrub_search(struct scrub *scrub, const char *path, struct error *error);

/*
 * Hides in `data`, a copy of frame->data. Checksums are made to fit again where they did before; of a
 * packet that was fragmented or cut, as far as its bytes tell.
 */
void scrub_packet(struct scrub *scrub, const struct frame *frame, uint8_t *data);

/* The stand-in of an address; the same without hides_addresses. */
void scrub_address(struct scrub *scrub, struct address *address);

/* What scrub_packet() hid in all captures so far: secrets by kind, and addresses; and what it left. */
enum { UNSEARCHED_MAX = 12 };
struct scrub_report {
	uint64_t secrets[SECRET_COUNT];
	struct anonymizer_report addresses;
	const char *const *unsearched; /* protocols that nobody looked for logins in; the scrub's */
	size_t unsearched_count;
	bool has_more_unsearched;
	size_t local_values; /* too short or common to be looked for outside of their places */
};
struct scrub_report scrub_report(const struct scrub *scrub);

/*
 * The values that were found in all captures so far, as the captures have them: none of them may be
 * left in what is made of the packets. Borrowed, until the next search.
 */
const struct hidden_value *scrub_values(const struct scrub *scrub, size_t *ret_count);

/* The addresses of all captures that were learned; NULL when addresses stay. */
const struct address_book *scrub_addresses(const struct scrub *scrub);

#endif
