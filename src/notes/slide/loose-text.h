#ifndef NOTES_LOOSE_TEXT_H
#define NOTES_LOOSE_TEXT_H

/* Text in a file of notes that belongs to no slide: comments and footnotes. */

#include "notes/dialect/notes-reader.h"

/*
 * Removes comments and footnotes (into talk->footnotes) and runs the dialect reader. *ret_outline
 * is the structure of the remaining text.
 */
bool loose_text_take(struct notes_reader *reader, struct outline *ret_outline);

#endif
