#ifndef DIAGRAM_LADDER_ANNOTATIONS_H
#define DIAGRAM_LADDER_ANNOTATIONS_H

/*
 * Annotations beside the lanes of a sequence diagram, and the parts of labels that are highlighted.
 */

#include <stdbool.h>
#include <stddef.h>

enum annotation_kind {
	ANNOTATION_BRACKET, /* encloses several packets */
	ANNOTATION_ARROW, /* from a packet to another one that follows from it */
	ANNOTATION_TIME, /* the time between two packets */
};

/* `from` and `to` are indexes into the selection. Only an arrow may lead to an earlier packet. */
struct annotation {
	enum annotation_kind kind;
	size_t from, to;
	const char *words; /* plain text, on one line */
	bool is_found; /* derived from the capture, not written by the author */
};

/* Parts of an arrow's label; the bits are those of notes/annotations/annotations.h. */
enum label_part {
	LABEL_PART_SEQ = 1 << 0,
	LABEL_PART_ACK = 1 << 1,
	LABEL_PART_LEN = 1 << 2,
	LABEL_PART_ISN = 1 << 3,
	LABEL_PART_FLAGS = 1 << 4,
};

#endif
