/*
 * A wrong choice differs from the segment in what it says of it: the sender, the flags, or the
 * number that is acknowledged. Flags that differ in PSH alone are no choice, since nobody could
 * know them; and a segment without ACK acknowledges nothing, so it has no wrong number.
 */
#include "deck/block/packet-choices.h"

#include "base/digest.h"
#include "dissect/frame.h"

static bool is_same(const struct segment_guess *a, const struct segment_guess *b)
{
	return a->is_from_client == b->is_from_client &&
		!((a->flags ^ b->flags) & (uint16_t)~TCP_PSH) &&
		a->acknowledgment == b->acknowledgment;
}

/* Adds a choice, unless it says what another one says or all places are taken. */
static void add(struct packet_choices *choices, struct segment_guess guess)
{
	if (!(guess.flags & TCP_ACK))
		guess.acknowledgment = 0;
	for (size_t i = 0; i < choices->count; i++) {
		if (is_same(&choices->items[i], &guess))
			return;
	}
	if (choices->count < GUESSES_MAX)
		choices->items[choices->count++] = guess;
}

static void add_flags_of(struct packet_choices *choices, const struct segment_guess *truth,
	const struct segment_guess *neighbor)
{
	if (!neighbor)
		return;
	struct segment_guess guess = *truth;
	guess.flags = neighbor->flags;
	if (!(truth->flags & TCP_ACK))
		guess.acknowledgment = neighbor->acknowledgment;
	add(choices, guess);
}

static void add_number(
	struct packet_choices *choices, const struct segment_guess *truth, uint32_t acknowledgment)
{
	struct segment_guess guess = *truth;
	guess.acknowledgment = acknowledgment;
	if (truth->flags & TCP_ACK)
		add(choices, guess);
}

/* Moves the true segment, which is the first, to another place. */
static void shuffle(struct packet_choices *choices, uint64_t seed)
{
	uint64_t hash = hash_mix(hash_mix(DIGEST_NOTHING, seed), choices->count);
	for (size_t i = choices->count - 1; i > 0; i--) {
		size_t other = (size_t)(hash % (i + 1));
		struct segment_guess kept = choices->items[i];
		choices->items[i] = choices->items[other];
		choices->items[other] = kept;
		if (choices->answer == i || choices->answer == other)
			choices->answer = choices->answer == i ? other : i;
		hash = hash_mix(hash, i);
	}
}

bool packet_choices_make(const struct segment_guess *truth, const struct segment_around *around,
	uint64_t seed, struct packet_choices *ret_choices)
{
	struct segment_guess swapped = *truth;
	swapped.is_from_client = !truth->is_from_client;
	*ret_choices = (struct packet_choices){ 0 };
	add(ret_choices, *truth);
	if (around->peer_sequence)
		add_number(ret_choices, truth, *around->peer_sequence);
	add(ret_choices, swapped);
	add_flags_of(ret_choices, truth, around->before);
	add_flags_of(ret_choices, truth, around->after);
	if (truth->acknowledgment > 0)
		add_number(ret_choices, truth, truth->acknowledgment - 1);
	add_number(ret_choices, truth, truth->acknowledgment + 1);
	shuffle(ret_choices, seed);
	return ret_choices->count >= GUESSES_MIN;
}
