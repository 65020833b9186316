#ifndef NOTES_ANNOTATION_READER_H
#define NOTES_ANNOTATION_READER_H

/* What the readers of the keys share. */

#include "base/arena.h"
#include "base/findings.h"
#include "notes/annotations/annotations.h"
#include "notes/text/yaml-value.h"

struct annotation_reader {
	const char *path; /* of the talk */
	struct arena *arena;
	struct findings *findings;
	struct packets_annotations *annotations;
};

#endif
