#ifndef DECK_PACKET_CHOICES_H
#define DECK_PACKET_CHOICES_H

/*
 * What a listener may expect as the next segment of a connection: the one that came, and others
 * that somebody would guess who counts sequence numbers wrong or mixes up the sides.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A segment, as far as it is asked for. */
struct segment_guess {
	bool is_from_client;
	uint16_t flags; /* enum tcp_flag */
	uint32_t acknowledgment; /* relative; 0 without the ACK flag */
};

enum { GUESSES_MIN = 2, GUESSES_MAX = 4 };

struct packet_choices {
	struct segment_guess items[GUESSES_MAX];
	size_t count;
	size_t answer; /* index of the true one */
};

/* What stands around the segment in its connection. */
struct segment_around {
	const struct segment_guess *before, *after; /* its neighbors; NULL: none */
	const uint32_t *peer_sequence; /* relative, of the other side's last segment; NULL: none */
};

/*
 * Makes the choices, which all differ from each other: the true segment; the same from the other
 * side; with the flags of a neighbor; with the sequence number of the other side's segment as its
 * acknowledgment; with an acknowledgment that is one off. Their order depends on `seed` alone.
 * Returns false when there is nothing wrong to choose.
 */
bool packet_choices_make(const struct segment_guess *truth, const struct segment_around *around,
	uint64_t seed, struct packet_choices *ret_choices);

#endif
