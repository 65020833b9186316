#ifndef DECK_PROGRAM_TEXT_H
#define DECK_PROGRAM_TEXT_H

/*
 * Tells whether the program itself may have written a value on a page: a number, a plain word, or a
 * field of a packet that is shown. Such a value does not reveal that it was hidden somewhere.
 */

#include "base/bytes.h"
#include "base/text.h"

/* A zeroed value is empty. */
struct program_text {
	/* names, labels and values of the fields of the page's packets, a line each */
	struct text fields;
	bool has_fields;
};
void program_text_finish(struct program_text *program);
DEFINE_AUTOFINISH(program_text);

/*
 * Whether the program may have written `value`. `island` is the page's data island; its packets are
 * decoded when the first value needs them.
 */
bool program_text_has(struct program_text *program, struct bytes island, struct bytes value);

#endif
