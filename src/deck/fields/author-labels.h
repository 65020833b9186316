#ifndef DECK_AUTHOR_LABELS_H
#define DECK_AUTHOR_LABELS_H

/* `label:` fields of packets, as they stand on arrows. */

#include "base/error.h"
#include "conversation/selection.h"
#include "diagram/ladder/ladder.h"
#include "notes/talk/talk.h"

/*
 * *ret_labels has the label of each packet of the selection, without words for one that has none of
 * the fields; in the arena. False with a message when a name is unknown, or no packet has that
 * field.
 */
bool arrow_labels_find(struct author_label **ret_labels,
	const struct packets_annotations *annotations, const struct selection *selection,
	bool is_korean, struct arena *arena, struct error *error);

#endif
