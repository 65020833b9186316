#ifndef DIAGRAM_PAUSES_H
#define DIAGRAM_PAUSES_H

/* Finds the pauses that the sequence diagram shows. */

#include "base/arena.h"
#include "conversation/selection.h"

/*
 * Returns, by index, whether the time before that packet is much longer than usual and no packet is
 * left out in it. The array lives in the arena.
 */
bool *packet_pauses(struct arena *arena, const struct selection *selection);

#endif
