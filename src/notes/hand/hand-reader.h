#ifndef NOTES_HAND_READER_H
#define NOTES_HAND_READER_H

/* What the readers of the keys share. */

#include "base/arena.h"
#include "base/findings.h"
#include "notes/hand/hand.h"
#include "notes/text/yaml-value.h"

struct hand_reader {
	const char *path; /* of the talk */
	struct arena *arena;
	struct findings *findings;
	struct packets_hand *hand;
};

#endif
